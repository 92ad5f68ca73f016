/**
 * The five main tasks by a screen reader and the keyboard alone: refuse, allow one thing, read what the policy says of it, take it back,
 * and keep the proof. What is read is what the browser tells readers.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";
import { reader } from "./reader.mjs";

const tools = courier();

async function reading(path = "/") {
  const made = await tools.fresh();
  // A reader that works by keys presses none twice, and comes to a line when it comes.
  const tab = await tools.visit(path, { init: patient });
  await tab.banner.waitFor({ state: "visible" });
  return { made, tab, voice: await reader(tab.page) };
}

test("by reader: the banner says who asks, for what, which data, who gets them and where, and everything is refused", async () => {
  const { made, tab, voice } = await reading();
  await voice.hearsInOrder(/^dialog, Privacy choices/, /^Layang Express Sdn\. Bhd\. asks.*Measuring use/, /identity documents/, /Shared with: Metrik/, /^link, Privacy policy/, /^button, Refuse all/, /^button, Choose one by one/, /^button, Accept all/);
  await voice.press(/^button, Refuse all/);
  await tab.closed();
  const [{ claims }] = await made.receipts(1);
  assert.deepEqual([claims.how.control, claims.how.input], ["refuse-all", "keyboard"]);
  await voice.hears(/^button, Privacy choices/);
});

test("by reader: one purpose is allowed, the rest stays off, and that is said", async () => {
  const { tab, voice } = await reading();
  await voice.press(/^button, Choose one by one/);
  await tab.dialog.waitFor({ state: "visible" });
  await voice.hearsInOrder(/^dialog, Privacy choices/, /^heading 1, Privacy choices/, /^combobox, Language/, /^button, Close/, /^heading 2, Your choice/, /^switch, Do not track me on this site, off, Keeps everything optional off/, /^heading 3, Measuring use/, /^switch, Measuring use, off, Metrik counts/, /^switch, Map, off/, /^heading 2, Needed for the service/, /^fold, Delivery and tracking, closed/, /^button, Refuse all/, /^button, Save my choices/, /^button, Accept all/);
  const behind = (await voice.all()).filter((text) => /Track parcel|What happened/.test(text));
  assert.deepEqual(behind, [], "the page behind is not read");
  await voice.press(/^switch, Map/, "Space");
  await voice.hears(/^switch, Map, on/);
  await voice.press(/^button, Save my choices/);
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["maps"]);
  await voice.hears(/^Your choice is saved/);
});

test("by reader: what the policy says of a purpose is read, and the way back leads to where one was", async () => {
  const { tab, voice } = await reading();
  await voice.press(/^button, Choose one by one/);
  await tab.dialog.waitFor({ state: "visible" });
  await voice.press(/^link, In the full policy: Map/);
  await tab.page.locator("#countersign-dialog [data-cs-text]").waitFor();
  await voice.hearsInOrder(/^button, Back/, /^heading 1,/, /^heading [23],/);
  const focused = () => tab.page.evaluate(() => document.querySelector("#countersign-dialog > div").shadowRoot.activeElement?.textContent);
  assert.match(await focused(), /map/i, "reading goes on at the clause");
  await voice.press(/^button, Back/);
  await voice.hears(/^switch, Map, off/);
  assert.equal(await focused(), "In the full policy");
});

test("by reader: what was allowed is taken back", async () => {
  const { made, tab, voice } = await reading();
  await voice.press(/^button, Accept all/);
  await tab.closed();
  await voice.press(/^button, Privacy choices/);
  await tab.dialog.waitFor({ state: "visible" });
  await voice.hears(/^switch, Map, on/);
  await voice.press(/^button, Withdraw all/);
  await tab.closed();
  assert.deepEqual((await tab.state()).open, []);
  const [, { claims }] = await made.receipts(2);
  assert.equal(claims.kind, "withdrawal");
});

test("by reader: the proof of a choice is found and kept", async () => {
  const { made, tab, voice } = await reading();
  await voice.press(/^button, Refuse all/);
  await tab.closed();
  await made.receipts(1);
  await voice.press(/^button, Privacy choices/);
  await tab.dialog.waitFor({ state: "visible" });
  await voice.press(/^button, .*receipts/i);
  await voice.press(/^fold, Your choice .*, closed/);
  await voice.hears(/^button, Download .*\d{4}-/);
  await voice.hearsInOrder(
    /^button, Back/, /^heading 1, .*receipts/i, /^fold, Your choice .* Everything optional refused .*, open/, /^button, Download .*\d{4}-/,
  );
  const [download] = await Promise.all([tab.page.waitForEvent("download"), voice.press(/^button, Download .*\d{4}-/)]);
  assert.match(download.suggestedFilename(), /\.json$/);
});

test("with everything optional refused, a parcel is still tracked", async () => {
  const { tab, voice } = await reading("/track.html");
  await voice.press(/^button, Refuse all/);
  await tab.closed();
  await tab.page.fill("#n", "WAU48217731");
  await tab.page.keyboard.press("Enter");
  await tab.page.locator("#result .parcel").waitFor();
  assert.deepEqual(tab.faults, []);
});
