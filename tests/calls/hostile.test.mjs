/**
 * Consent calls on pages that do odd things to the vendors' globals: our words stay first where a queue can be written to at all, and what
 * cannot be told is one console line, with the page, the banner and the gates working.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, until } from "../loader/browser.mjs";
import { outcomes, stateWith } from "../loader/tables.mjs";
import { html, loaderWith } from "../loader/serve.mjs";
import { files, loader, page, part, settled } from "./site.mjs";
import { grants, told, words } from "./vendors.mjs";

const families = Object.keys(grants);
const pages = { ...files };
const tools = harness(pages);
let count = 0;

/** Opens a page for a visitor who stored this choice, or none. */
async function visit(body, open) {
  const path = `/${(count += 1)}`;
  pages[path] = body;
  const context = await tools.visitor({ cookie: open && stateWith(open.join("~")) });
  const tab = await context.newPage();
  tab.errors = [];
  tab.said = [];
  tab.on("pageerror", (error) => tab.errors.push(error.message));
  tab.on("console", (message) => message.type() === "error" && !/favicon/.test(message.location().url) && tab.said.push(message.text()));
  await tab.goto(tools.server.origin + path);
  return tab;
}

const script = (text) => `<script>${text}</script>`;
const first = {
  google: [told("default", []).google, "set ads_data_redaction true", "set url_passthrough false"],
  uet: [told("default", []).uet],
  tiktok: ["holdConsent"],
  matomo: ["requireConsent", "setDoNotTrack true"],
};

test("what the page queued before the loader comes after our words", async () => {
  for (const way of ["window.", "var "]) {
    const set = (name, value) => `${way}${name} = ${value};`;
    const before = script(set("dataLayer", "[command('js', 1)]") + set("uetq", "['pageLoad']") + set("ttq", "[['page']]") + set("_paq", "[['trackPageView']]"));
    const helper = script("function command() { return arguments; }");
    const tab = await visit(page(families, { before: helper + before }));
    const said = await tab.evaluate(words);
    assert.deepEqual(said.google, [...first.google, "js 1"], way);
    assert.deepEqual(said.uet, [...first.uet, "pageLoad"], way);
    assert.deepEqual(said.tiktok, [...first.tiktok, "page"], way);
    assert.deepEqual(said.matomo, [...first.matomo, "trackPageView"], way);
    assert.deepEqual([tab.said, tab.errors], [[], []], way);
  }
});

test("a queue that the page starts anew begins with our words, also inside a gate", async () => {
  const anew = script("dataLayer = [{ page: 1 }]; uetq = ['x']; ttq = []; _paq = [['y']];");
  const tab = await visit(page(families, { after: anew }));
  const early = await tab.evaluate(words);
  assert.deepEqual(early.google, [...first.google, 'ignored {"page":1}']);
  assert.deepEqual([early.uet, early.tiktok, early.matomo], [[...first.uet, "x"], first.tiktok, [...first.matomo, "y"]]);

  const inGate = `<template data-cs-purpose="analytics">${anew}<script src="/v/google.js"></script><script src="/v/matomo.js"></script></template>`;
  const later = await visit(html(inGate + "<p>", script("window.heard = {}") + loader(["google", "matomo", "uet", "tiktok"])), ["analytics"]);
  await until(later, () => window.heard.google && window.heard.matomo);
  const heard = await later.evaluate(() => [window.heard.google.length, [...window.heard.google[3]][1], window.heard.google[4], window.heard.matomo]);
  assert.deepEqual(heard, [5, "update", { page: 1 }, [["requireConsent"], ["setDoNotTrack", true], ["setConsentGiven"], ["y"]]]);
  assert.deepEqual(later.said, []);
});

test("a queue that is emptied, or copied, has our words once when the next choice is told", async () => {
  const tab = await visit(page(["google"], { after: script("dataLayer = dataLayer.slice(); dataLayer = [].concat(dataLayer);") }));
  assert.deepEqual((await tab.evaluate(() => window.dataLayer.length)), 3);
  await tab.evaluate(() => {
    window.dataLayer.length = 0;
    window.countersign.refuseAll();
  });
  await until(tab, () => window.dataLayer.length > 0);
  assert.deepEqual(await tab.evaluate(() => window.dataLayer.map((entry) => [...entry][1])), ["default", "ads_data_redaction", "url_passthrough", "update"]);
});

const odd = {
  "frozen lists": "Object.freeze([])",
  "numbers": "7",
  "texts": "'queue'",
  "functions": "function () { throw new Error('odd'); }",
  "objects without push": "({})",
  "frozen objects": "Object.freeze({})",
  "lists whose push throws": "Object.assign([], { push() { throw new Error('odd'); } })",
  "proxies that refuse everything": "new Proxy([], { get() { throw new Error('odd'); }, set() { throw new Error('odd'); }, has() { throw new Error('odd'); } })",
};
const names = ["dataLayer", "uetq", "clarity", "fbq", "ttq", "_paq", "sensors_data_pre_config", "sensors", "sensorsDataAnalytic201505"];

for (const [what, value] of Object.entries(odd)) {
  for (const place of ["before", "after"]) {
    test(`globals that are ${what}, put there ${place} the loader, stop nobody`, async () => {
      const put = script(names.map((name) => `window["${name}"] = ${value};`).join(""));
      const gates = outcomes.purposes.map((id) => `<script type="text/plain" data-cs-purpose="${id}">(window.ran = window.ran || []).push("${id}")</script>`).join("");
      const head = script("window.heard = {}");
      const body = html(`${gates}<p>`, place === "before" ? head + put + loader(families) : head + loader(families) + put);
      const tab = await visit(body);
      await tab.click("[data-cs=accept]");
      await until(tab, (wanted) => (window.ran || []).length === wanted, outcomes.purposes.length);
      await tab.evaluate(() => window.countersign.refuseAll());
      await tab.locator("#countersign-button").waitFor();
      assert.deepEqual(await tab.evaluate(() => window.countersign.state().open), []);
      assert.deepEqual(tab.errors, []);
      assert.ok(tab.said.every((line) => line.startsWith("CS-CALLS")), tab.said.join("\n"));
    });
  }
}

test("getters, and names that cannot be defined anew, are left alone and stop nobody", async () => {
  for (const definition of [
    "{ get() { throw new Error('odd'); } }",
    "{ get() { throw new Error('odd'); }, set() { throw new Error('odd'); }, configurable: true }",
    "{ get() { return undefined; }, configurable: true }",
    "{ value: undefined }",
    "{ value: null, writable: false }",
  ]) {
    const put = script(names.map((name) => `Object.defineProperty(window, "${name}", ${definition});`).join(""));
    const tab = await visit(html("<p>", script("window.heard = {}") + put + loader(families)), ["chat"]);
    await tab.locator("#countersign-button").waitFor();
    await tab.evaluate(() => window.countersign.refuseAll());
    assert.deepEqual(tab.errors, [], definition);
    assert.ok(tab.said.length && tab.said.every((line) => line.startsWith("CS-CALLS")), `${definition}: ${tab.said.join("\n")}`);
  }
  // A getter that gives a queue is told through it.
  const own = "const own = [{ page: 1 }]; Object.defineProperty(window, 'dataLayer', { get: () => own });";
  const tab = await visit(html("<p>", script("window.heard = {}") + script(own) + loader(["google"])), ["analytics"]);
  assert.deepEqual(await tab.evaluate(() => window.dataLayer.map((entry) => (entry.page ? "page" : [...entry][1]))), ["default", "ads_data_redaction", "url_passthrough", "page", "update"]);
  assert.deepEqual(tab.said, []);
});

test("a vendor's script that runs before the loader is told through its own methods", async () => {
  const live = `window.got = []; const push = (...items) => got.push(...items.map((item) => (typeof item === "object" && item.length ? [...item].join(" ") : item)));
    window.dataLayer = Object.assign([], { push }); window.uetq = { push }; window._paq = { push };
    window.clarity = (...words) => got.push("clarity " + words[0]);
    window.fbq = Object.assign((...words) => got.push("fbq " + words.join(" ")), { callMethod: () => {}, queue: [] });`;
  const tab = await visit(html("<p>", script("window.heard = {}") + script(live) + loader(["google", "uet", "clarity", "meta", "matomo"])), ["marketing"]);
  const got = await tab.evaluate(() => window.got.map((item) => (typeof item === "object" ? "{}" : String(item).replace("[object Object]", "{}"))));
  assert.deepEqual(got, [
    "consent default {}", "set ads_data_redaction true", "set url_passthrough false", "consent", "default", "{}", "clarity consentv2", "fbq consent revoke", "requireConsent", "setDoNotTrack true",
    "consent update {}", "consent", "update", "{}", "clarity consentv2", "fbq consent grant", "forgetConsentGiven",
  ]);
  assert.deepEqual(tab.said, []);
});

test("Meta's snippet finds its name free, and hears us first in every form of it", async () => {
  const free = await visit(page(["meta"]));
  assert.deepEqual(await free.evaluate(() => [typeof window.fbq, Boolean(window.fbq)]), ["undefined", false]);
  const stub = "function stub() { stub.queue.push(arguments); }";
  for (const snippet of [
    `${stub} stub.queue = []; window.fbq = stub; fbq("init", "1");`,
    `${stub} window.fbq = stub; stub.queue = []; fbq("init", "1");`,
    `${stub} stub.queue = []; window.fbq = stub; window.fbq = window.fbq || stub; fbq("init", "1");`,
    `${stub} stub.queue = []; fbq = stub; fbq("init", "1");`,
    `${stub} stub.queue = []; stub("init", "1"); window.fbq = stub;`,
  ]) {
    for (const open of [["marketing"], ["chat"]]) {
      const gate = `<script type="text/plain" data-cs-purpose="${open}">${snippet}</script><p>`;
      const tab = await visit(html(gate, script("window.heard = {}") + loader(["meta"])), open);
      await until(tab, () => window.fbq);
      const said = await tab.evaluate(() => window.fbq.queue.map((entry) => [...entry].join(" ")));
      assert.deepEqual(said, ["consent revoke", ...(open.includes("marketing") ? ["consent grant"] : []), "init 1"], `${snippet} ${open}`);
      await tab.evaluate(() => window.countersign.refuseAll());
      const last = await tab.evaluate(() => [...window.fbq.queue.pop()].join(" "));
      assert.equal(last, open.includes("marketing") ? "consent revoke" : "init 1", "what was never granted is not revoked again");
      assert.deepEqual([tab.said, tab.errors], [[], []]);
    }
  }
});

test("Sensors Data that arrives after a withdrawal is stopped as soon as it is there", async () => {
  const body = `<script type="text/plain" data-cs-purpose="analytics">
    window.bring = () => { window.sensors = { disableSDK() { window.stopped = this === window.sensors; } }; document.body.append(Object.assign(new Image(), { src: "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" })); };</script><p>`;
  const tab = await visit(html(body, script("window.heard = {}; window.sensorsDataAnalytic201505 = 'sensors'; window.sensors = { para: {} };") + loader(["sensors"])), ["analytics"]);
  await until(tab, () => window.bring);
  await tab.evaluate(() => {
    window.countersign.refuseAll();
    window.bring();
  });
  await until(tab, () => window.stopped);
  assert.deepEqual(tab.said, []);
});

test("what the site grants without a choice is in the default", async () => {
  const table = ["marketing", "marketing", "marketing", "analytics", "*", "chat", "*"];
  const head = script("window.heard = {}") + `<script data-cs-base="/countersign/">${loaderWith([part("google", table)])}</script>`;
  const tab = await visit(html("<p>", head), ["chat"]);
  const said = (await tab.evaluate(() => window.dataLayer.map((entry) => JSON.stringify([...entry][2])))).filter((text) => text && text.startsWith("{"));
  const states = (open) => JSON.stringify(Object.fromEntries(
    ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage", "personalization_storage", "security_storage"].map((type, place) => [type, table[place] === "*" || open.includes(table[place]) ? "granted" : "denied"]),
  ));
  assert.deepEqual(said, [states([]), states(["chat"])]);
});

test("consent calls ask nobody for anything", async () => {
  const tab = await visit(page(families));
  const asked = [];
  tab.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await tab.reload();
  await tab.evaluate(() => window.countersign.refuseAll());
  await tab.locator("#countersign-button").waitFor();
  assert.deepEqual(asked.filter((path) => path.startsWith("/v/")), []);
  assert.deepEqual(await settled(tab, families, []).then(() => tab.said), []);
});
