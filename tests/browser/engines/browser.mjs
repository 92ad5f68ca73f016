/**
 * Starts a stock Firefox for the scenarios, and gives its pages what Playwright cannot ask of it.
 *
 * Enters: the program in `FIREFOX`; Playwright's options for Chromium, of which a rule for host names counts. Leaves: `launch()`. Absent: the
 * means by which the browser is told, which are in `firefox.mjs` beside this.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { firefox } from "playwright-core";
import { HEADER } from "./emulation.mjs";

const FIREFOX = [process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => path && existsSync(path));

/** The preference for Chromium's rule that every name below a domain is one address. */
function names(args = []) {
  const [, address] = /--host-resolver-rules=MAP \S+ (\S+)/.exec(args.join("\n")) ?? [];
  return address && { "network.dns.forceResolve": address };
}

/** Settings as the header that the program in between takes out again. */
const headers = (settings) => ({ [HEADER]: JSON.stringify(settings) });

/** Lets a page change its medium and motion later. */
function widen(page) {
  const { emulateMedia } = page;
  page.emulateMedia = async ({ media, reducedMotion, ...more }) => {
    if (media !== undefined || reducedMotion !== undefined) {
      await page.setExtraHTTPHeaders(headers({ ...(media !== undefined && { media: media === "screen" ? null : media }), ...(reducedMotion !== undefined && { motion: reducedMotion }) }));
    }
    await emulateMedia.call(page, more);
  };
}

/** The browser; where a context asks for less motion or no scripts, its tabs get that too. */
export async function launch({ args } = {}) {
  const executablePath = fileURLToPath(new URL("firefox.mjs", import.meta.url));
  const browser = await firefox.launch({ channel: "moz-firefox", executablePath, env: { ...process.env, FIREFOX }, firefoxUserPrefs: names(args) });
  const { newContext } = browser;
  browser.newContext = async ({ reducedMotion, javaScriptEnabled, ...options } = {}) => {
    const settings = { ...(reducedMotion && { motion: reducedMotion }), ...(javaScriptEnabled === false && { scripts: false }) };
    const asked = Object.keys(settings).length ? { extraHTTPHeaders: headers(settings) } : {};
    const context = await newContext.call(browser, { ...options, ...asked });
    context.on("page", widen);
    return context;
  };
  return browser;
}
