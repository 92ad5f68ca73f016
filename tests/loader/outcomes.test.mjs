/**
 * Replays cookie values and signals through the loader: what opens, what is shown and what is written (formats.md sections 5 and 5.1).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, reload, settle, stored } from "./browser.mjs";
import { html } from "./serve.mjs";
import { outcomes, stateWith, tables } from "./tables.mjs";

const gate = (id) => `<script type="text/plain" data-cs-purpose="${id}">(window.ran = window.ran || []).push("${id}")</script>`;
const { visitor, visit } = harness({ "/": html(outcomes.purposes.map(gate).join("\n")) });

async function outcomeOf(page) {
  if (await page.locator("#countersign").count()) return "a";
  return (await stored(page)).pending[0]?.control === "signal" ? "r" : "k";
}

test("the fixture covers every position of the table", () => {
  assert.equal(outcomes.table.length, 52);
  assert.ok(outcomes.cases.length > 52);
});

for (const signal of "ndgb") {
  test(`cookie values under signal ${signal}`, async () => {
    // No page makes the mirror equal to its cookie while the next value is on its way.
    const context = await visitor({ signal, timers: { 3_000: 60_000 } });
    const page = await visit("/", context);
    await page.clock.setFixedTime(outcomes.today * 864e5 + 1000);
    for (const { value, outcome } of outcomes.cases.filter((one) => one.signal === signal)) {
      await context.clearCookies();
      await page.evaluate((text) => {
        localStorage.clear();
        if (text) document.cookie = `cs=${text}; Path=/`;
      }, value);
      await reload(page);
      assert.equal(await outcomeOf(page), outcome, value);
      assert.deepEqual(await ran(page), outcome === "k" ? value.split(".")[4].split("~").filter(Boolean) : [], value);
      assert.equal(await page.locator("#countersign-button").count(), outcome === "a" ? 0 : 1, value);
      if (outcome === "r") {
        assert.equal(await page.locator("#countersign-button").innerText(), "Privacy choices en: refused by signal", value);
        assert.equal((await stored(page)).cookie, `1.${outcomes.material}.${outcomes.today + 180}.${signal}s.`);
      }
    }
    await context.close();
  });
}

test("a signal's entry says that nobody clicked", async () => {
  const page = await visit("/", { signal: "g", cookie: stateWith("analytics~chat") });
  await settle(page);
  const { pending } = await stored(page);
  assert.equal(pending.length, 1);
  const { id, at, ...entry } = pending[0];
  assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.ok(Number.isSafeInteger(at) && Math.abs(Date.now() - at) < 6e4);
  assert.deepEqual(entry, {
    control: "signal", layer: 0, locale: "en", notice: tables().n.en, trusted: false, detail: 0, signal: "g",
    was: ["analytics", "chat"], open: [],
  });
  assert.deepEqual(await ran(page), []);
  assert.equal(await page.evaluate(() => document.activeElement.localName), "body", "focus stays with the page");
});

test("the mirror counts only where there is no cookie, and brings the cookie back", async () => {
  const context = await visitor();
  const page = await visit("/", context);
  const state = stateWith("chat");
  await page.evaluate((value) => localStorage.setItem("cs", value), state);
  await reload(page);
  assert.deepEqual(await ran(page), ["chat"]);
  assert.equal((await stored(page)).cookie, state);
  await page.evaluate(() => void (document.cookie = "cs=broken; Path=/"));
  await reload(page);
  assert.deepEqual(await ran(page), []);
  assert.equal(await page.locator("#countersign").count(), 1);
});
