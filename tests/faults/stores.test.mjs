/**
 * Stores that refuse what a page writes, each in a real browser against the real receiver: the ledger holds every receipt all the same.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, until } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";
import { Tab } from "../browser/visitor.mjs";
import { expectLedger, grant, idle, rows } from "./ledger.mjs";

const tools = courier({ front: true });

/** IndexedDB refuses in one way or another; localStorage is full but for so many characters. */
const broken = ({ refuses, left }) => {
  const full = function () {
    this.transaction.abort();
    throw new DOMException("full", "QuotaExceededError");
  };
  const open = {
    throws() {
      throw new DOMException("refused", "SecurityError");
    },
    // As Firefox in a private window, before it had a store there.
    fails() {
      const request = { error: new DOMException("A mutation operation was attempted", "InvalidStateError") };
      setTimeout(() => request.onerror?.());
      return request;
    },
  };
  if (refuses === "writes") IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = full;
  else if (refuses === "everything") Object.defineProperty(window, "indexedDB", { configurable: true, value: undefined });
  else IDBFactory.prototype.open = open[refuses];
  // Frames of third parties have a store of their own, or none.
  if (left === undefined || window !== top) return;
  // Chromium lets a site have 5 Mi characters, keys included.
  localStorage.filler = "x".repeat(5 * 1024 * 1024 - "filler".length - left);
};

/** What a browser's stores refuse. Without room for a row an entry of half a kilobyte may still fit, or not even that. */
const REFUSALS = {
  "IndexedDB is full": { refuses: "writes" },
  "IndexedDB is blocked": { refuses: "throws" },
  "IndexedDB fails as in a private window": { refuses: "fails" },
  "there is no IndexedDB": { refuses: "everything" },
  "IndexedDB is full, localStorage has no room for a row": { refuses: "writes", left: 1_000 },
  "IndexedDB is blocked, localStorage is full": { refuses: "throws", left: 0 },
};

/** A visitor's page whose stores are broken; later pages of the same visitor have them back. */
async function brokenPage(visitor, how) {
  const page = await visitor.context.newPage();
  await page.addInitScript(broken, how);
  const tab = new Tab(visitor, page);
  await tab.open("/");
  if ("left" in how) await assert.rejects(page.evaluate(() => localStorage.setItem("row", "x".repeat(2_000))), /Quota/);
  return tab;
}

for (const [name, how] of Object.entries(REFUSALS)) {
  test(`${name}: the receipts arrive on this page view, after the receiver was down too`, async () => {
    const made = await tools.fresh();
    await made.kill();
    const tab = await brokenPage(await tools.visitor({ init: patient }), how);
    await tab.refuseAll();
    await grant(tab, ["maps"]);
    await made.revive();
    await expectLedger(made, ["refuse-all", "save"]);
    await until("nothing is pending", () => tab.pending(), (list) => list.length === 0);
    assert.deepEqual(tab.faults, []);
    await until("the list says so", () => shownStates(tab), (list) => list.join() === "countersigned,countersigned");
  });
}

/** What the visitor's own list says, newest first. */
async function shownStates(tab) {
  const list = (await tab.openReceipts()).map(({ state }) => state);
  await tab.close();
  return list;
}

// Where not even an entry fits, nothing outlives the page but the cookie.
for (const [name, how] of Object.entries(REFUSALS).filter(([, { left }]) => left !== 0)) {
  test(`${name}, the receiver is down, the page is closed: the receipt arrives on a later page view that has its store back`, async () => {
    const made = await tools.fresh();
    await made.kill();
    const visitor = await tools.visitor();
    const tab = await brokenPage(visitor, how);
    await tab.refuseAll();
    await until("it was sealed", () => tab.page.evaluate(() => Object.keys(localStorage).filter((key) => /^cs.(row|pending)./.test(key)).join()), (keys) =>
      how.left ? keys : keys.startsWith("cs.row."));
    await tab.page.close();
    await made.revive();
    const later = await visitor.tab("/track.html");
    await later.page.evaluate(() => delete localStorage.filler);
    const [{ seq }] = await expectLedger(made, ["refuse-all"]);
    assert.equal(seq, 0);
    await idle(later);
    const home = await until("it is home", () => rows(later), ([row]) => row?.posting === "countersigned");
    assert.equal(home.length, 1);
    assert.match(home[0].proof, /^c2sp.org\/tlog-proof@v1\n/);
    assert.deepEqual(await later.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("cs.row."))), []);
  });
}
