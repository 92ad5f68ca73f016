/**
 * Whom a policy concerns: a visitor says who they are and sees what concerns them; what another policy covers is led there, and nothing is
 * agreed to under this one.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "./apart.mjs";
import { courier } from "./harness.mjs";

// Nobody is asked for an age here, one purpose is asked apart, and couriers have an additional function of their own.
const tools = courier(apart(["ask = true", "ask = false"], ['only = ["call-log"]', 'only = ["call-log", "chat"]'], ...["metrik", "sembang"].map((name) => [`vendors = ["${name}"]\n`, `vendors = ["${name}"]\nseparate = []\n`])));

const within = (tab, what) => tab.page.locator(`#countersign-dialog ${what}`);
const switches = (tab) => within(tab, "input[name=purpose]").evaluateAll((all) => all.map(({ value }) => value).filter((id) => id !== "do_not_track"));
const kept = (tab) => tab.page.evaluate(() => localStorage["cs.role"]);

/** Says who the visitor is, and waits for the preferences as they then stand. */
async function say(tab, answer) {
  await within(tab, "button[data-cs=scope]").click();
  await within(tab, `[data-cs-role="${answer}"]`).click();
  await within(tab, ".cs-edition").waitFor();
}

/** The permissions that are listed. */
async function permissions(tab) {
  await tab.control("permissions").click();
  const rows = within(tab, "[part=permission]");
  await rows.first().waitFor();
  const ids = await rows.evaluateAll((all) => all.map(({ dataset }) => dataset.csField));
  await tab.control("back").click();
  await within(tab, "button[data-cs=scope]").waitFor();
  return ids;
}

test("NL-18: each group of people sees its own functions, and what one opened can always be closed", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  assert.match(await tab.banner.textContent(), /Asked separately: .*Chat/, "the button for everything leaves out what concerns some");
  await tab.choose();
  assert.ok((await switches(tab)).includes("chat"), "who has said nothing sees everything");
  assert.ok((await permissions(tab)).includes("call-log"));
  await say(tab, "r:customer");
  assert.match(await kept(tab), /^r:customer\.\d+$/);
  assert.match(await within(tab, "[part=scope]").textContent(), /Shown for: I send or receive parcels/);
  assert.deepEqual(await switches(tab), ["analytics", "marketing", "maps"]);
  assert.ok(!(await permissions(tab)).includes("call-log"), "a customer is not shown the call log");
  // Whom something does not concern is not asked for it.
  assert.equal(await tab.page.evaluate(async () => (await window.countersign.request("call-log")).answer), "refused");
  await say(tab, "r:courier");
  assert.ok((await permissions(tab)).includes("call-log"));
  await tab.control("accept").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["analytics", "chat", "maps"], "everything that is shown and asked together");
  // What is open stays in sight whatever is said afterwards.
  await tab.choose();
  await say(tab, "r:customer");
  assert.deepEqual(await switches(tab), ["analytics", "marketing", "chat", "maps"]);
  await within(tab, "input[value=chat]").uncheck();
  await tab.control("save").click();
  await tab.closed();
  await tab.choose();
  assert.deepEqual(await switches(tab), ["analytics", "marketing", "maps"]);
  await say(tab, "");
  assert.equal(await kept(tab), undefined);
  assert.deepEqual((await made.receipts(2)).map(({ claims }) => claims.how.control), ["accept-all", "save"], "who somebody is reaches no receipt");
  assert.deepEqual(tab.faults, []);
});

test("NL-16 and XB-11: who uses what another policy covers, or lives elsewhere, is led to that policy and agrees to nothing here", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const tab = await visitor.tab("/track.html");
  await tab.choose();
  await within(tab, "input[value=maps]").check();
  await tab.control("save").click();
  await tab.closed();
  for (const [answer, policy, address] of [
    ["x:layang-food", "Layang Food Privacy Policy", "https://food.layang.example/privacy"],
    ["x:overseas", "Layang Global Privacy Policy", "https://global.layang.example/privacy"],
  ]) {
    await tab.choose();
    await say(tab, answer);
    const line = within(tab, `p[data-cs-when="${answer}"]`);
    assert.match(await line.textContent(), new RegExp(`Another policy applies to you: ${policy}`));
    assert.equal(await line.locator("a").getAttribute("href"), address);
    assert.deepEqual([await switches(tab), await within(tab, "[part=actions]").count()], [[], 0], "there is nothing to agree to");
    await tab.close();
    assert.deepEqual((await tab.state()).open, []);
  }
  // What was open was withdrawn; nothing else was said, and nobody is asked again.
  const said = (await made.receipts(2)).map(({ claims }) => [claims.kind, claims.p.filter(({ st }) => st !== "refused").map(({ id, st }) => `${id} ${st}`).join()]);
  assert.deepEqual(said, [["choice", "maps given"], ["withdrawal", "maps withdrawn"]]);
  await tab.reload();
  await tab.settle();
  assert.equal(await tab.surface(), "button");
  // Prompts and held embeds open nothing either.
  assert.equal(await tab.page.evaluate(async () => (await window.countersign.request("maps")).answer), "refused");
  assert.equal(await tab.page.evaluate(async () => (await window.countersign.request("camera")).answer), "refused");
  const held = tab.page.locator(".cs-held section");
  await held.waitFor({ state: "attached" });
  assert.deepEqual(await held.locator("[data-cs]").evaluateAll((all) => all.map(({ dataset }) => dataset.cs)), ["more", "choose", "close"]);
  // Taken back, the choices are there again.
  await tab.choose();
  await say(tab, "");
  assert.ok((await switches(tab)).includes("maps"));
  assert.equal((await made.receipts(2)).length, 2);
  assert.deepEqual(tab.faults, []);
});
