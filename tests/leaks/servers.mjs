/**
 * The two servers of the leak suite, on every loopback address: pages with the built loader, and the sink, which is every third party.
 *
 * In: `dist/` and a function that answers a page's HTML and headers by host and path. Out: origins for visitors who were never here
 * before, and what the sink was asked for, by visitor and host. A visitor is a loopback address of its own: new cookies, new storage.
 * Addresses of the sink begin with `/<visitor>/`, so that what comes late is never counted for another page.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".gif": "image/gif", ".vtt": "text/vtt", ".sse": "text/event-stream" };

/** What a script of the sink does: it writes its name into `window.ran`. */
export const script = (name) => `(self.ran = self.ran || []).push(${JSON.stringify(name)});`;

/** The integrity value of such a script. */
export const integrity = (name) => "sha256-" + createHash("sha256").update(script(name)).digest("base64");

function listen(server, port = 0) {
  return new Promise((done, failed) => server.once("error", failed).listen(port, "0.0.0.0", () => done(server.address().port)));
}

/** The body of one of the sink's files. */
function body(name) {
  const kind = extname(name);
  if (kind === ".js" || kind === ".mjs") return script(name);
  if (kind === ".svg") return '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="s"><rect width="9" height="9"/></g></svg>';
  if (kind === ".vtt") return "WEBVTT\n";
  return kind === ".gif" ? GIF : "";
}

/** Starts the sink; `hosts` says what stands behind each of its names. */
export async function sink(hosts) {
  const asked = [];
  const hanging = new Set();
  const note = (request) => {
    const [, visitor, ...path] = request.url.split("?")[0].split("/");
    asked.push({ visitor, what: `${hosts[request.headers.host.split(":")[0]] || "elsewhere"}/${path.join("/")}` });
    return path.at(-1);
  };
  const server = createServer((request, response) => {
    const headers = { "access-control-allow-origin": request.headers.origin || "*", "access-control-allow-credentials": "true", "access-control-allow-headers": "*", "cache-control": "no-store" };
    if (request.method === "OPTIONS") return response.writeHead(204, headers).end();
    const name = note(request);
    if (name.startsWith("hang")) return hanging.add(response.on("close", () => hanging.delete(response)));
    const status = name.startsWith("fail") ? 500 : 200;
    const wait = Number(new URL(request.url, "http://sink").searchParams.get("wait"));
    setTimeout(() => response.writeHead(status, { "content-type": TYPES[extname(name)] || "text/plain", ...headers }).end(body(name)), wait);
  });
  server.on("upgrade", (request, socket) => {
    note(request);
    socket.destroy();
  });
  const connections = [];
  server.on("connection", (socket) => connections.push(socket.localAddress));
  const port = await listen(server);
  return {
    port,
    /** What a visitor's pages asked for, sorted. */
    asked: (visitor) => asked.filter((one) => one.visitor === visitor).map(({ what }) => what).sort(),
    /** How many connections came in on one address. */
    connections: (address) => connections.filter((one) => one === address).length,
    /** Gives up on what hangs, so that no page waits for it after its test. */
    release: () => hanging.forEach((response) => response.destroy()),
    close: () => (server.closeAllConnections(), server.close()),
  };
}

/** Starts the site: `/countersign/` is `dist/`, everything else what `page(host, path, cookies)` answers. */
export async function site(dist, page) {
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    const answer = (status, type, content, headers = {}) => response.writeHead(status, { "content-type": type, "cache-control": "no-cache", ...headers }).end(content);
    if (request.method === "POST") return answer(404, "text/plain", "");
    if (pathname.startsWith("/countersign/")) {
      const file = join(dist, pathname.slice("/countersign/".length));
      return existsSync(file) ? answer(200, TYPES[extname(file)] || "text/plain", readFileSync(file)) : answer(404, "text/plain", "");
    }
    asked.push(request.socket.localAddress + pathname);
    const made = page(request.socket.localAddress, pathname, request.headers.cookie || "");
    return made ? answer(200, TYPES[extname(pathname)] || TYPES[".html"], made.html, made.headers) : answer(404, "text/plain", "");
  });
  const port = await listen(server);
  return {
    port,
    /** How often a visitor's browser asked for a page. */
    asked: (host, path) => asked.filter((one) => one === host + path).length,
    close: () => (server.closeAllConnections(), server.close()),
  };
}
