/**
 * The order in which gated scripts run, and what one that hangs or fails holds up (gate.md, "Order").
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, until } from "./browser.mjs";
import { html } from "./serve.mjs";
import { stateWith } from "./tables.mjs";

const say = (name) => `(window.ran = window.ran || []).push("${name}")`;
const outside = (name, more = "", purpose = "chat") => `<script type="text/plain" data-cs-purpose="${purpose}" data-cs-src="/t/${name}.js${more}"></script>`;
const inline = (name, purpose = "chat", more = "") => `<script type="text/plain" data-cs-purpose="${purpose}" ${more}>${say(name)}</script>`;
const other = (name) => `<script>document.write('<script type="text/plain" data-cs-purpose="chat" data-cs-src="http://localhost:' + location.port + '/t/${name}.js"></' + 'script>')</script>`;

/** Asks for an answer that comes only once everything has run which does not wait for it. */
const held = "?until=held";

/** Each page, and the orders that hold on it: a name, and a later one. `never` does not run. */
const cases = {
  "an inline script waits for the one before it": [outside("a", "?wait=300") + inline("b") + inline("c"), ["a b", "b c"]],
  "a script of the same host waits, through inline ones": [outside("a", "?wait=300") + inline("b") + outside("c"), ["a b", "b c"]],
  "another purpose waits for nobody": [outside("a", held) + inline("b", "analytics") + outside("c", "", "analytics"), ["b a", "c a"]],
  "something between them parts them": [outside("a", held) + "<i></i>" + inline("b"), ["b a"]],
  "an async one is waited for by nobody and waits for nobody": [`<script async type="text/plain" data-cs-purpose="chat" data-cs-src="/t/a.js${held}"></script>${inline("b")}${outside("c", held)}<script async type="text/plain" data-cs-purpose="chat" data-cs-src="/t/d.js"></script>`, ["b a", "d c"]],
  "one that fails is over": ['<script type="text/plain" data-cs-purpose="chat" data-cs-src="/missing.js"></script>' + inline("b"), ["b"]],
  "an inline one that throws is over": [`<script type="text/plain" data-cs-purpose="chat">throw new Error("theirs")</script>${inline("b")}${outside("c")}`, ["b c"]],
  "one that hangs holds up what depends on it and nothing else": [outside("never", "?wait=ever") + inline("never") + outside("never") + other("a") + `<template data-cs-purpose="chat"><script src="/t/never.js?wait=ever"></script><script>${say("never")}</script></template><template data-cs-purpose="chat"><script>${say("b")}</script></template>` + inline("c"), ["a", "b c"]],
  "a template does not wait for the script before it": [outside("a", held) + `<template data-cs-purpose="chat"><script>${say("b")}</script></template>`, ["b a"]],
};
const names = (orders) => new Set(orders.flatMap((order) => order.split(" ")));
const tools = harness({
  ...Object.fromEntries(Object.values(cases).map(([markup], place) => [`/${place}`, html(markup.replaceAll(held, `?until=${place}`))])),
  "/withdrawn": html(outside("a", "?until=withdrawn") + inline("never") + outside("never") + `<template data-cs-purpose="chat"><script src="/t/b.js?until=withdrawn"></script><script>${say("never")}</script></template>`),
  "/parts": { parts: [html(outside("a", "?wait=600")).replace("</body></html>", "")], body: inline("b") + "</body></html>" },
});
const { visit } = tools;
const both = { cookie: stateWith("analytics~chat") };

Object.entries(cases).forEach(([name, [markup, orders]], place) => {
  test(name, async () => {
    const page = await visit(`/${place}`, both, "commit");
    const isHeld = (one) => markup.includes(`/t/${one}.js${held}`);
    const free = orders.map((one) => one.split(" ")).filter(([, second]) => isHeld(second)).map(([first]) => first);
    await until(page, (wanted) => wanted.every((one) => window.ran?.includes(one)), free);
    tools.server.release(`${place}`);
    await until(page, (count) => window.ran?.length >= count, names(orders).size);
    const order = await ran(page);
    assert.ok(!order.includes("never"), order.join());
    assert.equal(new Set(order).size, order.length, order.join());
    for (const [first, second] of orders.map((one) => one.split(" "))) assert.ok(!second || order.indexOf(first) < order.indexOf(second), order.join());
  });
});

test("a script that is parsed later waits as well", async () => {
  const page = await visit("/parts", both, "commit");
  await until(page, () => window.ran?.length === 2);
  assert.deepEqual(await ran(page), ["a", "b"]);
});

test("what still waits when its purpose is closed stays shut", async () => {
  const page = await visit("/withdrawn", both, "commit");
  await until(page, () => window.countersign?.allows?.("chat") && document.querySelectorAll("script[src*=until]").length === 2);
  await page.evaluate(() => window.countersign.refuseAll());
  tools.server.release("withdrawn");
  await until(page, () => window.ran?.length === 2);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  assert.deepEqual((await ran(page)).sort(), ["a", "b"]);
  assert.ok(!page.asked.some((path) => path.includes("never")));
});
