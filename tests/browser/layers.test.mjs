/**
 * Between the layers: one action apart, and whoever comes back finds switches, folds, place and focus as they were.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, PAGES, until } from "./harness.mjs";

const tools = courier();

/** What a visitor would have to do again: switches, unfolded rows, how far down, and where the focus is. */
const place = (tab) =>
  tab.page.evaluate(() => {
    const root = document.querySelector("#countersign-dialog > div").shadowRoot;
    const at = root.activeElement;
    return {
      on: [...root.querySelectorAll("input[name=purpose]")].filter((input) => input.checked).map((input) => input.value),
      unfolded: [...root.querySelectorAll("details[part=purpose]")].map((details) => details.open),
      top: root.querySelector("[part=body]").scrollTop,
      focus: at && [at.localName, at.getAttribute("href") || at.dataset.cs || at.id],
    };
  });

/** Changes everything that can be changed in the preferences, without saving. */
async function stir(tab) {
  await tab.choose();
  await tab.page.locator("#countersign-dialog input[value=maps]").check();
  await tab.page.locator("#countersign-dialog details[part=purpose]").last().evaluate((details) => (details.open = true));
  // What comes into an open fold pushes down what stands below it.
  await tab.filled();
}

const clause = (tab) => tab.page.locator("#countersign-dialog [part=purpose] a[href^='#']").last();
const shown = (tab, what) => tab.page.locator(`#countersign-dialog ${what}`).first().waitFor();

/** How every element of a surface looks, by all properties that the browser computes. */
const looks = (surface) =>
  surface.evaluate((root) => {
    const look = (style) => Array.from(style, (name) => `${name}: ${style.getPropertyValue(name)}`);
    return [root, ...root.querySelectorAll("*")].map((element) => look(getComputedStyle(element)));
  });

const RESTYLED = `* { color: red; margin: 9px; letter-spacing: 3px; text-transform: uppercase } body { font: 40px serif; text-align: right; visibility: hidden }
  :not(:defined) { display: none; visibility: hidden; opacity: 0 } a, button, strong { display: inline; width: 9px; border: 0; background: black }`;

const WAYS = {
  "the full policy": (tab) => tab.control("policy"),
  "a clause": clause,
  "the receipts": (tab) => tab.control("receipts"),
};

for (const [name, way] of Object.entries(WAYS)) {
  test(`from the preferences to ${name} and back, switches, folds, place and focus are as they were`, async () => {
    await tools.fresh();
    const tab = await tools.visit("/", { viewport: { width: 390, height: 844 } });
    await stir(tab);
    await way(tab).scrollIntoViewIfNeeded();
    const before = await place(tab);
    assert.deepEqual(before.on, ["maps"]);
    assert.ok(before.top > 0 && before.unfolded.at(-1), JSON.stringify(before));
    await way(tab).click();
    await shown(tab, "[data-cs=back]");
    await tab.back();
    const after = await place(tab);
    assert.deepEqual({ ...after, focus: 0 }, { ...before, focus: 0 });
    assert.equal(after.focus[0], name === "a clause" ? "a" : "button");
    // The switches still work, and what is saved is what is shown.
    await tab.control("save").click();
    await tab.closed();
    assert.deepEqual((await tab.state()).open, ["maps"]);
    assert.deepEqual(tab.faults, []);
  });
}

test("what a page's style says of every element, of unknown ones or of buttons does not reach the banner and the button", async () => {
  const tab = await tools.visit();
  await tab.banner.waitFor();
  const banner = await looks(tab.banner);
  assert.ok(banner.length > 5);
  await tab.page.evaluate((textContent) => document.head.append((window.restyled = Object.assign(document.createElement("style"), { textContent }))), RESTYLED);
  assert.deepEqual(await looks(tab.banner), banner);
  await tab.refuseAll();
  const button = await looks(tab.button);
  await tab.page.evaluate(() => window.restyled.remove());
  assert.deepEqual(await looks(tab.button), button);
  await tab.visitor.leave();
});

test("preferences that were closed start anew from what is saved", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await stir(tab);
  await tab.openPolicy();
  await tab.close();
  await tab.choose();
  const { on, top } = await place(tab);
  assert.deepEqual([on, top], [[], 0]);
});

test("each layer is one action from the next", async () => {
  const tab = await tools.visit();
  await tab.choose();
  assert.equal(await tab.surface(), "dialog");
  await tab.control("policy").click();
  await shown(tab, "[data-cs-text]");
  await tab.control("back").click();
  await shown(tab, "input[name=purpose]");
  await tab.close();
  assert.equal(await tab.surface(), "banner");
});

test("after a choice the way back to the notice stands on every page", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  for (const path of PAGES) {
    await tab.open(path);
    await tab.button.waitFor({ state: "visible" });
  }
});

test("layer 3 leads to the policy's own page, where its versions are", async () => {
  const tab = await tools.visit();
  await tab.openPolicy();
  const address = await tab.page.locator("#countersign-dialog .cs-note a[href$='.html']").evaluate((link) => link.href);
  assert.match(address, /\/countersign\/policy\/1\.0\/en\.html$/);
  await tab.page.goto(address);
  assert.equal(await tab.page.locator("[data-cs-text] h2").first().isVisible(), true);
});

test("layer 3 is shown only as the build made it: altered bytes are said, not shown", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  await visitor.context.route(/\/text\.en\./, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace("parcel", "letter") });
  });
  const tab = await visitor.tab();
  await tab.choose();
  await tab.control("policy").click();
  const line = tab.page.locator("#countersign-dialog [role=status]");
  await until("one line says so", () => line.innerText(), (text) => text.includes("could not be loaded"));
  assert.equal(await tab.page.locator("#countersign-dialog [data-cs-text]").count(), 0);
  assert.equal(await tab.surface(), "dialog");
  await tab.close();
  // From the banner nothing is open that could say so: the link is followed.
  await tab.control("policy").click();
  await tab.page.waitForURL(/policy\/1\.0\/en\.html$/);
  assert.deepEqual(await made.log(), []);
});
