/**
 * Automatic mode in Chromium against a sink: every name under `.test` leads to one server, which writes down who was asked for what.
 * Leaves: `open`, which shows a page of `site.test`, and the tables that the tests share. Absent: any mock of the network.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { chromium } from "playwright-core";
import { gateTables } from "../gate/tables.mjs";
import { loaderWith } from "../loader/serve.mjs";
import { stateWith } from "../loader/tables.mjs";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);

/** How long anything on a busy machine may take. Milliseconds. */
const PATIENCE = 30_000;

/** The table: what is for analytics, what for marketing, what for both, what nobody declared, and what is always free. */
export const hosts = {
  analytics: "a.test shared.test/a site.test/own.js",
  marketing: "m.test shared.test/m",
  "analytics marketing": "both.test",
  "?": "nobody.test",
  "": "core.m.test",
};

const src = fileURLToPath(new URL("../../src/auto/", import.meta.url));
const entry = `import auto from "./main"; import { undo } from "./patch"; window.undo = undo; export default auto;`;
const bundled = buildSync({
  stdin: { contents: entry, resolveDir: src, loader: "ts" }, bundle: true, format: "esm", target: "es2019", charset: "utf8", minify: true, write: false,
}).outputFiles[0].text;

/** The part as an expression, as the build makes it. */
export const part = (table = { a: "analytics chat marketing", d: "", h: hosts }) =>
  `(()=>{${bundled.replace("__CS_AUTO__", () => JSON.stringify(table)).replace(/export\s*\{\s*(\S+) as default\s*\};?\s*$/, "return $1")}})()`;

const gate = buildSync({ entryPoints: [`${src}../gate/main.ts`], bundle: true, format: "esm", target: "es2020", charset: "utf8", minify: true, write: false })
  .outputFiles[0].text.replace("__CS_GATE__", () => JSON.stringify(gateTables));

const TYPES = { js: "text/javascript", css: "text/css", svg: "image/svg+xml", html: "text/html", json: "application/json", gif: "image/gif", vtt: "text/vtt", xml: "text/xml" };
const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** What a file of a service says: scripts write their path down. */
function body(path, query) {
  if (path.startsWith("/countersign/gate.")) return gate;
  if (path.startsWith("/countersign/")) return "export function start() {} export const sync = start, open_preferences = start;";
  if (path.endsWith(".gif")) return GIF;
  if (path.endsWith(".js")) return `(self.ran = self.ran || []).push(${JSON.stringify(path)});${query.get("then") || ""}`;
  return path.endsWith(".html") ? "<!doctype html><p>frame</p>" : "";
}

/**
 * Registers start and end; answers `open`. `whole` asks for the browser with its window, which alone gives service workers to an origin
 * without HTTPS.
 */
export function harness({ whole = false } = {}) {
  const tools = { asked: [], pages: {} };
  let release;
  const released = new Promise((done) => (release = done));
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://x.test");
    const host = request.headers.host.split(":")[0];
    const page = host === "site.test" && tools.pages[pathname];
    if (!page) tools.asked.push(host + pathname);
    if (searchParams.has("hang")) return;
    if (searchParams.has("held")) await released;
    response.writeHead(200, {
      "content-type": page ? "text/html; charset=utf-8" : TYPES[pathname.split(".").pop()] || "text/plain",
      "access-control-allow-origin": "*", "cache-control": "no-store", ...(page && page.headers),
    });
    if (page && page.parts) for (const one of page.parts) response.write(one), await new Promise((done) => setTimeout(done, 100));
    response.end(page ? page.body : body(pathname, searchParams));
  });
  server.on("upgrade", (request, socket) => (tools.asked.push(request.headers.host.split(":")[0] + request.url), socket.destroy()));
  before(async () => {
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    tools.port = server.address().port;
    tools.browser = await chromium.launch({
      executablePath: (!whole && process.env.CHROMIUM_SHELL) || executablePath,
      args: ["--no-sandbox", "--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.test. 127.0.0.1", `--unsafely-treat-insecure-origin-as-secure=http://site.test:${tools.port}`],
    });
  });
  after(async () => {
    await tools.browser.close();
    server.closeAllConnections();
    server.close();
  });

  const fill = (text) => text.replace(/@([a-z][a-z.]*\.test)/g, (_, host) => `//${host}:${tools.port}`);

  /**
   * Shows a page of the site with this markup, where `@host` stands for `//host:port`. `open` are the purposes that the visitor has
   * allowed; undefined while the visitor is asked. `before` is a script before ours. The sink starts empty.
   */
  tools.open = async (markup = "", { open, mode = "", head = "", before = "", plain, table, headers, nonce = "", parts } = {}) => {
    const tag = `<script${nonce && ` nonce="${nonce}"`} data-cs-base="/countersign/"${plain ? "" : ` data-cs-auto="${mode}"`}>${loaderWith([part(table)])}</script>`;
    const start = `<!doctype html><html lang="en"><head><title>t</title>${before && `<script>${before}</script>`}${tag}${fill(head)}</head><body>`;
    tools.pages["/"] = parts
      ? { headers, parts: [start, ...parts.map(fill)], body: "</body></html>" }
      : { headers, body: `${start}${fill(markup)}</body></html>` };
    const context = await tools.browser.newContext();
    const origin = `http://site.test:${tools.port}`;
    if (open !== undefined) await context.addCookies([{ name: "cs", value: stateWith(open), url: origin }]);
    const page = await context.newPage();
    page.said = [];
    page.on("console", (message) => message.type() === "error" && page.said.push(message.text()));
    const under = (page.under = new Set());
    page.on("request", (request) => new URL(request.url()).searchParams.has("hang") || under.add(request));
    for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => under.delete(request));
    page.on("pageerror", (error) => page.said.push(`thrown: ${error.message}`));
    tools.asked.length = 0;
    await page.goto(`${origin}/`);
    return page;
  };

  /** Makes exactly these purposes open, as a choice in another tab does. */
  tools.change = (page, list) =>
    page.evaluate((value) => {
      document.cookie = `cs=${value}; Path=/`;
      dispatchEvent(new StorageEvent("storage", { key: "cs", newValue: value }));
    }, stateWith(list));

  /** What services other than the site itself were asked for since the page was opened. */
  tools.leaks = () => tools.asked.filter((one) => !one.startsWith("site.test/") && !one.includes("favicon")).sort();

  /** Waits until something holds here, for as long as a busy machine may take; what never does is for the assertion that follows. */
  const come = async (page, condition) => {
    for (const end = Date.now() + PATIENCE; !condition() && Date.now() < end; ) await page.waitForTimeout(25);
  };

  /** Waits until so many requests came, or those that a condition asks for, and then for those that should not. */
  tools.arrive = async (page, wanted) => {
    await come(page, () => (typeof wanted === "number" ? tools.leaks().length >= wanted : wanted()));
    await page.waitForTimeout(150);
  };

  /** Waits until whatever a page has asked for, maybe ahead, is over; for what was made to hang nobody waits. */
  tools.idle = async (page) => {
    await come(page, () => !page.under.size);
    assert.deepEqual([...page.under].map((request) => request.url()), []);
  };

  /** Lets the answers go that `?held` keeps back. */
  tools.release = () => release();

  /** Runs a script in the page, where `@host` stands for `//host:port`. */
  tools.run = (page, code) => page.evaluate(`(async () => {${fill(code)}})()`);
  return tools;
}

/** The paths of the scripts that ran, as soon as there are so many: one that arrived has not run yet. */
export async function ran(page, count) {
  await page.waitForFunction((count) => (window.ran || []).length >= count, count, { timeout: PATIENCE }).catch(() => {});
  return page.evaluate(() => window.ran);
}

/** Lets frames, tasks and requests pass. */
export const settle = (page, time = 250) => page.waitForTimeout(time);

/** Allows everything, as a visitor does: the button comes in the task in which gates open. */
export async function accept(page) {
  await page.click("[data-cs=accept]");
  await page.locator("#countersign-button").waitFor({ state: "attached" });
}
