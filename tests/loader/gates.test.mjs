/**
 * Gates: what opens, in which order, exactly once, as the page is parsed and as it grows (formats.md section 9).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, settle, until } from "./browser.mjs";
import { html, tag } from "./serve.mjs";
import { stateWith } from "./tables.mjs";

const say = (name) => `<script>(window.ran = window.ran || []).push("${name}")</script>`;
const inert = (purpose, name) => `<script type="text/plain" data-cs-purpose="${purpose}">(window.ran = window.ran || []).push("${name}")</script>`;
const cut = '<template data-cs-purpose="chat"><p id="first">1</p>';

const tools = harness({
  "/order": html(`<template data-cs-purpose="chat"><b id="kept">x</b>
    <script src="/t/slow.js?until=other"></script>${say("after-slow")}<script async src="/t/async.js"></script>
    <script src="/t/second.js"></script>${say("last")}</template>
    <template data-cs-purpose="chat"><script src="/t/other.js"></script></template>`),
  "/several": html(`${inert("chat analytics", "both")}${inert("chat", "one")}${inert("chat unknown", "never")}${inert("", "empty")}`),
  "/kinds": html(`<img data-cs-purpose="chat" data-cs-src="/t/image.js" data-cs-srcset="/t/set.js 1x">
    <iframe data-cs-purpose="chat" data-cs-src="/t/frame.js"></iframe>
    <script type="text/plain" data-cs-purpose="chat" data-cs-src="/t/attributes.js" id="attributes" data-key="7" crossorigin="anonymous"></script>
    <script type="text/plain" data-cs-purpose="chat" data-cs-type="module">window.module = import.meta.url</script>
    <template data-cs-purpose="chat"><script type="application/json" id="data">{"a":1}</script></template>
    <img id="shut" data-cs-purpose="marketing" data-cs-src="/t/shut.js">`),
  "/parsing": { parts: [`<!doctype html><html><head>${tag}</head><body>${cut}`, `<p id="second">2</p>${say("whole")}</template>`, "<p>end"], body: "</body></html>" },
  "/last": html(`<div><template data-cs-purpose="chat">${say("last")}</template></div>`),
  "/broken": html(`<script type="text/plain" data-cs-purpose="chat" data-cs-src="http://[">x</script>
    <script type="text/plain" data-cs-purpose="chat">throw new Error("theirs")</script>${inert("chat", "still")}`),
  "/empty": html("<p>text"),
});
const { visit, visitor } = tools;
const chat = () => ({ cookie: stateWith("chat") });

test("nothing opens and nothing is asked for before a choice", async () => {
  const page = await visit("/kinds");
  await settle(page);
  assert.deepEqual(page.asked.filter((path) => path.startsWith("/t/") || path.includes("widget")), []);
});

test("scripts of a template keep their order; other gates do not wait for them", async () => {
  const page = await visit("/order", chat(), "commit");
  await until(page, () => window.ran?.includes("other"));
  tools.server.release("other");
  await until(page, () => window.ran?.length === 6);
  const order = await ran(page);
  assert.deepEqual(order.filter((name) => !["async", "other"].includes(name)), ["slow", "after-slow", "second", "last"]);
  assert.ok(order.indexOf("other") < order.indexOf("slow"), order.join());
  assert.equal(await page.locator("#kept").count(), 1);
});

test("several purposes must all be open; unknown and empty ones never are", async () => {
  assert.deepEqual(await ran(await visit("/several", chat())), ["one"]);
  assert.deepEqual(await ran(await visit("/several", { cookie: stateWith("analytics~chat") })), ["both", "one"]);
});

test("images, frames, modules, data and script attributes", async () => {
  const page = await visit("/kinds", chat());
  await until(page, () => window.module && window.ran?.length);
  const asked = page.asked.filter((path) => path.startsWith("/t/")).sort();
  assert.deepEqual(asked, ["/t/attributes.js", "/t/frame.js", "/t/set.js"]);
  const script = await page.evaluate(() => {
    const { type, dataset, crossOrigin } = document.getElementById("attributes");
    return { type, key: dataset.key, purpose: dataset.csPurpose, crossOrigin };
  });
  assert.deepEqual(script, { type: "", key: "7", purpose: undefined, crossOrigin: "anonymous" });
  assert.deepEqual(await page.evaluate(() => JSON.parse(document.getElementById("data").text)), { a: 1 });
});

test("a template that arrives in pieces opens once and whole", async () => {
  const page = await visit("/parsing", chat());
  assert.equal(await page.locator("#first").count(), 1);
  assert.equal(await page.locator("#second").count(), 1);
  assert.deepEqual(await ran(page), ["whole"]);
});

test("the last element of its parent opens too", async () => {
  assert.deepEqual(await ran(await visit("/last", chat())), ["last"]);
});

test("a gate that fails keeps neither the others shut nor the page from working", async () => {
  const page = await visit("/broken", chat());
  assert.deepEqual(await ran(page), ["still"]);
  assert.equal(await page.locator("#countersign-button").count(), 1);
});

test("gates that are inserted later open exactly once", async () => {
  const page = await visit("/empty", chat());
  const insert = (markup) =>
    page.evaluate((text) => {
      const holder = document.createElement("section");
      holder.innerHTML = text;
      document.body.append(holder);
    }, markup);
  await insert(inert("chat", "a"));
  await insert(`<div>${inert("analytics", "never")}<template data-cs-purpose="chat">${say("b")}${inert("chat", "nested")}</template></div>`);
  await insert("<i></i>");
  await settle(page);
  assert.deepEqual(await ran(page), ["a", "b", "nested"]);
});

test("a choice opens gates once, in document order, after the click's own task", async () => {
  const page = await visit("/several", await visitor());
  await page.evaluate(() => {
    document.addEventListener("click", () => setTimeout(() => (window.atClick = (window.ran || []).length)), true);
  });
  await page.click("[data-cs=accept]");
  await until(page, () => window.ran?.length);
  await settle(page);
  assert.deepEqual(await ran(page), ["both", "one"]);
  await page.evaluate(() => window.countersign.refuseAll());
  await settle(page);
  assert.deepEqual(await ran(page), ["both", "one"]);
});
