/**
 * What the page's own parser makes. A browser may ask for it ahead of any script: those exceptions stand in www/docs/gate.md, and here they
 * are tested as what they are. Whatever left, nothing of it runs or shows before consent.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, harness, ran, settle } from "./harness.mjs";

const tools = harness();
const { open, run, leaks, arrive, idle } = tools;

/** Markup, and how often a browser may ask before any choice. */
const KINDS = {
  "a script": ['<script src="@a.test/x.js"></script>', 1],
  "an async script": ['<script async src="@a.test/x.js"></script>', 1],
  "a deferred script": ['<script defer src="@a.test/x.js"></script>', 1],
  "a module": ['<script type="module" src="@a.test/x.js"></script>', 1],
  "an image": ['<img src="@a.test/p.gif">', 1],
  "an image with srcset": ['<img srcset="@a.test/p.gif 1x">', 1],
  "a frame": ['<iframe src="@a.test/f.html"></iframe>', 1],
  "a frame with srcdoc": [`<iframe srcdoc="<img src='@a.test/p.gif'>"></iframe>`, 0],
  "a style sheet": ['<link rel="stylesheet" href="@a.test/s.css">', 1],
  "a prefetch": ['<link rel="prefetch" href="@a.test/s.css">', 1],
  "a video": ['<video preload="auto" src="@a.test/v.mp4"></video>', 1],
  "a poster": ['<video poster="@a.test/p.gif"></video>', 1],
  "a video's source": ['<video preload="auto"><source src="@a.test/v.mp4"></video>', 1],
  "sound": ['<audio preload="auto" src="@a.test/a.mp3"></audio>', 1],
  "an embed": ['<embed type="text/html" src="@a.test/f.html">', 1],
  "an object": ['<object type="text/html" data="@a.test/f.html"></object>', 1],
  "an image in svg": ['<svg><image href="@a.test/p.gif"/></svg>', 1],
  "a template": [`<template><img src="@a.test/p.gif"></template><script>document.body.append(document.querySelector("template").content.cloneNode(true))</script>`, 0],
};
const loads = (page) => page.evaluate(() => [(window.ran || []).length, document.querySelectorAll("[data-cs-held],[data-cs-purpose]").length]);

for (const [name, [markup, ahead]] of Object.entries(KINDS)) {
  test(`${name}: asked for at most ${ahead} times ahead, run or shown after consent only`, async () => {
    const page = await open(`${markup}<p>end</p>`);
    await idle(page);
    await settle(page, 200);
    const asked = leaks().length;
    assert.ok(asked <= ahead, `ahead: ${leaks()}`);
    assert.deepEqual((await loads(page))[0], 0, "nothing ran");
    assert.equal(await page.evaluate(() => !!document.querySelector("[data-cs-held],[data-cs-purpose]")), true);
    tools.asked.length = 0;
    await accept(page);
    await arrive(page, asked ? 0 : 1);
    // An image that came ahead may still be in memory.
    assert.ok(leaks().length === 1 || asked === 1, `after consent: ${leaks()}`);
    await page.waitForFunction(() => !document.querySelector("[data-cs-held],[data-cs-purpose]"));
    const runs = name.includes("script") || name === "a module" ? 1 : 0;
    await ran(page, runs);
    await settle(page, 100);
    assert.deepEqual(await loads(page), [runs, 0]);
    assert.deepEqual(page.said.filter((line) => /CS-|thrown/.test(line)), []);
    await page.context().close();
  });
}

test("all of them at once after a refusal: nothing runs, nothing is shown", async () => {
  const page = await open(Object.values(KINDS).map(([markup]) => markup).join(""), { open: "chat" });
  await settle(page, 300);
  assert.deepEqual(await page.evaluate(() => window.ran || []), []);
  assert.equal(await page.evaluate(() => [...document.images].filter((image) => image.naturalWidth).length), 0);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("iframe")].filter((frame) => frame.src || frame.srcdoc).map((frame) => frame.contentDocument.body.innerHTML)), ["", ""]);
});

test("with what is open the parser's elements stay as they are", async () => {
  const page = await open(Object.values(KINDS).map(([markup]) => markup).join(""), { open: "analytics" });
  assert.equal((await ran(page, 4)).length, 4);
  await settle(page, 300);
  assert.equal(await page.evaluate(() => document.querySelectorAll("[data-cs-held],[data-cs-purpose]").length), 0);
  assert.equal((await ran(page, 4)).length, 4);
});

test("document.write: scripts in pieces, with what follows them", async () => {
  const page = await open(`<script>document.write("<b id=x>", "<scr" + "ipt src='@a.test/x.js'></scr" + "ipt>"); document.write("1</b><img src='@a.test/p.gif'>");
    document.writeln("<script src=@a.test/y.js></" + "script><script>window.after = 1</" + "script>");</script><p>end</p>`);
  await settle(page);
  assert.deepEqual(leaks(), []);
  assert.equal(await page.evaluate(() => document.getElementById("x").textContent), "1");
  assert.equal(await page.evaluate(() => window.after), 1);
  await accept(page);
  await arrive(page, 3);
  assert.deepEqual(leaks(), ["a.test/p.gif", "a.test/x.js", "a.test/y.js"]);
  assert.deepEqual(await ran(page, 2), ["/x.js", "/y.js"]);
});

test("document.open of the whole page keeps the guards", async () => {
  const page = await open("<p>old</p>");
  await run(page, `document.open(); document.write("<!doctype html><html lang=de><head><script src='@a.test/x.js'></" + "script></head><body class=new><img src='@a.test/p.gif'>"); document.close(); new Image().src = "@a.test/q.gif"`);
  await settle(page);
  assert.deepEqual(leaks(), []);
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.body.className]), ["de", "new"]);
});

test("parser-made scripts of one host keep their order, and no host waits for another", async () => {
  const page = await open(`<script src="@a.test/hang.js?hang"></script><script src="@both.test/1.js?held"></script><script src="@both.test/2.js"></script><script src="@m.test/3.js"></script>
    <script async src="@both.test/4.js"></script>`);
  tools.asked.length = 0;
  await accept(page);
  await page.waitForFunction(() => window.ran?.includes("/3.js"));
  tools.release();
  const order = await ran(page, 4);
  assert.deepEqual(order.filter((one) => /[12]/.test(one)), ["/1.js", "/2.js"]);
  assert.deepEqual([...order].sort(), ["/1.js", "/2.js", "/3.js", "/4.js"]);
  assert.ok(order.indexOf("/3.js") < order.indexOf("/1.js"));
});
