/**
 * Chromium over its own protocol and Firefox over WebDriver BiDi, both by Puppeteer. In: what to launch. Leaves: the driver that
 * `visits.mjs` uses; `webkit.mjs` has the same members. Absent: `goto`, which waits forever for what follows a page out of the
 * back/forward cache, or for a page that hangs.
 */
import { existsSync } from "node:fs";
import { launch } from "puppeteer-core";

/** The first of these programs that is there. */
export const program = (...paths) => paths.find((path) => path && existsSync(path));

/** Starts it. */
export async function drive(options) {
  const browser = await launch({ headless: true, ...options });
  let page = await browser.newPage();
  return {
    /** Takes a new tab, for one whose history or whose page is no longer usable. */
    async fresh() {
      const old = page;
      page = await browser.newPage();
      await old.close();
    },
    /** Takes the place of somebody who was never here. */
    async stranger() {
      const context = await browser.createBrowserContext();
      const old = page.browserContext();
      page = await context.newPage();
      await (old === browser.defaultBrowserContext() ? undefined : old.close());
    },
    /** Opens a second tab of the same visitor and goes to it. */
    async beside() {
      page = await page.browserContext().newPage();
    },
    /** Goes to the visitor's other tab. */
    async swap() {
      page = (await page.browserContext().pages()).find((other) => other !== page && other.url() !== "about:blank");
      await page.bringToFront();
    },
    /** Begins to leave for another page. */
    go: (url) => page.evaluate(`void setTimeout(() => location.assign(${JSON.stringify(url)}))`),
    /** Clicks a place of the window, as a person would. */
    click: ({ x, y }) => page.mouse.click(x, y),
    /** Calls a function on the page. */
    evaluate: (work, values) => page.evaluate(`(${work})(...${JSON.stringify(values)})`),
    close: () => browser.close(),
  };
}
