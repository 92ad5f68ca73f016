/**
 * Every state of every surface, as the demo's theme page shows it, and the looks in which a visitor may see it.
 *
 * Enters: a page and where the demo is. Leaves: the state on that page. Deliberately absent: how a state is reached, which
 * `www/demo/site/theme-frame.js` says.
 */

import assert from "node:assert/strict";

/** The states, by the names that the theme page gives them. */
export const STATES = [
  "banner", "banner-bar", "banner-corner", "banner-dialog", "banner-apart", "button", "button-signal", "saved", "placeholder", "preferences", "preferences-on", "preferences-chosen",
  "preferences-plain", "preferences-signal", "preferences-untracked", "preferences-child", "separate", "age", "guardian", "policy", "policy-failed", "prompt", "prompt-explained", "prompt-code", "permissions", "scope", "transfers", "incidents", "channels", "channels-embedded", "rights", "rights-asked", "updates", "receipts-none", "receipts",
];

/** Devices, and a look on each that the others lack. */
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
export const SMALL = { width: 320, height: 568 };

/** Both devices, light and dark. */
export const DRESSES = [
  ["phone, light", PHONE, "light"],
  ["phone, dark", PHONE, "dark"],
  ["desktop, dark", DESKTOP, "dark"],
  ["desktop, light", DESKTOP, "light"],
];

/** Shows a state. */
export async function show(page, origin, state, locale = "en", look = "") {
  const said = [];
  const note = (message) => message.type() === "error" && said.push(message.text());
  page.on("console", note);
  await page.goto(`${origin}/theme-frame.html?${new URLSearchParams({ show: state, lang: locale, look })}`);
  await page.waitForFunction(() => document.documentElement.dataset.shown, undefined, { timeout: 60_000 });
  page.off("console", note);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.shown), "yes", `${state}: ${said.join("\n")}`);
}

/** Dresses a page, and waits for the frame in which that shows. */
export async function dress(page, viewport, colorScheme, more = {}) {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce", ...more });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}
