/**
 * Chromium and a server for the gate's module: the real loader and module with test tables, vendors' frames and films, and every request
 * by path. `*.layang.example` leads to the server over HTTPS, so that there are parent domains and secure cookies.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { chromium } from "playwright-core";
import { loader } from "../loader/serve.mjs";
import { gateTables, scanTables } from "./tables.mjs";

export { html } from "../loader/serve.mjs";
export { stateWith } from "../loader/tables.mjs";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);

/** A script of `src/` as the build bundles it. */
export const bundle = (path, options) => {
  const entryPoints = [fileURLToPath(new URL(`../../src/${path}`, import.meta.url))];
  return buildSync({ entryPoints, bundle: true, charset: "utf8", minify: true, write: false, ...options }).outputFiles[0].text;
};

const gate = bundle("gate/main.ts", { format: "esm", target: "es2020" }).replace("__CS_GATE__", () => JSON.stringify(gateTables));

const scan = bundle("scan/main.ts", { format: "iife", target: "es2019" }).replace("__CS_SCAN__", () => JSON.stringify(scanTables));

/** A certificate for this run alone. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "countersign-gate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=layang.example"];
  execFileSync("openssl", [...made, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

const listen = (server) => new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server.address().port)));

function answer(path, pages) {
  const script = "text/javascript";
  if (pages[path]) return { type: "text/html; charset=utf-8", ...(typeof pages[path] === "string" ? { body: pages[path] } : pages[path]) };
  if (path === "/countersign/countersign.js") return { type: script, body: loader() };
  if (path.startsWith("/countersign/gate.")) return { type: script, body: gate };
  if (path === "/countersign/scan.js") return { type: script, body: scan };
  if (path.startsWith("/v/")) return { type: "text/html", body: "<title>v</title><p>vendor</p>" };
  return { status: 404, type: "text/plain", body: "" };
}

/** Registers start and end of browser and servers; answers what tests need. `whole` asks for the browser with its window. */
export function harness(pages, { whole = false } = {}) {
  const tools = { asked: [] };
  before(async () => {
    const handle = (request, response) => {
      const { pathname } = new URL(request.url, "http://localhost");
      tools.asked.push(pathname);
      const { status = 200, type, body, headers = {} } = answer(pathname, pages);
      response.writeHead(status, { "content-type": type, "cache-control": "no-store", ...headers });
      response.end(body);
    };
    tools.servers = [createServer(handle), createSecureServer(certificate(), handle)];
    const [plain, secure] = [await listen(tools.servers[0]), await listen(tools.servers[1])];
    tools.origin = `http://127.0.0.1:${plain}`;
    tools.shop = `https://www.shop.layang.example:${secure}`;
    const args = ["--no-sandbox", "--host-resolver-rules=MAP *.layang.example 127.0.0.1, MAP *.google-analytics.com 127.0.0.1, MAP *.metrik.example 127.0.0.1", "--ignore-certificate-errors"];
    tools.browser = await chromium.launch({ executablePath: (!whole && process.env.CHROMIUM_SHELL) || executablePath, args });
  });
  after(async () => {
    await tools.browser.close();
    for (const server of tools.servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** Opens a page; `cookie` is a stored state, `page.said` collects console lines of ours, but not that there is no widget here. */
  tools.visit = async (path, { origin = tools.origin, cookie, init, context, ...options } = {}) => {
    const visitor = context || (await tools.browser.newContext({ locale: "en-US", ignoreHTTPSErrors: true, ...options }));
    if (cookie !== undefined) await visitor.addCookies([{ name: "cs", value: cookie, url: origin }]);
    if (init) await visitor.addInitScript(init);
    const page = await visitor.newPage();
    page.said = [];
    page.on("console", (message) => /^CS-(?!WIDGET)/.test(message.text()) && page.said.push(message.text()));
    await page.goto(origin + path);
    return page;
  };
  return tools;
}

/** Waits until the console of a page has said a line like this one, and answers it. */
export async function saying(page, line) {
  for (const end = Date.now() + 30_000; !page.said.some((one) => one.includes(line)) && Date.now() < end; ) await page.waitForTimeout(25);
  return page.said.find((one) => one.includes(line)) || "";
}

/** Waits until something becomes true on the page. */
export const until = (page, condition, value) => page.waitForFunction(condition, value, { timeout: 30_000 });
