/**
 * Parts: they run before anything else, are told what is open at the right moments, and stop nobody when they fail (formats.md section 10).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, until } from "./browser.mjs";
import { html, loaderWith } from "./serve.mjs";
import { outcomes, stateWith } from "./tables.mjs";

const part = `({ script, trust, report }) => {
  window.ran = ["part " + [script.localName, typeof trust.createHTML, typeof report]];
  return (open, decided) => window.ran.push([open, decided, (/(^| )cs=([^;]*)/.exec(document.cookie) || [])[2] ? "stored" : "not stored"].join(" "));
}`;
const broken = `() => { throw new Error("a part's own"); }`;
const brokenLater = `() => () => { throw new Error("a part's own"); }`;
const gates = outcomes.purposes.map((id) => `<script type="text/plain" data-cs-purpose="${id}">window.ran.push("${id}")</script>`).join("");
const { visit } = harness({ "/": html(gates, `<script data-cs-base="/countersign/">${loaderWith([broken, brokenLater, part])}</script>`) });
const all = outcomes.purposes.join();

test("a part starts first and learns of a choice when it is stored and before gates open", async () => {
  const page = await visit("/");
  const start = ["part script,function,function", " false not stored"];
  assert.deepEqual(await ran(page), start);
  await page.click("[data-cs=accept]");
  await until(page, (count) => window.ran.length === count, start.length + 1 + outcomes.purposes.length);
  assert.deepEqual((await ran(page)).slice(start.length), [`${all} true stored`, ...outcomes.purposes]);
});

test("a part learns of a withdrawal before it is stored", async () => {
  const page = await visit("/", { cookie: stateWith("analytics~chat") });
  assert.deepEqual(await ran(page), ["part script,function,function", "analytics,chat true stored", "analytics", "chat"]);
  await page.evaluate(() => {
    window.ran = [];
    document.cookie = "cs=; Max-Age=0; Path=/";
    localStorage.removeItem("cs");
    window.countersign.refuseAll();
  });
  await until(page, () => window.ran.length === 2);
  assert.deepEqual(await ran(page), [" true not stored", " true stored"]);
});

test("parts that fail are reported and stop nobody", async () => {
  const page = await visit("/", { cookie: stateWith("chat") });
  assert.equal((await ran(page)).at(-1), "chat");
  assert.ok(page.said.length >= 2 && page.said.every((line) => line.startsWith("CS-PART")), page.said.join());
});
