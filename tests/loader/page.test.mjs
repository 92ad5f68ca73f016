/**
 * The page around the loader: no body yet, inline, strict policies, languages, the public hooks, twice on one page.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, settle, stored, until } from "./browser.mjs";
import { code, html, loader, tag } from "./serve.mjs";
import { outcomes, stateWith, tables } from "./tables.mjs";

const gate = '<script type="text/plain" data-cs-purpose="chat" data-cs-src="/t/chat.js"></script>';
const template = `<template data-cs-purpose="chat"><script src="/t/in-template.js"></script></template>`;
const queue = `<script>window.countersign = [["subscribe", (state) => (window.told = [...(window.told || []), state])], ["nonsense"], ["refuseAll"]];
  for (const name of ["ready", "change"]) document.addEventListener("countersign:" + name, (event) => (window[name] = event.detail));</script>`;
const strict = "default-src 'self'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types countersign";

const tools = harness({
  "/": html(gate),
  "/inline": html(gate, `<script data-cs-base="/countersign/">${loader()}</script>`),
  "/in-body": html(`<p>text</p>${tag}${gate}`, ""),
  "/late": { parts: [`<!doctype html><html lang="en"><head>${tag}`], body: `</head><body>${gate}</body></html>` },
  "/strict": { body: html(gate + template), headers: { "content-security-policy": strict } },
  "/nonce": { body: html('<script nonce="abc" type="text/plain" data-cs-purpose="chat">window.ran = ["nonce"]</script>', tag.replace(" ", ' nonce="abc" ')), headers: { "content-security-policy": "script-src 'nonce-abc'" } },
  "/queue": html(gate, queue + tag),
  "/twice": html(gate, tag + tag),
  "/empty": html(""),
  ...Object.fromEntries(["ms-MY", "zh-TW", "zh-HK", "zh-Hans-HK", "zh", "zh-CN", "fr", ""].map((lang) => [`/lang/${lang}`, html("", tag, lang)])),
});
const visit = (...values) => tools.visit(...values);

for (const path of ["/", "/inline", "/in-body", "/late", "/strict"]) {
  test(`layer 1 and a choice on ${path}`, async () => {
    const page = await visit(path);
    await page.locator("#countersign").waitFor();
    assert.equal(await page.evaluate(() => document.body.firstElementChild.id), "countersign");
    assert.equal(await page.locator("#countersign").evaluate((banner) => getComputedStyle(banner).position), "fixed");
    await page.click("[data-cs=accept]");
    await until(page, () => window.ran?.includes("chat"));
    await page.reload();
    await until(page, () => window.ran?.includes("chat"));
    // On a slow machine the reload cuts off the widget, which by then is on its way: that is not a fault.
    assert.deepEqual(page.said.filter((line) => line.startsWith("CS-") && !line.startsWith("CS-WIDGET")), []);
  });
}

test("Trusted Types: templates open, layer 2 and the policy show", async () => {
  const page = await visit("/strict", { cookie: stateWith("chat") });
  await until(page, () => window.ran?.length === 2);
  await page.click("#countersign-button");
  await page.locator("#countersign-dialog [data-cs=policy]").click();
  await page.locator("#countersign-dialog article h2").first().waitFor();
  assert.deepEqual(page.said, []);
});

test("the widget's address and module load on a page with a nonce", async () => {
  const page = await visit("/nonce", { cookie: stateWith("chat") });
  assert.deepEqual(await ran(page), ["nonce"]);
});

test("calls from before are replayed; ready and change are told", async () => {
  const page = await visit("/queue", { cookie: stateWith("chat") });
  await until(page, () => window.told?.length === 2);
  const seen = await page.evaluate(() => ({ ready: window.ready, change: window.change, told: window.told, state: window.countersign.state() }));
  const [ready, shut] = [["chat"], []].map((open) => ({ open, signal: "n", decided: true }));
  assert.deepEqual(seen, { ready, change: shut, told: [ready, shut], state: shut });
  assert.equal(await page.evaluate(() => window.countersign.allows("chat")), false);
});

test("the public object opens nothing by itself and hands out nothing that can be changed", async () => {
  const page = await visit("/");
  await page.evaluate(() => {
    window.countersign.state().open.push("chat");
    window.countersign.push(["apply", "x"]);
    document.body.append(document.createElement("i"));
  }).catch(() => {});
  await settle(page);
  assert.deepEqual(await ran(page), []);
  assert.deepEqual(await page.evaluate(() => Object.keys(window.countersign).sort()), ["allows", "open", "push", "refuseAll", "request", "state", "subscribe"]);
});

test("twice on a page is once", async () => {
  const page = await visit("/twice");
  assert.equal(await page.locator("#countersign").count(), 1);
  await page.click("[data-cs=accept]");
  await until(page, () => window.ran);
  await settle(page);
  assert.deepEqual(await ran(page), ["chat"]);
  assert.equal((await stored(page)).pending.length, 1);
});

test("the language is the page's, then the browser's, then the site's", async () => {
  const cases = [["ms-MY", "en", "ms"], ["zh-TW", "en", "zh-Hant"], ["zh-HK", "en", "zh-Hant"], ["zh-Hans-HK", "en", "zh-Hans"],
    ["zh", "en", "zh-Hans"], ["zh-CN", "en", "zh-Hans"], ["fr", "ms-MY", "ms"], ["fr", "de", "en"], ["", "zh-MO", "zh-Hant"]];
  for (const [lang, languages, expected] of cases) {
    const page = await visit(`/lang/${lang}`, { languages });
    assert.equal(await page.locator("#countersign").getAttribute("lang"), expected, `${lang} ${languages}`);
    await page.context().close();
  }
});

test("the language button goes round, keeps focus, and is remembered for the visit", async () => {
  const page = await visit("/");
  await page.click("[data-cs=locale]");
  assert.equal(await page.locator("#countersign").getAttribute("lang"), "zh-Hans");
  await until(page, () => document.activeElement.dataset.cs === "locale");
  await page.reload();
  assert.equal(await page.locator("#countersign").getAttribute("lang"), "zh-Hans");
  await page.click("[data-cs=refuse]");
  await page.locator("#countersign-button").waitFor();
  const { locale, notice } = (await stored(page)).pending[0];
  assert.deepEqual({ locale, notice }, { locale: "zh-Hans", notice: tables().n["zh-Hans"] });
});

test("a page's own change of language is followed at the next surface", async () => {
  const page = await visit("/empty", { cookie: stateWith("") });
  await page.evaluate(() => (document.documentElement.lang = "ms"));
  await page.evaluate(() => {
    window.countersign.open();
  });
  await page.locator("#countersign-dialog h1:text-is('Preferences ms')").waitFor();
});

test("the bundle names its tables once, and needs no strict mode", () => {
  assert.equal(code.split("__CS_TABLES__").length, 2);
  assert.ok(!code.includes("use strict"));
  assert.equal(outcomes.table.length, 52);
});
