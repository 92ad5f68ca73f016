/**
 * One Chromium and one server for a test file, a fresh context for each test. Leaves: `visit`, which opens a page and watches it.
 */
import { existsSync } from "node:fs";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { delayed } from "../browser/timers.mjs";
import { serve } from "./serve.mjs";

const executablePath = [process.env.CHROMIUM_SHELL, process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);

/** How long anything on a busy machine may take. Milliseconds. */
const PATIENCE = 30_000;

/** Waits for the surface: it comes with the first frame that has a body, which may be after the page's load event. */
const surfaced = (page) => until(page, () => !window.countersign?.state || document.querySelector("#countersign, #countersign-button"));

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

  /**
   * A fresh visitor. `signal` is n, d, g or b; `cookie` a stored state; `init` runs before the page. `timers` says how long a page's timers
   * of some length take instead: where nothing else is said, no layer 2 that a busy machine brings late gives way to layer 1.
   */
  tools.visitor = async ({ signal = "n", cookie, init, languages = "en-US", timers = { 4_000: 60_000 } } = {}) => {
    const context = await tools.browser.newContext({ locale: languages });
    await context.addInitScript(delayed(timers));
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
    if (waitUntil === "load") await surfaced(page);
    return page;
  };
  return tools;
}

/** Loads a page again, and waits for its surface. */
export async function reload(page) {
  await page.reload();
  await surfaced(page);
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
export const until = (page, condition, value) => page.waitForFunction(condition, value, { timeout: PATIENCE, polling: 50 });

/** Waits until something becomes true outside the page; what never does is for the assertion that follows. */
export async function come(page, condition) {
  for (const end = Date.now() + PATIENCE; !condition() && Date.now() < end; ) await settle(page, 25);
}

/** Lets frames, tasks and short timers pass. */
export const settle = (page, time = 150) => page.waitForTimeout(time);
