/**
 * Automatic mode where the page enforces Trusted Types, and where it has a strict policy with a nonce: what a page's own policy vouched for
 * passes untouched, what was not vouched for is refused as ever, held or not.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, harness, ran, settle } from "./harness.mjs";

const tools = harness();
const { open, run, leaks, arrive } = tools;
const strict = (more = "") => ({
  "content-security-policy": `require-trusted-types-for 'script'; trusted-types countersign page${more}; script-src 'nonce-n' 'strict-dynamic' 'unsafe-eval' 'trusted-types-eval'; base-uri 'none'`,
});
const policy = `const p = trustedTypes.createPolicy("page", { createHTML: (x) => x, createScriptURL: (x) => x });`;

test("vouched addresses and markup are held, and opened after consent", async () => {
  const page = await open("<main></main>", { headers: strict(), nonce: "n" });
  await run(page, `${policy}
    const add = (e) => document.querySelector("main").append(e), script = document.createElement("script"), frame = document.createElement("iframe");
    script.src = p.createScriptURL("@a.test/1.js"); add(script);
    frame.srcdoc = p.createHTML("<img src='@a.test/2.gif'>"); add(frame);
    document.querySelector("main").insertAdjacentHTML("beforeend", p.createHTML("<img src='@a.test/3.gif'>"));
    new Image().src = "@a.test/4.gif";
    const free = document.createElement("script"); free.src = p.createScriptURL("/free.js"); add(free);`);
  await settle(page);
  assert.deepEqual(leaks(), []);
  assert.deepEqual(await ran(page, 1), ["/free.js"]);
  await accept(page);
  await arrive(page, 4);
  assert.deepEqual(leaks(), ["a.test/1.js", "a.test/2.gif", "a.test/3.gif", "a.test/4.gif"]);
  assert.deepEqual(await ran(page, 2), ["/free.js", "/1.js"]);
  assert.deepEqual(page.said, []);
});

test("text that nobody vouched for is refused by the browser, whether it would be held or not", async () => {
  const page = await open("<main></main>", { headers: strict(), nonce: "n" });
  const seen = await run(page, `const error = (run) => { try { run(); return "taken"; } catch (cause) { return cause.name; } };
    const script = document.createElement("script"), frame = document.createElement("iframe"), main = document.querySelector("main");
    const seen = [() => (script.src = "@a.test/1.js"), () => script.setAttribute("src", "@a.test/1.js"), () => (frame.srcdoc = "<img src='@a.test/2.gif'>"), () => (main.innerHTML = "<img src='@a.test/3.gif'>"),
      () => document.write("<img src='@a.test/3.gif'>"), () => (script.src = "/free.js")].map(error);
    return [...seen, script.hasAttribute("src"), script.attributes.length, frame.attributes.length]`);
  assert.deepEqual(seen, ["TypeError", "TypeError", "TypeError", "TypeError", "TypeError", "TypeError", false, 0, 0]);
  await accept(page);
  await settle(page);
  assert.deepEqual(leaks(), []);
});

test("a default policy still has its say", async () => {
  const page = await open("<main></main>", {
    headers: strict(" default"), nonce: "n",
    head: `<script nonce="n">trustedTypes.createPolicy("default", { createScriptURL: (x) => (x.includes("bad") ? null : x), createHTML: (x) => x });</script>`,
  });
  const seen = await run(page, `const error = (run) => { try { run(); return "taken"; } catch (cause) { return cause.name; } };
    const make = (address) => { const script = document.createElement("script"); script.src = address; document.querySelector("main").append(script); };
    return [error(() => make("@a.test/1.js")), error(() => make("@a.test/bad.js")), error(() => document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='@a.test/3.gif'>"))]`);
  assert.deepEqual(seen, ["taken", "TypeError", "taken"]);
  await accept(page);
  await arrive(page, 2);
  assert.deepEqual(leaks(), ["a.test/1.js", "a.test/3.gif"]);
});

test("a nonce stays with a script that the parser made", async () => {
  const headers = { "content-security-policy": "script-src 'nonce-n' 'unsafe-eval'" };
  const page = await open('<script nonce="n" src="@a.test/1.js" data-key="7"></script><script src="@a.test/2.js"></script>', { headers, nonce: "n" });
  await settle(page);
  await accept(page);
  await page.waitForFunction(() => window.ran);
  await settle(page, 150);
  assert.deepEqual(await page.evaluate(() => window.ran), ["/1.js"]);
  assert.equal(await page.evaluate(() => document.querySelector("[data-key]").dataset.key), "7");
});
