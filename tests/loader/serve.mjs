/**
 * A small static server for the loader's tests. In: pages by path. Leaves: its origin. It bundles the loader and the widget's ports as
 * the build does, with test tables inside, and stands in for wasm and its fallback. `/t/<name>.js` writes its name into
 * `window.ran`, after `?wait=` milliseconds, for `?until=` once `release` was called with its value, and for `?wait=ever` not before the
 * server ends.
 */
import { buildSync } from "esbuild";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { minify_sync } from "terser";
import { built, gateTables, tables } from "./tables.mjs";

const bundle = (path, options) => {
  const entry = fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
  return buildSync({ entryPoints: [entry], bundle: true, charset: "utf8", minify: true, write: false, ...options }).outputFiles[0].text;
};

const instead = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const loaderCode = (parts) => {
  const text = bundle("loader/main.ts", { format: "iife", target: "es2019", tsconfigRaw: "{}", alias: { parts: instead(`src/loader/${parts}.ts`) } });
  const compress = { passes: 3, hoist_funs: true, unsafe_arrows: true, pure_getters: true };
  return minify_sync(text, { ecma: 2019, toplevel: true, mangle: true, compress }).code;
};

/** The loader as it is bundled, with the name of its tables left in. */
export const code = loaderCode("no-parts");

/** The loader with parts, with both names left in. */
export const codeWithParts = loaderCode("parts");

/** The gate's module, with the name of its tables left in. */
const gateModule = bundle("gate/main.ts", { format: "esm", target: "es2020" });

/** The loader of a site. */
export const loader = (site = tables()) => code.replace("__CS_TABLES__", () => JSON.stringify(site).replaceAll("</", "<\\/"));

/** The loader of a site with parts, each an expression. */
export const loaderWith = (parts, site = tables()) =>
  codeWithParts.replace("__CS_PARTS__", () => `[${parts}]`).replace("__CS_TABLES__", () => JSON.stringify(site).replaceAll("</", "<\\/"));

/** The widget's module around a stand-in for wasm that writes down what is called; the same stands in for the fallback. */
const glue = fileURLToPath(new URL("glue.mjs", import.meta.url));
const ports = bundle("ports/main.ts", { format: "esm", target: "es2020", alias: { glue } });
const fallback = readFileSync(glue, "utf8");

async function answer(path, query, pages, widget, released) {
  const script = "text/javascript";
  if (pages[path]) return { type: "text/html; charset=utf-8", ...(typeof pages[path] === "string" ? { body: pages[path] } : pages[path]) };
  if (path === "/countersign/countersign.js") return { type: script, body: loader() };
  if (path.startsWith("/countersign/gate.") && widget.kind !== "absent") return { type: script, body: gateModule.replace("__CS_GATE__", () => JSON.stringify(gateTables)) };
  const isFallback = path.endsWith(".fallback.js");
  if (path.startsWith("/countersign/widget.") && path.endsWith(".js") && widget.kind !== "absent" && !(isFallback && widget.kind === "no wasm")) {
    return { type: script, body: isFallback ? fallback : ports };
  }
  if (path.startsWith("/countersign/widget.") && path.endsWith(".wasm") && widget.kind !== "no wasm") return { type: "application/wasm", body: "" };
  if (path === "/countersign/layers.0123456789abcdef.css" && !path.includes(widget.without)) return { type: "text/css", body: "[part=sheet]{background:#fff}" };
  const made = built[path.slice("/countersign/".length)];
  if (made && !path.includes(widget.without)) {
    return { type: path.endsWith(".json") ? "application/json" : "text/html", body: path.includes(widget.altered) ? `${made} ` : made };
  }
  if (path.startsWith("/t/")) {
    if (query.get("wait") === "ever") return undefined;
    if (query.has("until")) await released(query.get("until"));
    await new Promise((done) => setTimeout(done, Number(query.get("wait") || 0)));
    return { type: script, body: `(window.ran = window.ran || []).push(${JSON.stringify(path.slice(3, -3))});` };
  }
  return { status: 404, type: "text/plain", body: "" };
}

/** Starts a server; `pages` maps a path to HTML, or to an object with `body` and `headers`. */
export async function serve(pages) {
  const widget = { kind: "works", without: undefined, altered: undefined };
  const holds = new Map();
  /** What answers wait for by name, and how to end that. */
  const hold = (name) => {
    if (!holds.has(name)) {
      let release;
      const released = new Promise((done) => (release = done));
      holds.set(name, { released, release });
    }
    return holds.get(name);
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const answered = await answer(pathname, searchParams, pages, widget, (name) => hold(name).released);
    if (!answered) return;
    const { status = 200, type, body, headers = {}, parts } = answered;
    response.writeHead(status, { "content-type": type, "cache-control": "no-store", ...headers });
    for (const part of parts || []) {
      response.write(part);
      await new Promise((done) => setTimeout(done, 150));
    }
    response.end(body);
  });
  // On every address, so that `localhost` is another host than the pages' own.
  await new Promise((ready) => server.listen(0, ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { pages, widget, origin, release: (name) => hold(name).release(), close: () => server.close() && server.closeAllConnections() };
}

/** The line that authors paste. */
export const tag = '<script src="/countersign/countersign.js"></script>';

/** A whole page with the loader in its head. */
export const html = (body, head = tag, lang = "en") => `<!doctype html><html lang="${lang}"><head><title>t</title>${head}</head><body>${body}</body></html>`;
