/**
 * Purposes with a consent of their own (PIPL Art. 23, 25, 26, 29, 39): accepting everything leaves them out, each has a page of its own with
 * both answers, and each answer a receipt that names it alone.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "./apart.mjs";
import { courier, until } from "./harness.mjs";

const REASONS = ["sensitive", "third-party", "publication", "cross-border", "public-face"];

// Nobody is asked for an age here, and the chat stands for a purpose with every reason.
const notice = apart(["ask = true", "ask = false"], ['vendors = ["sembang"]\n', `vendors = ["sembang"]
separate = ${JSON.stringify(REASONS)}
`]);
const tools = courier(notice);

const within = (tab, what) => tab.page.locator(`#countersign-dialog ${what}`);
const on = (tab) => within(tab, "input[name=purpose]:checked").evaluateAll((all) => all.map(({ value }) => value));

/** Turns a switch on as a person does, and waits for its page. */
async function ask(tab, id) {
  await within(tab, `input[value=${id}]`).click();
  await within(tab, `[data-cs-separate=given]`).waitFor();
}

/** Answers, and waits until the preferences are back. */
async function answer(tab, status) {
  await within(tab, `[data-cs-separate=${status}]`).click();
  await within(tab, "input[name=purpose]").first().waitFor();
}

test("accepting everything opens only what is asked together, on both layers", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  const words = await tab.banner.textContent();
  assert.match(words, /for: Map\. Asked separately: Measuring use, Advertising and offers, Chat\./);
  await tab.acceptAll();
  assert.deepEqual((await tab.state()).open, ["maps"]);
  const [first] = await made.receipts(1);
  assert.deepEqual(first.claims.p.map(({ id, st, ct, sep }) => [id, st, ct, sep]), [
    ["analytics", "refused", "explicit", ["cross-border"]],
    ["marketing", "refused", "explicit", ["third-party", "cross-border"]],
    ["chat", "refused", "explicit", REASONS],
    ["maps", "given", "expressed", undefined],
  ]);
  await tab.choose();
  await tab.control("refuse").click();
  await tab.closed();
  await tab.choose();
  await tab.control("accept").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["maps"]);
  assert.deepEqual(tab.faults, []);
});

test("a switch opens the purpose's own page; each answer is a receipt that names it alone, and nothing else is decided", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const tab = await visitor.tab();
  await tab.choose();
  await within(tab, "input[value=maps]").check();
  await ask(tab, "analytics");
  assert.equal(await tab.dialog.textContent(), "Measuring use");
  // Refusing: a receipt, no state, and the banner still asks.
  await answer(tab, "refused");
  assert.deepEqual(await on(tab), ["maps"], "the other switches are as they were");
  assert.match(await within(tab, "[role=status]").textContent(), /Measuring use: refused/);
  const [refused] = await made.receipts(1);
  const said = ({ claims }) => [claims.kind, claims.how.control, claims.p.map(({ id, st, ct }) => [id, st, ct])];
  assert.deepEqual(said(refused), ["choice", "separate", [["analytics", "refused", "explicit"]]]);
  assert.deepEqual([await visitor.cookie(), visitor.asked], [undefined, []]);
  // Back and Escape are no answers.
  await ask(tab, "analytics");
  await tab.control("back").click();
  await within(tab, "input[name=purpose]").first().waitFor();
  assert.deepEqual(await on(tab), ["maps"]);
  // Accepting opens it at once, and only it.
  await ask(tab, "analytics");
  await answer(tab, "given");
  assert.deepEqual(await on(tab), ["analytics", "maps"]);
  assert.deepEqual((await tab.state()).open, ["analytics"]);
  const [, given] = await made.receipts(2);
  assert.deepEqual(said(given), ["choice", "separate", [["analytics", "given", "explicit"]]]);
  await until("analytics runs", () => visitor.asked.some((url) => url.includes("/metrik/")));
  assert.ok(!visitor.asked.some((url) => url.includes("/petaku/")), "the map waits to be saved");
  // Accepting everything keeps it; withdrawing is one click.
  await tab.control("accept").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["analytics", "maps"]);
  await tab.withdraw();
  assert.deepEqual((await tab.state()).open, []);
  const last = (await made.receipts(4)).at(-1);
  assert.deepEqual([last.claims.kind, last.claims.p[0].st, last.claims.p[0].ct], ["withdrawal", "withdrawn", "explicit"]);
  assert.deepEqual(tab.faults, []);
});

test("before the choice stands all that the law names, and no script can accept", async () => {
  await tools.fresh();
  const visitor = await tools.visitor({ locale: "zh-CN", lang: "zh-Hans" });
  const tab = await visitor.tab();
  await tab.choose();
  await ask(tab, "marketing");
  const text = await within(tab, "[part=body]").textContent();
  // Recipient, contact, country, purpose, data, method, the way to use rights; necessity, impact and the effect of refusing.
  for (const part of ["Adlayar接收信息", "privacy@adlayar.example", "新加坡", "我们也可能向您发送优惠信息", "浏览器中的广告编号", "也用于自身统计", "由我们转交", "凭编号得知", "12个月内", "如您拒绝"]) {
    assert.ok(text.includes(part), `${part}: ${text}`);
  }
  assert.ok(!text.includes("政策中未说明"), text);
  await within(tab, "[data-cs-separate=given]").evaluate((button) => button.click());
  await tab.settle();
  assert.deepEqual([(await tab.state()).open, await visitor.cookie()], [[], undefined]);
  await tab.control("back").click();
  await ask(tab, "chat");
  assert.equal(await within(tab, "[part=reasons] li").count(), REASONS.length);
  await answer(tab, "given");
  assert.deepEqual((await tab.state()).open, ["chat"]);
  assert.deepEqual(tab.faults, []);
});

test("a held embed of such a purpose leads to the preferences and to nothing else", async () => {
  await tools.fresh(apart(["ask = true", "ask = false"], ['vendors = ["petaku"]\n', `vendors = ["petaku"]
separate = ["sensitive"]
necessity = { en = "Why.", zh-Hans = "必要。", zh-Hant = "必要。", ms = "Sebab." }
impact = { en = "Impact.", zh-Hans = "影响。", zh-Hant = "影響。", ms = "Kesan." }
`]));
  const tab = await tools.visit("/track.html");
  await tab.refuseAll();
  const held = tab.page.locator(".cs-held section");
  await held.waitFor({ state: "attached" });
  assert.deepEqual(await held.locator("[data-cs]").evaluateAll((all) => all.map(({ dataset }) => dataset.cs)), ["more", "choose", "close"]);
  await held.locator("[data-cs=choose]").evaluate((button) => button.click());
  await within(tab, "input[data-cs-page=separate-maps]").waitFor();
  assert.deepEqual(tab.faults, []);
});
