/**
 * Which engine the scenarios run in: Chromium, or with `COUNTERSIGN_ENGINE` a stock Firefox or WebKitGTK.
 *
 * Enters: that name; `CHROMIUM` and, for the same without a window, `CHROMIUM_SHELL`. Leaves: `ENGINE`, `launch()`, which answers a
 * browser of Playwright's kind, and `except()`, by which a test says where it cannot run. Absent: any other difference between engines.
 */

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** The engine's name. */
export const ENGINE = process.env.COUNTERSIGN_ENGINE ?? "chromium";

/** The first of these programs that is there. */
const found = (...paths) => paths.find((path) => path && existsSync(path));

const LAUNCH = {
  chromium: ({ whole = false, ...options }) => {
    const program = found(process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    return chromium.launch({ executablePath: (!whole && process.env.CHROMIUM_SHELL) || program, args: ["--no-sandbox"], ...options });
  },
  firefox: async (options) => (await import("./engines/browser.mjs")).launch(options),
  webkit: async () => (await import("./webkit/browser.mjs")).launch(),
};

/** Starts the engine. `whole` asks for a Chromium with its window; the rest are Playwright's options for Chromium. */
export const launch = (options = {}) => LAUNCH[ENGINE](options);

/** Where a test cannot run, by the engine's name, and why, as the option `skip` of a test; `www/docs/engines.md` lists them. */
export const except = (reasons) => ({ skip: reasons[ENGINE] ? `in ${ENGINE}: ${reasons[ENGINE]}` : false });
