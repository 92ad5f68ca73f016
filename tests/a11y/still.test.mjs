/**
 * The page stays where it is: nothing shifts when a surface comes or goes. And no surface is painted late: where the banner is the largest
 * thing on a small screen, it is there with the first paint, so that the largest paint never waits for us.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, PAGES } from "../browser/harness.mjs";
import { DESKTOP, PHONE, SMALL } from "./states.mjs";

const tools = courier();

/** Runs before the page: keeps every shift, also those right after an input, and what was painted largest. */
const watch = () => {
  [window.shifts, window.largest] = [[], []];
  const moved = ({ value, sources }) => [value, ...sources.map(({ node }) => node?.id || node?.localName || node?.nodeName)].join(" ");
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(moved))).observe({ type: "layout-shift", buffered: true });
  const named = ({ element, startTime }) => ({ ours: !!element?.closest("[id^=countersign]"), at: startTime });
  new PerformanceObserver((list) => window.largest.push(...list.getEntries().map(named))).observe({ type: "largest-contentful-paint", buffered: true });
};

/** Whether the largest paint is the page's own, or ours and no later than the first one. */
const inTime = () => {
  const { ours, at } = window.largest.at(-1);
  return !ours || at <= performance.getEntriesByName("first-contentful-paint")[0].startTime;
};

/** Two frames later everything that moved has been told. */
const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))));

/** The same, once any paint has been told at all. */
async function painted(page) {
  await page.waitForFunction(() => window.largest.length);
  await page.evaluate(settled);
}

for (const viewport of [PHONE, DESKTOP, SMALL]) {
  test(`nothing shifts, and the largest paint waits for no surface, ${viewport.width} pixels wide`, async () => {
    const tab = await tools.visit("/", { viewport, init: watch });
    const { page } = tab;
    await tab.banner.waitFor({ state: "visible" });
    await painted(page);
    assert.ok(await page.evaluate(inTime));
    await tab.choose();
    await page.evaluate(settled);
    await page.keyboard.press("Escape");
    await tab.dialog.waitFor({ state: "hidden" });
    await tab.refuseAll();
    await page.evaluate(settled);
    assert.deepEqual(await page.evaluate(() => window.shifts), []);
    await tab.reload();
    await tab.button.waitFor({ state: "visible" });
    await painted(page);
    assert.deepEqual([await page.evaluate(() => window.shifts), await page.evaluate(inTime)], [[], true]);
  });
}

test("what moves on the demo's pages comes to rest within five seconds, and what needs longer has a switch", async () => {
  for (const path of PAGES) {
    const tab = await tools.visit(path);
    await tab.settle();
    const moving = await tab.page.evaluate(() => document.getAnimations().map(({ animationName, effect }) => [animationName, effect.getComputedTiming().endTime]));
    assert.deepEqual(moving.filter(([, end]) => end > 5000), [], path);
    await tab.visitor.leave();
  }
});
