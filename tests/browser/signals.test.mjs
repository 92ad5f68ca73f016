/**
 * Do Not Track and Global Privacy Control: no question, a badge, nothing sent, a receipt; and what a visitor can still decide.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, PAGES, PURPOSES, REQUESTS, until } from "./harness.mjs";

const tools = courier();
const SIGNALS = [
  { letter: "d", name: "Do Not Track", sig: { gpc: false, dnt: true } },
  { letter: "g", name: "Global Privacy Control", sig: { gpc: true, dnt: false } },
  { letter: "b", name: "Global Privacy Control, Do Not Track", sig: { gpc: true, dnt: true } },
];
const everything = Object.values(REQUESTS).flat().sort();

async function expectNothing(tab) {
  await tab.settle();
  assert.deepEqual(tab.visitor.asked, []);
  assert.deepEqual(await tab.courier.log(), []);
  assert.deepEqual(await tab.thirdPartyNames(), []);
}

for (const { letter, name, sig } of SIGNALS) {
  test(`${name}: no question, a badge, nothing asked on any page, one receipt`, async () => {
    await tools.fresh();
    const tab = await tools.visit("/", { signal: letter });
    for (const path of PAGES) {
      await tab.open(path);
      await tab.button.waitFor({ state: "visible" });
      await expectNothing(tab);
      assert.equal(await tab.surface(), "button", path);
      assert.match(await tab.button.textContent(), new RegExp(`sends ${name}, so everything optional is refused`));
      assert.deepEqual(await tab.state(), { open: [], signal: letter });
    }
    // The strict page cannot seal; this one can.
    await tab.open("/");
    const [{ claims }] = await tab.courier.receipts(1);
    assert.equal(claims.kind, "signal");
    assert.deepEqual(claims.sig, sig);
    assert.deepEqual(claims.p.map(({ st }) => st), PURPOSES.map(() => "refused"));
    assert.equal(claims.how.trusted, false);
    assert.match(await tab.visitor.cookie(), new RegExp(`^1\\.[\\w-]{8}\\.\\d+\\.${letter}s\\.$`));
  });

  test(`${name}: an opt-in with the signal visible works, holds, and can be withdrawn`, async () => {
    await tools.fresh();
    const tab = await tools.visit("/", { signal: letter });
    await tab.choose();
    await tab.acceptAll();
    assert.deepEqual((await tab.state()).open, PURPOSES);
    await until("everything is asked", () => tab.courier.log(), (log) => log.length === everything.length);
    await tab.courier.forget();
    await tab.open("/track.html");
    await until("everything is asked again", () => tab.courier.log(), (log) => log.length === everything.length);
    assert.equal(await tab.surface(), "button");
    await tab.withdraw();
    await tab.courier.forget();
    tab.visitor.asked.length = 0;
    await tab.reload();
    await tab.button.waitFor({ state: "visible" });
    await expectNothing(tab);
    const kinds = (await tab.courier.receipts(3)).map(({ claims }) => claims.kind);
    assert.deepEqual(kinds, ["signal", "choice", "withdrawal"]);
  });
}

test("a new signal after a grant shuts everything, and a receipt says so", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  await until("everything is asked", () => tab.courier.log(), (log) => log.length === everything.length);
  await tab.courier.receipts(1);
  await tab.visitor.signals("g");
  await tab.courier.forget();
  tab.visitor.asked.length = 0;
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  await tab.settle();
  assert.deepEqual(tab.visitor.asked, []);
  assert.deepEqual(await tab.courier.log(), []);
  assert.deepEqual((await tab.state()).open, []);
  assert.match(await tab.button.textContent(), /Global Privacy Control/);
  // What the grant had let in is taken away with it.
  assert.deepEqual(await tab.thirdPartyNames(), []);
  const [, { claims }] = await tab.courier.receipts(2);
  assert.equal(claims.kind, "signal");
  assert.deepEqual(claims.p.map(({ st }) => st), PURPOSES.map(() => "withdrawn"));
});

test("a refusal by the visitor is not asked again when a signal comes", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  await tab.courier.receipts(1);
  await tab.visitor.signals("d");
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  await expectNothing(tab);
  assert.equal(await tab.surface(), "button");
  assert.equal((await tab.courier.ledger()).length, 1);
});

test("the site publishes how it treats both signals", async () => {
  const made = await tools.fresh();
  assert.deepEqual((await made.json("/.well-known/gpc.json")).gpc, true);
  const status = await fetch(`${made.origin}/.well-known/dnt/`);
  assert.match(status.headers.get("content-type"), /^application\/tracking-status\+json/);
  assert.equal(typeof (await status.json()).tracking, "string");
});
