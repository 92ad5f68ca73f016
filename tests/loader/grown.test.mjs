/**
 * Pages that change after they have loaded: routers, moved nodes, new bodies, `document.open`, the way back, prerendering. Each gate opens
 * exactly once, and the visitor can always choose (gate.md, "Exactly once").
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, until } from "./browser.mjs";
import { html, tag } from "./serve.mjs";
import { stateWith } from "./tables.mjs";

const inert = (name, purpose = "chat") => `<script type="text/plain" data-cs-purpose="${purpose}">(window.ran = window.ran || []).push("${name}")</script>`;
const template = (name) => `<template data-cs-purpose="chat"><script>(window.ran = window.ran || []).push("${name}")</script></template>`;
const tools = harness({
  "/": html(`<main>${inert("a")}${template("b")}</main>`),
  "/next": html("next"),
  "/prerender": html(`<script type="speculationrules">{"prerender":[{"source":"list","urls":["/later"],"eagerness":"immediate"}]}</script><a href="/later">later</a>`),
  "/later": html(inert("later")),
});
const { visit } = tools;
const chat = () => ({ cookie: stateWith("chat") });
/** Lets observers and the tasks behind them pass. */
const quiet = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done)))));

test("nodes that are moved and put back open once; each route's own nodes open", async () => {
  const page = await visit("/", chat());
  await page.evaluate((route) => {
    const main = document.querySelector("main");
    const old = [...main.childNodes];
    main.replaceChildren();
    main.append(...old);
    main.insertAdjacentHTML("beforeend", route);
  }, inert("route") + template("route"));
  await until(page, () => window.ran.length === 4);
  await page.evaluate(() => {
    const main = document.querySelector("main");
    const keep = [...main.childNodes];
    main.remove();
    document.body.append(main);
    main.replaceChildren(...keep.reverse());
  });
  await quiet(page);
  assert.deepEqual(await ran(page), ["a", "b", "route", "route"]);
});

test("a node that a framework keeps and inserts anew does not run again", async () => {
  const page = await visit("/", chat());
  await page.evaluate((markup) => {
    const holder = document.createElement("div");
    holder.innerHTML = markup;
    window.kept = holder.firstChild;
    document.body.append(holder);
  }, inert("kept"));
  await until(page, () => window.ran.includes("kept"));
  await page.evaluate(() => document.body.append(window.kept));
  await quiet(page);
  assert.deepEqual(await ran(page), ["a", "b", "kept"]);
});

test("a new body keeps its surface, whatever threw it away", async () => {
  const page = await visit("/");
  for (const markup of ["<p>one</p>", inert("never")]) {
    await page.evaluate((text) => {
      const body = document.createElement("body");
      body.innerHTML = text;
      document.body = body;
    }, markup);
    await page.locator("#countersign [data-cs=accept]").waitFor();
  }
  await page.click("[data-cs=refuse]");
  await page.locator("#countersign-button").waitFor();
  await page.evaluate(() => document.getElementById("countersign-button").remove());
  await page.locator("#countersign-button").waitFor();
  assert.deepEqual(await ran(page), []);
});

test("a page that takes the surface away again and again goes on working", async () => {
  const page = await visit("/");
  await page.evaluate(() => {
    window.taken = 0;
    new MutationObserver(() => {
      const banner = document.getElementById("countersign");
      if (banner && window.taken < 20) window.taken++, banner.remove();
    }).observe(document, { childList: true, subtree: true });
    document.getElementById("countersign").remove();
  });
  await until(page, () => window.taken === 20 && document.getElementById("countersign"));
});

for (const [name, cookie] of [["before a choice", undefined], ["after one", stateWith("chat")]]) {
  test(`document.open ${name}: surface, style and listeners come back`, async () => {
    const page = await visit("/", { cookie });
    await page.evaluate((text) => {
      document.open();
      document.write(text);
      document.close();
    }, `<!doctype html><html><head>${tag}</head><body>${inert("written")}${template("also")}</body></html>`);
    if (!cookie) {
      await page.click("#countersign [data-cs=accept]");
      await until(page, () => window.ran?.length === 2);
      assert.deepEqual(await ran(page), ["written", "also"]);
    }
    await page.locator("#countersign-button").waitFor();
    await until(page, () => window.ran?.includes("also"));
    assert.equal(await page.locator("#countersign-button").evaluate((button) => getComputedStyle(button).position), "fixed");
    const order = await ran(page);
    assert.equal(new Set(order).size, order.length, order.join());
    const other = await visit("/", page.context());
    await other.evaluate(() => window.countersign.refuseAll());
    await until(page, () => !window.countersign.state().open[0]);
  });
}

test("the way back: what opened stays once, and a choice made meanwhile counts", async () => {
  const page = await visit("/", chat());
  await page.evaluate(() => (window.alive = true));
  await page.goto(`${tools.server.origin}/next`);
  await page.evaluate(() => window.countersign.refuseAll());
  await page.goBack();
  await until(page, () => window.countersign.state && !window.countersign.allows("chat"));
  const order = await ran(page);
  assert.deepEqual(order, (await page.evaluate(() => window.alive)) ? ["a", "b"] : []);
});

test("a prerendered page opens nothing before it is visited", async () => {
  const page = await visit("/prerender", chat());
  const seen = await page.evaluate(() => document.prerendering === undefined);
  if (seen) return;
  await page.click("a");
  await page.waitForURL("**/later");
  await until(page, () => window.ran?.length === 1);
  const entry = await page.evaluate(() => performance.getEntriesByType("navigation")[0].activationStart);
  const early = await page.evaluate(() => window.early);
  assert.ok(entry >= 0 && !early);
  assert.deepEqual(await ran(page), ["later"]);
});

test("ten thousand changes cost next to nothing", async () => {
  const page = await visit("/", chat());
  const spent = await page.evaluate(async () => {
    const list = document.createElement("ul");
    document.body.append(list);
    for (let row = 0; row < 2000; row++) list.append(document.createElement("li"));
    await 0;
    const turn = async () => {
      const start = performance.now();
      for (let change = 0; change < 10_000; change++) {
        list.children[change % 2000].textContent = change;
        if (change % 100 === 99) await 0;
      }
      return performance.now() - start;
    };
    // The least of a few turns, since a busy machine stops any of them.
    let least = Infinity;
    for (let round = 0; round < 5 && least >= 1500; round++) least = Math.min(least, await turn());
    return least;
  });
  assert.ok(spent < 1500, `${spent} ms`);
});
