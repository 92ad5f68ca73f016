/**
 * `window.countersign`: the snapshot, subscribers, the queue, and the types that the build hands out (formats.md section 9).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, until } from "./browser.mjs";
import { html, tag } from "./serve.mjs";
import { stateWith } from "./tables.mjs";

const queue = `<script>(window.countersign = window.countersign || []).push(["subscribe", (state) => (window.told = [...(window.told || []), state])])</script>`;
const { visit } = harness({ "/": html("", queue + tag) });

test("the snapshot is one frozen object until something changes", async () => {
  const page = await visit("/", { cookie: stateWith("chat") });
  const seen = await page.evaluate(() => {
    const { countersign } = window;
    const first = countersign.state();
    const same = first === countersign.state() && first === window.told[0];
    const frozen = Object.isFrozen(first) && Object.isFrozen(first.open);
    countersign.refuseAll();
    return { first, same, frozen, changed: first !== countersign.state(), still: countersign.state() === countersign.state(), now: countersign.state() };
  });
  assert.deepEqual(seen, {
    first: { open: ["chat"], signal: "n", decided: true }, same: true, frozen: true, changed: true, still: true,
    now: { open: [], signal: "n", decided: true },
  });
});

test("subscribers are called at once and after each change, until they end it", async () => {
  const page = await visit("/");
  await page.evaluate(() => {
    window.calls = [];
    window.end = window.countersign.subscribe((state) => window.calls.push(state.decided));
    window.countersign.subscribe(() => {
      if (window.calls.length > 1) throw new Error("theirs");
    });
  });
  assert.deepEqual(await page.evaluate(() => window.calls), [false]);
  await page.click("[data-cs=refuse]");
  await until(page, () => window.calls.length === 2 && window.told.length === 2);
  await page.evaluate(() => (window.end(), window.countersign.refuseAll()));
  await until(page, () => window.told.length === 3);
  assert.deepEqual(await page.evaluate(() => window.calls), [false, true]);
});
