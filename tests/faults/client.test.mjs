/**
 * What can go wrong in a visitor's browser between a choice and the ledger, each in a real browser against the real receiver: after every
 * fault the ledger holds exactly the receipts that the visitor's choices stand for, each once, in chains that hold together.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { courier, until } from "../browser/harness.mjs";
import { dropDatabase, expectLedger, grant, idle, rows } from "./ledger.mjs";

const tools = courier({ front: true });
const YEAR = 366 * 86_400_000;

/** No Web Locks, as in old browsers and on pages without a secure context. */
const lockless = () => Object.defineProperty(Navigator.prototype, "locks", { configurable: true, value: undefined });

for (const [name, init] of [["with Web Locks", () => {}], ["without Web Locks", lockless]]) {
  test(`two tabs choose at once, ${name}: one chain, each receipt once`, async () => {
    const made = await tools.fresh();
    const visitor = await tools.visitor({ init });
    const tabs = [await visitor.tab(), await visitor.tab("/track.html")];
    await tabs[0].refuseAll();
    // A tab in the background draws nothing, so each is brought forward to open its preferences.
    for (const tab of tabs) {
      await tab.page.bringToFront();
      await tab.choose();
    }
    const press = (tab, id) =>
      tab.page.evaluate((value) => {
        const { shadowRoot } = document.querySelector("#countersign-dialog").firstElementChild;
        // A script may refuse.
        shadowRoot.querySelector(value).click();
      }, id);
    await Promise.all(tabs.map((tab) => press(tab, "[data-cs=refuse]")));
    const claims = await expectLedger(made, ["refuse-all", "refuse-all", "refuse-all"]);
    assert.deepEqual(claims.map(({ seq }) => seq).sort(), [0, 1, 2]);
    assert.equal(new Set(claims.map(({ rec }) => rec)).size, 1);
    assert.deepEqual([tabs[0].faults, tabs[1].faults], [[], []]);
  });
}

test("the clock goes back an hour between two choices: both arrive, in the order in which they were made", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  await made.receipts(1);
  await tab.visitor.context.clock.install({ time: Date.now() - 3_600_000 });
  await tab.visitor.context.clock.resume();
  await tab.open("/track.html");
  await grant(tab, ["maps"]);
  const claims = await expectLedger(made, ["refuse-all", "save"]);
  assert.deepEqual(claims.map(({ seq }) => seq), [0, 1]);
  assert.ok(claims[0].iat > claims[1].iat, "the receipts say what the clock said");
});

test("the clock goes back while a receipt waits for its next try: it is tried", async () => {
  const made = await tools.fresh();
  await made.kill();
  const visitor = await tools.visitor();
  await visitor.context.clock.install({ time: Date.now() + 20 * 3_600_000 });
  await visitor.context.clock.resume();
  const first = await visitor.tab();
  await first.refuseAll();
  await until("it was tried in vain", () => rows(first), ([row]) => row?.posts[0]?.tries > 0);
  await first.page.close();
  await made.revive();
  await visitor.context.clock.setSystemTime(Date.now() - 5 * 86_400_000);
  await visitor.tab("/track.html");
  await expectLedger(made, ["refuse-all"]);
});

test("the key cannot be stored: a key of the page signs, and the chain goes on with another on the next page", async () => {
  const made = await tools.fresh();
  const noKeys = () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (value?.private) throw new DOMException("no keys here", "DataCloneError");
      return put.call(this, value, key);
    };
  };
  const tab = await tools.visit("/", { init: noKeys });
  await tab.refuseAll();
  await made.receipts(1);
  await tab.open("/track.html");
  await grant(tab, ["maps"]);
  const claims = await expectLedger(made, ["refuse-all", "save"]);
  assert.deepEqual(claims.map(({ assurance, seq }) => [assurance, seq]), [["session", 0], ["session", 1]]);
  assert.notEqual(claims[0].header.kid, claims[1].header.kid);
});

test("no WebCrypto: unsigned receipts say so", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit("/", { init: () => Object.defineProperty(Crypto.prototype, "subtle", { configurable: true, value: undefined }) });
  await tab.refuseAll();
  const [{ assurance, header }] = await expectLedger(made, ["refuse-all"]);
  assert.deepEqual([assurance, header.alg, header.kid], ["server", "none", undefined]);
});

const sealed = (tab) => until("it is sealed", () => tab.pending(), (list) => list.length === 0);

for (const all of [false, true]) {
  test(`${all ? "everything that scripts stored" : "IndexedDB"} is evicted in mid-session: what this page sealed is put back, and the chain goes on with the same key`, async () => {
    const made = await tools.fresh();
    const tab = await tools.visit();
    await tab.refuseAll();
    await made.receipts(1);
    await idle(tab);
    await made.kill();
    await grant(tab, ["maps"]);
    await sealed(tab);
    await dropDatabase(tab.page);
    if (all) await tab.page.evaluate(() => localStorage.clear());
    await tab.withdraw();
    await sealed(tab);
    await made.revive();
    const claims = await expectLedger(made, ["refuse-all", "save", "withdraw-all"]);
    assert.deepEqual(claims.map(({ seq }) => seq), [0, 1, 2]);
    assert.equal(new Set(claims.map(({ rec }) => rec)).size, 1);
    assert.equal(new Set(claims.map(({ header }) => header.kid)).size, 1);
    await until("all are home", () => rows(tab), (list) => list.length === 3 && list.every(({ posting }) => posting === "countersigned"));
  });
}

test("the database is lost between visits: a new chain names the tip of the old one", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const first = await visitor.tab();
  await first.refuseAll();
  const [old] = await made.receipts(1);
  await idle(first);
  await dropDatabase(first.page);
  await first.page.close();
  const later = await visitor.tab("/track.html");
  await grant(later, ["maps"]);
  const [before, after] = await expectLedger(made, ["refuse-all", "save"]);
  assert.notEqual(after.rec, before.rec);
  assert.equal(after.sub, before.sub);
  const sha256 = createHash("sha256").update(old.receipt).digest("base64url");
  assert.deepEqual([after.seq, after.prev, after.after], [0, undefined, { rec: before.rec, seq: 0, sha256 }]);
});

test("Safari evicts all that scripts stored: the server's cookie keeps the choice, and a new chain begins", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const first = await visitor.tab();
  await first.refuseAll();
  await made.receipts(1);
  await idle(first);
  await dropDatabase(first.page);
  await first.page.evaluate(() => localStorage.clear());
  await first.page.close();
  const later = await visitor.tab("/track.html");
  await later.button.waitFor({ state: "visible" });
  assert.equal(await later.surface(), "button", "nobody is asked again");
  await grant(later, ["maps"]);
  const [before, after] = await expectLedger(made, ["refuse-all", "save"]);
  assert.deepEqual([after.seq, after.after, after.rec === before.rec, after.sub === before.sub], [0, undefined, false, false]);
});

test("a key of more than a year hands the chain over: the old key signs the change", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  await visitor.context.clock.install({ time: Date.now() - YEAR });
  await visitor.context.clock.resume();
  const first = await visitor.tab();
  await first.refuseAll();
  await made.receipts(1);
  await idle(first);
  await first.page.close();
  await visitor.context.clock.setSystemTime(Date.now());
  const later = await visitor.tab("/track.html");
  await later.choose();
  await later.save(["maps"]);
  const [old, change, anew] = await expectLedger(made, ["refuse-all", "rotate", "save"]);
  assert.deepEqual([change.kind, change.header.kid, change.seq], ["key-change", old.header.kid, 1]);
  assert.deepEqual([anew.header.jwk, anew.rec, anew.seq], [change.key, old.rec, 2]);
});
