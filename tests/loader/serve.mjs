/**
 * A small static server for the loader's tests. In: pages by path. Leaves: its origin. It bundles the loader as the build does, with
 * test tables inside, and stands in for the widget. `/t/<name>.js` writes its name into `window.ran`, after `?wait=` milliseconds.
 */
import { buildSync } from "esbuild";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { tables } from "./tables.mjs";

const bundle = buildSync({
  entryPoints: [fileURLToPath(new URL("../../src/loader/main.ts", import.meta.url))],
  bundle: true,
  charset: "utf8",
  format: "iife",
  minify: true,
  target: "es2019",
  write: false,
});

/** The loader as it is bundled, with the name of its tables left in. */
export const code = bundle.outputFiles[0].text;

/** The loader of a site. */
export const loader = (site = tables()) => code.replace("__CS_TABLES__", () => JSON.stringify(site).replaceAll("</", "<\\/"));

/** A module with the widget's exports that writes down what is called. */
const WIDGET = `
const fake = (window.fake = { calls: [] });
const call = (name) => (...values) => void fake.calls.push([name, ...values].join(" ").trim());
export default async ({ module_or_path }) => call("start")(module_or_path.split("/").pop());
export const boot = (host) => { fake.host = host; call("boot")(); };
export const open_preferences = () => { call("open_preferences")(); fake.host.surface(true); };
export const open_policy = call("open_policy");
export const sync = call("sync");
`;

async function answer(path, query, pages, widget) {
  const script = "text/javascript";
  if (pages[path]) return { type: "text/html; charset=utf-8", ...(typeof pages[path] === "string" ? { body: pages[path] } : pages[path]) };
  if (path === "/countersign/countersign.js") return { type: script, body: loader() };
  if (path.startsWith("/countersign/widget.") && path.endsWith(".js") && widget.kind !== "broken") {
    if (widget.kind === "slow") await new Promise((done) => setTimeout(done, 1200));
    return { type: script, body: WIDGET };
  }
  if (path.startsWith("/t/")) {
    await new Promise((done) => setTimeout(done, Number(query.get("wait") || 0)));
    return { type: script, body: `(window.ran = window.ran || []).push(${JSON.stringify(path.slice(3, -3))});` };
  }
  return { status: 404, type: "text/plain", body: "" };
}

/** Starts a server; `pages` maps a path to HTML, or to an object with `body` and `headers`. */
export async function serve(pages) {
  const widget = { kind: "works" };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const { status = 200, type, body, headers = {}, parts } = await answer(pathname, searchParams, pages, widget);
    response.writeHead(status, { "content-type": type, "cache-control": "no-store", ...headers });
    for (const part of parts || []) {
      response.write(part);
      await new Promise((done) => setTimeout(done, 150));
    }
    response.end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { pages, widget, origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** The line that authors paste. */
export const tag = '<script src="/countersign/countersign.js"></script>';

/** A whole page with the loader in its head. */
export const html = (body, head = tag, lang = "en") => `<!doctype html><html lang="${lang}"><head><title>t</title>${head}</head><body>${body}</body></html>`;
