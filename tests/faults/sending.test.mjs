/**
 * What can go wrong while a receipt is on its way, each in a real browser against the real receiver: it arrives, and stands once.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, until } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";
import { expectLedger, rows } from "./ledger.mjs";

const tools = courier({ front: true });

test("the page is closed in the click: the receipt arrives with the next page view", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const first = await visitor.tab();
  await first.banner.waitFor();
  // A busy machine may take longer to close the page than the page to send by itself.
  await first.page.route("**/widget.*.js", () => {});
  await first.page.evaluate(() => {
    document.querySelector("#countersign [data-cs=refuse]").click();
    window.stop();
  });
  await first.page.close();
  assert.deepEqual(await made.ledger(), []);
  await visitor.tab("/track.html");
  await expectLedger(made, ["refuse-all"]);
});

test("the page is hidden right after the choice: the receipt goes out at once, with keepalive", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.choose();
  await tab.save(["maps"]);
  await tab.page.evaluate(() => {
    Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => true });
    window.dispatchEvent(new Event("visibilitychange"));
  });
  await expectLedger(made, ["save"]);
});

/** Answers of a backend, one after another; then the receiver's own. */
function answers(made, list) {
  const times = [];
  const next = () => {
    const one = list.shift();
    if (!one) return;
    made.onPost = async (send) => {
      times.push(Date.now());
      next();
      return one === "lost" ? (await send(), undefined) : { status: one.status, headers: one.headers?.() ?? {}, body: Buffer.from("{}") };
    };
  };
  next();
  return times;
}

for (const [name, after] of [["seconds", () => "3"], ["a date", () => new Date(Date.now() + 4_000).toUTCString()]]) {
  test(`Retry-After in ${name} is honored`, async () => {
    const made = await tools.fresh();
    const times = answers(made, [{ status: 503, headers: () => ({ "retry-after": after() }) }]);
    const tab = await tools.visit();
    await tab.refuseAll();
    await expectLedger(made, ["refuse-all"]);
    assert.ok(Date.now() - times[0] >= 2_000, `tried again after ${Date.now() - times[0]} ms`);
  });
}

test("an answer that is lost: the receipt is sent again under the same key and stands once", async () => {
  const made = await tools.fresh();
  answers(made, ["lost"]);
  const tab = await tools.visit();
  await tab.refuseAll();
  await until("the ledger has it", () => made.ledger(), (list) => list.length === 1);
  await until("the visitor's copy is countersigned", () => rows(tab), ([row]) => row?.posting === "countersigned");
  await expectLedger(made, ["refuse-all"]);
});

test("a backend that refuses: the receipt is parked, the list and the console say so, and the next one goes on", async () => {
  const made = await tools.fresh();
  answers(made, [{ status: 422 }]);
  const tab = await tools.visit("/", { init: patient });
  const warned = [];
  tab.page.on("console", (message) => message.type() === "warning" && warned.push(message.text()));
  await tab.refuseAll();
  await until("it is parked", () => rows(tab), ([row]) => row?.posting === "parked");
  assert.match(warned.join(), /CS-W4 .* refused by \S+: [0-9a-f-]{36}/);
  assert.deepEqual((await tab.openReceipts()).map(({ state }) => state), ["parked"]);
  await tab.back();
  await tab.save(["maps"]);
  const [entry] = await made.receipts(1);
  assert.equal(entry.claims.seq, 1, "what follows is not held up");
});

test("the page has used up the 64 KiB of keepalive: the receipt arrives all the same", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  // A beacon that is never answered holds the allowance for as long as the page lives.
  made.onPost = () => new Promise(() => {});
  const sent = await tab.page.evaluate(() => navigator.sendBeacon("/v1/slow", "x".repeat(65_000)));
  assert.ok(sent);
  await tab.refuseAll();
  await expectLedger(made, ["refuse-all"]);
  const [row] = await until("it is countersigned", () => rows(tab), ([row]) => row?.posting === "countersigned");
  assert.ok(row.posts[0].tries > 1, "the first try found no room");
});
