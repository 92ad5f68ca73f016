/**
 * One Chromium and one server for a test file, a fresh context for each test. Leaves: `visit`, which opens a page and watches it.
 */
import { existsSync } from "node:fs";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const executablePath = [process.env.CHROMIUM_SHELL, process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);

/** Registers start and end of browser and server; answers what tests need. */
export function harness(pages) {
  const tools = {};
  before(async () => {
    tools.server = await serve(pages);
    tools.browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  after(async () => {
    await tools.browser.close();
    tools.server.close();
  });

  /** A fresh visitor. `signal` is n, d, g or b; `cookie` a stored state; `init` runs before the page. */
  tools.visitor = async ({ signal = "n", cookie, init, languages = "en-US" } = {}) => {
    const context = await tools.browser.newContext({ locale: languages });
    await context.addInitScript((letter) => {
      if ("gb".includes(letter)) Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
      if ("db".includes(letter)) Object.defineProperty(Navigator.prototype, "doNotTrack", { get: () => "1" });
    }, signal);
    if (init) await context.addInitScript(init);
    if (cookie !== undefined) await context.addCookies([{ name: "cs", value: cookie, url: tools.server.origin }]);
    return context;
  };

  /** Opens a page for a visitor, and waits for an event of it; `page.asked` collects the paths that it requests and `page.said` its console errors. */
  tools.visit = async (path, visitor = {}, waitUntil = "load") => {
    const context = visitor.newPage ? visitor : await tools.visitor(visitor);
    const page = await context.newPage();
    page.asked = [];
    page.said = [];
    page.on("request", (request) => page.asked.push(new URL(request.url()).pathname));
    page.on("console", (message) => message.type() === "error" && page.said.push(message.text()));
    await page.goto(tools.server.origin + path, { waitUntil });
    // The surface comes with the first frame that has a body, which may be after the page's load event.
    const shown = () => !window.countersign?.state || document.querySelector("#countersign, #countersign-button");
    if (waitUntil === "load") await page.waitForFunction(shown, undefined, { timeout: 2_000, polling: 20 }).catch(() => {});
    return page;
  };
  return tools;
}

/** What ran, in order. */
export const ran = (page) => page.evaluate(() => window.ran || []);

/** What is stored: state, mirror and entries. */
export const stored = (page) =>
  page.evaluate(() => ({
    cookie: (/(?:^|; )cs=([^;]*)/.exec(document.cookie) || [])[1],
    mirror: localStorage.getItem("cs"),
    pending: Object.keys(localStorage).flatMap((key) => (key.startsWith("cs.pending.") ? JSON.parse(localStorage[key]) : [])).sort((a, b) => a.at - b.at),
  }));

/** Waits until something becomes true on the page. */
export const until = (page, condition, value) => page.waitForFunction(condition, value, { timeout: 30_000, polling: 50 });

/** Lets frames, tasks and short timers pass. */
export const settle = (page, time = 150) => page.waitForTimeout(time);
