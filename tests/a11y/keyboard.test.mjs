/**
 * The whole way by keyboard alone: every control can be reached and worked, focus stays in the dialog and comes back to where it was.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, PURPOSES } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";

const tools = courier();

/** A new visitor's page: what a key asks for comes, however late, since no key is pressed twice. */
const visit = () => tools.visit("/", { init: patient });

/** What has the focus, through shadow roots: hook, switch or id. */
const focused = (tab) =>
  tab.page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return "page";
    return at.dataset.cs ? at.dataset.cs : at.name === "purpose" ? `switch ${at.value}` : at.id || at.localName;
  });

/** Presses Tab until this has the focus, and answers what was passed. */
async function tabTo(tab, wanted, key = "Tab") {
  const passed = [];
  for (let step = 0; step < 200; step++) {
    await tab.page.keyboard.press(key);
    const now = await focused(tab);
    if (now === wanted) return passed;
    passed.push(now);
  }
  assert.fail(`${wanted} is not reached by ${key}; passed: ${passed.join(", ")}`);
}

test("the banner comes first, its controls in one order, and Enter refuses", async () => {
  const made = await tools.fresh();
  const tab = await visit();
  await tab.banner.waitFor({ state: "visible" });
  assert.deepEqual(await tabTo(tab, "accept"), ["locale", "policy", "refuse", "choose"]);
  await tabTo(tab, "refuse", "Shift+Tab");
  await tab.page.keyboard.press("Enter");
  await tab.closed();
  const [{ claims }] = await made.receipts(1);
  assert.deepEqual(claims.how, { control: "refuse-all", input: "keyboard", trusted: true });
  assert.equal(await focused(tab), "choose", "focus is on the button that took the banner's place");
});

test("Space accepts", async () => {
  const made = await tools.fresh();
  const tab = await visit();
  await tab.banner.waitFor({ state: "visible" });
  await tabTo(tab, "accept");
  await tab.page.keyboard.press("Space");
  await tab.closed();
  assert.deepEqual((await tab.state()).open, PURPOSES);
  const [{ claims }] = await made.receipts(1);
  assert.deepEqual(claims.how, { control: "accept-all", input: "keyboard", trusted: true });
});

test("preferences: switches by Space, save by Enter, focus never leaves the dialog, and Escape gives it back", async () => {
  const made = await tools.fresh();
  const tab = await visit();
  await tab.refuseAll();
  await made.receipts(1);
  await tab.reload();
  await tabTo(tab, "choose");
  await tab.page.keyboard.press("Enter");
  await tab.dialog.waitFor({ state: "visible" });
  assert.equal(await focused(tab), "h1");
  await tabTo(tab, "switch maps");
  await tab.page.keyboard.press("Space");
  await tab.page.keyboard.press("Escape");
  await tab.dialog.waitFor({ state: "hidden" });
  assert.equal(await focused(tab), "choose");
  assert.deepEqual((await tab.state()).open, [], "Escape saves nothing");

  await tab.page.keyboard.press("Enter");
  await tab.dialog.waitFor({ state: "visible" });
  const order = await tabTo(tab, "save");
  const switches = order.filter((one) => one.startsWith("switch"));
  assert.deepEqual(switches, ["do_not_track", ...PURPOSES].map((id) => `switch ${id}`));
  assert.ok(order.indexOf("refuse") < order.length && order.includes("receipts") && order.includes("policy"));
  await tabTo(tab, "switch chat", "Shift+Tab");
  await tab.page.keyboard.press("Space");
  // All the way round: the browser's own controls may have a turn, the page behind never.
  for (let step = 0; step < 60; step++) {
    await tab.page.keyboard.press("Tab");
    const inside = await tab.page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("#countersign-dialog"));
    assert.ok(inside, "the page behind the dialog has the focus");
  }
  await tabTo(tab, "save");
  await tab.page.keyboard.press("Enter");
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["chat"]);
  const [, { claims }] = await made.receipts(2);
  assert.deepEqual(claims.how, { control: "save", input: "keyboard", trusted: true });
  assert.equal(await focused(tab), "choose");
});

test("from the banner's choose button and back by Escape, focus is where it was", async () => {
  const tab = await visit();
  await tab.banner.waitFor({ state: "visible" });
  await tabTo(tab, "choose");
  // The widget comes on the first key near the banner; waiting for it is what a visitor's next glance does.
  await tab.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.endsWith(".wasm") && responseEnd));
  await tab.settle();
  await tab.page.keyboard.press("Enter");
  await tab.dialog.waitFor({ state: "visible" });
  await tab.page.keyboard.press("Escape");
  await tab.dialog.waitFor({ state: "hidden" });
  assert.equal(await tab.surface(), "banner");
  const now = await focused(tab);
  assert.ok(["countersign", "choose", "locale", "policy", "refuse"].includes(now), `focus is inside the banner again, not on ${now}`);
});

test("policy and receipts by keyboard: contents reach their heading, Back and Escape lead out", async () => {
  const tab = await visit();
  await tab.openPolicy();
  await tab.page.waitForFunction(() => document.querySelector("#countersign-dialog > div").shadowRoot.activeElement);
  const inContents = () => tab.page.evaluate(() => document.querySelector("#countersign-dialog > div").shadowRoot.activeElement?.matches("nav a"));
  for (let step = 0; step < 60 && !(await inContents()); step++) await tab.page.keyboard.press("Tab");
  assert.ok(await inContents());
  await tab.page.keyboard.press("Enter");
  assert.match(await focused(tab), /^s-\d+$/);
  await tabTo(tab, "back", "Shift+Tab");
  await tab.page.keyboard.press("Enter");
  await tab.page.locator("#countersign-dialog input[name=purpose]").first().waitFor();
  await tabTo(tab, "receipts");
  await tab.page.keyboard.press("Enter");
  await tab.control("back").waitFor();
  await tab.page.keyboard.press("Escape");
  await tab.dialog.waitFor({ state: "hidden" });
});
