/**
 * The gate, counted at the port of the stand-ins: before a choice, after refusing, after allowing, after withdrawing, and in between.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { courier, leaves, NAMES, openedAll, PAGES, PURPOSES, REQUESTS } from "./harness.mjs";

const tools = courier();

/** What the stand-ins are asked for when exactly these purposes are open. */
const requests = (open) => open.flatMap((id) => REQUESTS[id]).sort();
const names = (open) => open.flatMap((id) => NAMES[id]).sort();

/** A policy that the build wrote, for the stand-ins of this courier. */
function policy(made, title) {
  const text = readFileSync(join(made.dist, "csp.txt"), "utf8").replaceAll("127.0.0.1:8099", new URL(made.standIns.origin).host);
  return new RegExp(`# ${title}\nContent-Security-Policy: (.*)`).exec(text)[1];
}

/** Waits until exactly these purposes have made all their requests and left all their names. */
async function expectOpen(tab, open) {
  await tab.settle();
  assert.deepEqual((await tab.state()).open, open);
  await openedAll(tab.courier, open);
  assert.deepEqual(await tab.courier.log(), requests(open));
  await leaves(tab, names(open));
}

/** Nothing was asked by the browser, nothing arrived, nothing is stored. */
async function expectNothing(tab) {
  await tab.settle();
  assert.deepEqual(tab.visitor.asked, []);
  assert.deepEqual(await tab.courier.log(), []);
  assert.deepEqual(await tab.thirdPartyNames(), []);
}

test("before a choice no page asks a third party or stores anything", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  for (const path of PAGES) {
    await tab.open(path);
    await tab.banner.waitFor({ state: "visible" });
    await expectNothing(tab);
    assert.deepEqual(await tab.names(), [], `stored on ${path}`);
  }
  assert.deepEqual(await tab.courier.ledger(), []);
});

test("after refusing everything nothing is asked, on any page and after three reloads", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  await expectNothing(tab);
  for (let round = 0; round < 3; round++) {
    await tab.reload();
    await tab.button.waitFor({ state: "visible" });
    await expectNothing(tab);
  }
  for (const path of PAGES) {
    await tab.open(path);
    await tab.button.waitFor({ state: "visible" });
    await expectNothing(tab);
  }
  // The strict page, which came last, cannot seal; this one can.
  await tab.open("/");
  const [{ claims }] = await tab.courier.receipts(1);
  assert.deepEqual(claims.p.map(({ id, st }) => [id, st]), PURPOSES.map((id) => [id, "refused"]));
});

test("after allowing everything every script, pixel, beacon and frame works, at once and on each page", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  await expectOpen(tab, PURPOSES);
  for (const path of PAGES) {
    await tab.courier.forget();
    await tab.open(path);
    await expectOpen(tab, PURPOSES);
    await tab.page.locator("#sembang-chat button").waitFor({ state: "visible" });
    await tab.page.frameLocator("iframe").locator("svg[role=img]").waitFor({ state: "visible" });
  }
  // The strict page, which came last, cannot seal; this one can.
  await tab.open("/");
  const [{ claims }] = await tab.courier.receipts(1);
  assert.deepEqual(claims.p.map(({ id, st }) => [id, st]), PURPOSES.map((id) => [id, "given"]));
  assert.equal(claims.how.control, "accept-all");
  assert.equal(claims.how.trusted, true);
  assert.deepEqual(tab.faults, []);
});

test("after withdrawing the names are gone at once, and no page asks again", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  await expectOpen(tab, PURPOSES);
  await tab.withdraw();
  assert.deepEqual((await tab.state()).open, []);
  await leaves(tab, []);
  await tab.courier.forget();
  tab.visitor.asked.length = 0;
  for (const path of PAGES) {
    await tab.open(path);
    await tab.button.waitFor({ state: "visible" });
    await expectNothing(tab);
  }
  // The strict page, which came last, cannot seal; this one can.
  await tab.open("/");
  const [first, second] = await tab.courier.receipts(2);
  assert.equal(second.claims.kind, "withdrawal");
  assert.equal(second.claims.rec, first.claims.rec);
  assert.deepEqual(second.claims.p.map(({ st }) => st), PURPOSES.map(() => "withdrawn"));
});

for (const wanted of [["analytics"], ["maps"], ["marketing", "chat"]]) {
  test(`a finer choice opens exactly ${wanted.join(" and ")}`, async () => {
    await tools.fresh();
    const tab = await tools.visit();
    await tab.choose();
    await tab.save(wanted);
    await expectOpen(tab, wanted);
    await tab.courier.forget();
    await tab.open("/track.html");
    await expectOpen(tab, wanted);
    const [{ claims }] = await tab.courier.receipts(1);
    assert.deepEqual(claims.p.filter(({ st }) => st === "given").map(({ id }) => id), wanted);
    assert.equal(claims.ntc.layer, 2);
  });
}

test("taking one purpose back closes that one and keeps the others", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  await expectOpen(tab, PURPOSES);
  await tab.choose();
  await tab.save(["chat", "maps"]);
  await leaves(tab, names(["chat", "maps"]));
  await tab.courier.forget();
  await tab.reload();
  await expectOpen(tab, ["chat", "maps"]);
});

test("the policy from csp.txt lets through what is open and complains about nothing", async () => {
  await tools.fresh({ csp: (made) => policy(made, "everything open") });
  const tab = await tools.visit();
  await tab.acceptAll();
  await expectOpen(tab, PURPOSES);
  await tab.openReceipts();
  await tab.close();
  assert.deepEqual([tab.faults, tab.said], [[], []]);
});
