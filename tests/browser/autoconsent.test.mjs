/**
 * DuckDuckGo's autoconsent, a program that refuses for people, on our banner: by its heuristics alone, with the rules that it ships, and
 * with the rule that the build writes, in every language. It must end in a refused receipt and find nothing to do after that.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { courier, PURPOSES, until } from "./harness.mjs";

const tools = courier();
const installed = createRequire(import.meta.url).resolve("@duckduckgo/autoconsent/rules/rules.json");
const script = readFileSync(join(installed, "../../dist/autoconsent.playwright.js"), "utf8");
const shipped = JSON.parse(readFileSync(installed, "utf8"));
const logs = Object.fromEntries(["lifecycle", "rulesteps", "detectionsteps", "evals", "errors", "messages", "waits"].map((name) => [name, false]));

/** Opens a page for a visitor whose browser runs autoconsent with these rules; `heard` collects what it says. */
async function visit({ rules, heuristics, path = "/", ...visitor }) {
  const config = { enabled: true, autoAction: "optOut", disabledCmps: [], enablePrehide: false, enableCosmeticRules: true, enableGeneratedRules: true,
    detectRetries: 20, isMainWorld: false, prehideTimeout: 2000, enableHeuristicDetection: heuristics, heuristicMode: heuristics ? "reject" : "off",
    enablePopupMutationObserver: true, visualTest: false, performanceLoggingEnabled: false, heuristicPopupSearchTimeout: 1000, logs };
  const person = await tools.visitor(visitor);
  const heard = [];
  await person.context.exposeBinding("autoconsentSendMessage", async ({ frame }, message) => {
    heard.push(message);
    const answer = (reply) => frame.evaluate((value) => window.autoconsentReceiveMessage(value), reply).catch(() => {});
    if (message.type === "init") await answer({ type: "initResp", config, rules });
    if (message.type === "eval") await answer({ type: "evalResp", id: message.id, result: await frame.evaluate(message.code) });
  });
  // As an extension's script it runs in pages of the web alone: what the empty page of a new tab asked would be answered in the next one.
  await person.context.addInitScript(`if (origin !== "null") {\n${script}\n}`);
  const tab = await person.tab(path);
  const said = (type) => heard.filter((message) => message.type === type);
  return { tab, said };
}

/** It found one popup, refused, and was done; the receipt says so. */
async function expectRefused({ tab, said }, cmp) {
  await until("autoconsent is done", () => said("autoconsentDone"), (done) => done.length > 0);
  assert.deepEqual(said("popupFound").map((message) => message.cmp), [cmp]);
  assert.deepEqual(said("optOutResult").map(({ result }) => result), [true]);
  assert.deepEqual(said("autoconsentError"), []);
  await tab.closed();
  assert.deepEqual((await tab.state()).open, []);
  const [{ claims }] = await tab.courier.receipts(1);
  assert.deepEqual(claims.p.map(({ st }) => st), PURPOSES.map(() => "refused"));
  assert.deepEqual([claims.how.control, claims.how.input, claims.how.trusted], ["refuse-all", "script", false]);
}

/** After reloads there is nothing left to do, and no receipt is added. */
async function expectPeace({ tab, said }, receipts) {
  for (let round = 0; round < 2; round++) {
    await tab.reload();
    await tab.button.waitFor({ state: "visible" });
    await tab.settle();
  }
  // Long enough for it to look twice more: its attempts are half a second apart.
  await tab.page.waitForTimeout(1500);
  assert.equal(said("popupFound").length, 1);
  await tab.courier.receipts(receipts);
  assert.equal((await tab.courier.ledger()).length, receipts);
}

/** Our rule as a tool would carry it: for any address, as the stand-in site has another one than the notice names. */
function ourRule() {
  const { runContext, ...rule } = JSON.parse(readFileSync(join(tools.courier.dist, "autoconsent.json"), "utf8"));
  assert.equal(runContext.urlPattern, "^https://layang\\.example/");
  return rule;
}

test("its heuristics alone refuse on our banner in English", async () => {
  await tools.fresh();
  const visited = await visit({ rules: { autoconsent: [] }, heuristics: true });
  await expectRefused(visited, "HEURISTIC-REJECT");
  await expectPeace(visited, 1);
});

test("none of its shipped rules takes us for somebody else", async () => {
  await tools.fresh();
  const visited = await visit({ rules: shipped, heuristics: false });
  await visited.tab.banner.waitFor({ state: "visible" });
  await until("it looked", () => visited.said("init"), (said) => said.length > 0);
  await visited.tab.page.waitForTimeout(2500);
  assert.deepEqual([visited.said("cmpDetected"), visited.said("popupFound")], [[], []]);
  assert.equal(await visited.tab.surface(), "banner");
});

/** The result of the rule's own test, which looks at the page on which the rule was used. */
async function ownTest({ tab, said }) {
  const before = said("selfTestResult").length;
  await tab.page.evaluate(() => window.autoconsentReceiveMessage({ type: "selfTest" }));
  const results = await until("the rule's own test ran", () => said("selfTestResult"), (results) => results.length > before);
  return results.at(-1).result;
}

for (const lang of ["en", "zh-Hans", "zh-Hant", "ms"]) {
  test(`our rule refuses, and its own test knows a refusal from a choice: ${lang}`, async () => {
    await tools.fresh();
    const visited = await visit({ rules: { autoconsent: [ourRule()] }, heuristics: false, lang });
    await expectRefused(visited, "countersign");
    assert.equal(await ownTest(visited), true);
    await visited.tab.choose();
    await visited.tab.save(["maps"]);
    assert.deepEqual((await visited.tab.state()).open, ["maps"]);
    assert.equal(await ownTest(visited), false);
    await visited.tab.withdraw();
    assert.equal(await ownTest(visited), true);
    await expectPeace(visited, 3);
  });
}
