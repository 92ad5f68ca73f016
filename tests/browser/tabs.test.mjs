/**
 * Several tabs of one visitor, and pages that come back from the browser's back/forward cache: all follow the newest choice.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, leaves, openedAll, PURPOSES, until } from "./harness.mjs";

// Playwright turns the cache off; visitors have it on.
const tools = courier({ whole: true, launch: { ignoreDefaultArgs: ["--disable-back-forward-cache"] } }); // the other has no such cache

/** Waits until a tab has exactly these purposes open and shows the button alone. */
async function follows(tab, open) {
  await until("the tab follows", () => tab.state(), (state) => state.open.join() === open.join());
  assert.equal(await until("it shows the button", () => tab.surface(), (surface) => surface === "button"), "button");
}

test("a choice in one tab closes the banner and opens the gates in the other", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const [one, two] = [await visitor.tab("/"), await visitor.tab("/track.html")];
  await two.banner.waitFor({ state: "visible" });
  await one.acceptAll();
  await follows(two, PURPOSES);
  await two.page.bringToFront();
  await two.page.locator("#sembang-chat button").waitFor({ state: "visible" });
  // A script that comes after the withdrawal would leave its name for good.
  await openedAll(made);
  await two.withdraw();
  await follows(one, []);
  await leaves(one, []);
  await made.receipts(2);
  // Both tabs write one chain.
  await one.page.bringToFront();
  await one.choose();
  await one.save(["chat"]);
  await follows(two, ["chat"]);
  const receipts = await made.receipts(3);
  assert.deepEqual(receipts.map(({ claims }) => claims.seq), [0, 1, 2]);
  assert.equal(new Set(receipts.map(({ claims }) => claims.rec)).size, 1);
  assert.deepEqual([one.faults, two.faults], [[], []]);
});

test("a refusal in one tab holds in the other, which asks no third party", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const [one, two] = [await visitor.tab("/"), await visitor.tab("/ship.html")];
  await one.refuseAll();
  await follows(two, []);
  await two.settle();
  assert.deepEqual(visitor.asked, []);
  assert.deepEqual(await made.log(), []);
  await made.receipts(1);
});

test("scripts that refuse in two tabs at the same moment leave two receipts in one chain without a gap and nothing waiting", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const tabs = [await visitor.tab("/"), await visitor.tab("/track.html")];
  await Promise.all(tabs.map((tab) => tab.page.evaluate(() => window.countersign.refuseAll())));
  const receipts = await made.receipts(2);
  await until("nothing waits", async () => (await tabs[0].pending()).length, (waiting) => !waiting);
  assert.deepEqual(receipts.map(({ claims }) => claims.seq), receipts.map((_, at) => at));
  assert.ok(receipts.every(({ claims }) => claims.p.every(({ st }) => st === "refused")));
  assert.deepEqual((await tabs[1].state()).open, []);
});

/** Goes back, and says whether the page came from the cache. */
async function back(tab) {
  await tab.page.evaluate(() => (window.here = "second"));
  // A page from the cache is not loaded again, so there is no load to wait for.
  await tab.page.goBack({ waitUntil: "commit" });
  return tab.page.evaluate(() => window.here === "first");
}

for (const [what, choose, open] of [["a grant", (tab) => tab.acceptAll(), PURPOSES], ["a refusal", (tab) => tab.refuseAll(), []]]) {
  test(`a page that comes back from the cache follows ${what} made meanwhile`, async () => {
    const made = await tools.fresh();
    const tab = await tools.visit("/");
    await tab.banner.waitFor({ state: "visible" });
    await tab.page.evaluate(() => (window.here = "first"));
    await tab.open("/track.html");
    await choose(tab);
    await made.receipts(1);
    assert.equal(await back(tab), true, "the page must come from the back/forward cache");
    await follows(tab, open);
    if (open.length) await openedAll(made);
    else assert.deepEqual([tab.visitor.asked, await made.log()], [[], []]);
    assert.deepEqual(tab.faults, []);
  });
}

test("a page that comes back from the cache after a withdrawal is shut", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit("/");
  await tab.choose();
  await tab.save(["analytics"]);
  await made.receipts(1);
  // A script that comes after the withdrawal would leave its name for good.
  await openedAll(made, ["analytics"]);
  await tab.page.evaluate(() => (window.here = "first"));
  await tab.open("/track.html");
  await tab.withdraw();
  await made.receipts(2);
  await back(tab);
  await follows(tab, []);
  await leaves(tab, []);
});
