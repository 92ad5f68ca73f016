/**
 * What the loader does on a first and on a return visit, counted: functions called (V8's precise coverage), requests, elements.
 * In: the demo's files. Absent: times, and pages of the demo, whose own scripts would be counted too.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { ROOT } from "../browser/harness.mjs";
import { delayed } from "../browser/timers.mjs";
import { within } from "./budgets.mjs";

const DIST = join(ROOT, "www/demo/dist");
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm" };
const PURPOSES = ["analytics", "marketing", "chat", "maps"];
const gates = PURPOSES.map((id) => `<template data-cs-purpose="${id}"><script async src="/t/${id}.js"></script></template>`).join("");
const page = (head) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Parcels</title><link rel="icon" href="data:,">${head}</head><body><h1>Parcels</h1>${gates}</body></html>`;
const PAGES = { "/": page('<script src="/countersign/countersign.js"></script>'), "/bare": page("") };

let server, origin, browser;

before(async () => {
  server = createServer((request, response) => {
    const path = request.url.split("?")[0];
    if (request.method === "POST") return response.writeHead(204).end();
    const body = PAGES[path] ?? (path.startsWith("/t/") ? `(window.ran = window.ran || []).push(${JSON.stringify(path)});` : readFileSync(join(DIST, path.replace("/countersign/", ""))));
    response.writeHead(200, { "Content-Type": TYPES[extname(path) || ".html"], "Cache-Control": PAGES[path] ? "no-cache" : "max-age=600" }).end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_SHELL || process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens a page and counts until something is there; what the browser's idle time may or may not bring in between is no part of the loader. */
async function visit(context, path, ready) {
  const tab = await context.newPage();
  const asked = [];
  tab.on("request", (request) => request.url().startsWith(origin) && asked.push(new URL(request.url()).pathname));
  const session = await context.newCDPSession(tab);
  await session.send("Profiler.enable");
  await session.send("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await tab.goto(origin + path);
  await tab.waitForFunction(ready, PURPOSES.length);
  const { result } = await session.send("Profiler.takePreciseCoverage");
  const functions = result.filter(({ url }) => url.endsWith("/countersign.js")).flatMap(({ functions }) => functions);
  const calls = functions.reduce((sum, { ranges: [{ count }] }) => sum + count, 0);
  const elements = await tab.evaluate(() => document.querySelectorAll("*").length);
  return { tab, asked, calls, elements };
}

const asks = () => !!document.querySelector("#countersign [data-cs=accept]");
const opened = (count) => window.ran?.length === count && !!document.querySelector("#countersign-button");

test("a first visit makes one request, a handful of elements and so many calls; a return visit asks for nothing but the loader and what was gated", async (t) => {
  const context = await browser.newContext({ locale: "en-US" });
  // What the loader does three seconds later is no part of a visit's start, however late a busy machine counts.
  await context.addInitScript(delayed({ 3_000: 600_000 }));
  const bare = await visit(context, "/bare", () => true);
  assert.deepEqual([bare.calls, bare.asked], [0, ["/bare"]]);
  const first = await visit(context, "/", asks);
  within(t, "requests_first_visit", first.asked.length - bare.asked.length);
  within(t, "elements_layer_1", first.elements - bare.elements);
  within(t, "calls_first_visit", first.calls);
  await first.tab.click("#countersign [data-cs=accept]");
  // Until the receipt is on its way, the next page would have the widget come.
  await first.tab.waitForFunction(opened, PURPOSES.length);
  await first.tab.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith("cs.pending.") || key === "cs.outbox"));
  const again = await visit(context, "/", opened);
  assert.deepEqual([...again.asked].sort(), ["/", "/countersign/countersign.js", ...PURPOSES.map((id) => `/t/${id}.js`)].sort());
  within(t, "elements_return_visit", again.elements - bare.elements);
  within(t, "calls_return_visit", again.calls);
  await context.close();
});
