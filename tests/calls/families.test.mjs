/**
 * Consent calls of every family: what holds before a choice comes before anything else that a vendor hears, what was chosen comes before
 * the vendor's own commands, and later changes come at once. The values match the switches in every combination.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, until } from "../loader/browser.mjs";
import { outcomes, stateWith } from "../loader/tables.mjs";
import { choose, files, page, settled, subsets } from "./site.mjs";
import { grants, purpose, told, words } from "./vendors.mjs";

const families = Object.keys(grants);
const tools = harness({ "/": page(families), ...files });
const visit = (...values) => tools.visit("/", ...values);
const said = (tab) => tab.evaluate(words);

/** What each family hears first on every page, before anybody chose. */
const first = {
  google: [told("default", []).google, "set ads_data_redaction true", "set url_passthrough false"],
  uet: [told("default", []).uet],
  clarity: [told("default", []).clarity],
  meta: ["consent revoke"],
  tiktok: ["holdConsent"],
  matomo: ["requireConsent", "setDoNotTrack true"],
};

/** What the vendor's own snippet and script add where its gate opens. */
const own = { google: ["js 1", "config G-1"], uet: ["pageLoad"], clarity: ["start"], meta: ["init 1", "track PageView"], tiktok: ["page"], matomo: ["trackPageView"] };

/** Checks a page on which these purposes were open when the gates opened; `later` are the choices after that. */
async function check(tab, open, later = []) {
  const actual = await said(tab);
  for (const family of Object.keys(first)) {
    const runs = open && open.includes(purpose[family]);
    const expected = [...first[family]];
    // Meta's queue begins to exist with its snippet: what it was told before is in it in one piece.
    const exists = family !== "meta" || runs;
    if (open && (family !== "meta" || (runs && open.includes("marketing")))) expected.push(told("update", open)[family]);
    if (runs) expected.push(...own[family]);
    let last = open || [];
    for (const next of later) {
      const word = told("update", next)[family];
      if (word !== told("update", last)[family] && (family !== "meta" || runs)) expected.push(word);
      last = next;
    }
    assert.deepEqual(actual[family], exists ? expected : [], `${family}, open: ${open}, then: ${later.join(" / ")}`);
  }
  assert.deepEqual(actual.sensors[0], open && open.includes("analytics") ? "waits true" : "asked to wait true");
}

test("before a choice every family hears that nothing is granted, and nothing else", async () => {
  const tab = await visit();
  await check(tab, null);
  await tab.keyboard.press("Escape");
  await check(tab, null);
});

for (const open of subsets(outcomes.purposes)) {
  test(`a choice of ${open.join() || "nothing"} is told before the gates open, on this page and on the next`, async () => {
    tools.server.widget.kind = "no wasm";
    const tab = await visit();
    await choose(tab, open);
    await settled(tab, families, open);
    await check(tab, open);
    await tab.reload();
    await settled(tab, families, open);
    await check(tab, open);
  });
}

test("accepting and refusing on the banner are told once", async () => {
  for (const [action, open] of [["accept", outcomes.purposes], ["refuse", []]]) {
    const tab = await visit();
    await tab.click(`[data-cs=${action}]`);
    await settled(tab, families, open);
    await tab.locator("#countersign-button").waitFor();
    await until(tab, () => window.uetq.length !== 3);
    await check(tab, open);
  }
});

test("a signal's refusal is told like a visitor's", async () => {
  for (const signal of ["d", "g", "b"]) {
    const tab = await visit({ signal });
    await until(tab, () => window._paq.length > 2);
    await check(tab, []);
  }
});

test("a withdrawal is told in the same task, before it is stored", async () => {
  const tab = await visit({ cookie: stateWith(outcomes.purposes.join("~")) });
  await settled(tab, families, outcomes.purposes);
  const before = await said(tab);
  await tab.evaluate((source) => {
    const write = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
    Object.defineProperty(document, "cookie", {
      configurable: true,
      get: () => write.get.call(document),
      set(value) {
        if (value.startsWith("cs=")) window.atWrite = window.atWrite || new Function(`return (${source})()`)();
        write.set.call(document, value);
      },
    });
    window.countersign.refuseAll();
  }, words.toString());
  const atWrite = await tab.evaluate(() => window.atWrite);
  for (const family of Object.keys(first)) assert.deepEqual(atWrite[family], [...before[family], told("update", [])[family]], family);
  assert.deepEqual(atWrite.sensors, ["waits true", "init", "disableSDK"]);
  await check(tab, outcomes.purposes, [[]]);
});

test("a change says what closes at once, what opens after the write, and each of them once", async () => {
  tools.server.widget.kind = "no wasm";
  const tab = await visit({ cookie: stateWith("analytics~marketing") });
  await settled(tab, families, ["analytics", "marketing"]);
  await choose(tab, ["chat", "marketing"]);
  // First what stays of both lists, then the new one.
  await until(tab, (count) => window.heard.google.length === count, 3 + 1 + 2 + 2);
  await check(tab, ["analytics", "marketing"], [["marketing"], ["chat", "marketing"]]);
  await choose(tab, ["analytics", "chat"]);
  await until(tab, (count) => window.heard.google.length === count, 3 + 1 + 2 + 4);
  await check(tab, ["analytics", "marketing"], [["marketing"], ["chat", "marketing"], ["chat"], ["analytics", "chat"]]);
  assert.deepEqual((await said(tab)).sensors, ["waits true", "init", "disableSDK", "enableSDK"]);
  await choose(tab, ["analytics", "chat"]);
  await check(tab, ["analytics", "marketing"], [["marketing"], ["chat", "marketing"], ["chat"], ["analytics", "chat"]]);
});

test("what another tab withdraws is told here within a second", async () => {
  // The second is ours, from the browser's word to the end of what we say; what the browser itself takes from tab to tab comes before.
  const init = () => {
    window.cookieStore?.addEventListener("change", () => (window.changed ??= performance.now()));
    document.addEventListener("countersign:change", () => (window.told ??= performance.now()));
  };
  const visitor = await tools.visitor({ init, cookie: stateWith(outcomes.purposes.join("~")) });
  const here = await tools.visit("/", visitor);
  const there = await tools.visit("/", visitor);
  await settled(here, families, outcomes.purposes);
  await there.evaluate(() => window.countersign.refuseAll());
  await until(here, () => window.heard.sensors.length > 2 && window.told);
  const spent = await here.evaluate(() => window.told - window.changed);
  assert.ok(spent >= 0 && spent < 1000, `${spent} ms`);
  await check(here, outcomes.purposes, [[]]);
});

test("a choice that is taken away by other hands is told as denied", async () => {
  const visitor = await tools.visitor({ cookie: stateWith(outcomes.purposes.join("~")) });
  const here = await tools.visit("/", visitor);
  const there = await tools.visit("/", visitor);
  await settled(here, families, outcomes.purposes);
  // Both loaders have made their mirror: a timer that is begun later ends later.
  await Promise.all([here, there].map((tab) => tab.evaluate(() => new Promise((done) => setTimeout(done, 3_000)))));
  // The mirror first, and seen here: it tells nobody of itself where cookies do.
  await there.evaluate(() => localStorage.setItem("cs", "1.not.a.state"));
  await until(here, () => localStorage.getItem("cs") === "1.not.a.state");
  await there.evaluate(() => (document.cookie = "cs=; Max-Age=0; Path=/"));
  await until(here, () => window.heard.sensors.length > 2);
  await check(here, outcomes.purposes, [[]]);
});

test("no call is made twice after the way back through the history", async () => {
  const tab = await visit({ cookie: stateWith("analytics") });
  await settled(tab, families, ["analytics"]);
  await tab.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await check(tab, ["analytics"]);
});
