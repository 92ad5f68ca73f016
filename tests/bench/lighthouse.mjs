/**
 * Lighthouse over the demo's pages, each with the widget and without it in turns.
 *
 * Enters: the demo's `site/` and `dist/` as arguments, `--rounds N`, the browser in `CHROMIUM`. Leaves: medians of the performance score
 * and of what it is made of. Without the widget means the same page less the loader's script; what is gated stays shut in both.
 */

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { auditor } from "../a11y/lighthouse.mjs";

const [site, dist, ...options] = process.argv.slice(2);
const rounds = Number(options[options.indexOf("--rounds") + 1]) || 3;
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm", ".svg": "image/svg+xml" };
const LOADER = /<script src="\/countersign\/countersign\.js"><\/script>/;
const PAGES = ["/index.html", "/track.html", "/ship.html"];
const PARTS = [["first-contentful-paint", "FCP, ms"], ["largest-contentful-paint", "LCP, ms"], ["total-blocking-time", "blocked, ms"], ["cumulative-layout-shift", "shift"], ["speed-index", "speed index, ms"]];

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  const path = pathname.startsWith("/countersign/") ? join(dist, pathname.slice(13)) : join(site, pathname);
  if (request.method === "POST" || !existsSync(path)) return response.writeHead(request.method === "POST" ? 204 : 404).end();
  const text = readFileSync(path);
  const body = searchParams.has("without") ? text.toString().replace(LOADER, "") : text;
  response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream", "Content-Encoding": "br", "Cache-Control": "max-age=86400" });
  response.end(brotliCompressSync(body));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const lighthouse = await auditor(process.env.CHROMIUM);
const found = new Map();
for (let round = 0; round < rounds; round++) {
  for (const page of PAGES) {
    for (const without of round % 2 ? ["?without", ""] : ["", "?without"]) {
      const { scores, audits } = await lighthouse.audit(origin + page + without, ["performance"]);
      const key = `${page}, ${without ? "without" : "with"} the widget`;
      found.set(key, [...(found.get(key) ?? []), [scores.performance, ...PARTS.map(([id]) => audits[id].numericValue)]]);
    }
  }
  process.stderr.write(`round ${round + 1} of ${rounds}\n`);
}
await lighthouse.close();
server.close();
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
console.log(["page", "performance, of 100", ...PARTS.map(([, name]) => name)].join(" | "));
for (const [key, list] of [...found].sort()) {
  console.log([key, ...list[0].map((_, place) => Math.round(middle(list.map((row) => row[place])) * 1000) / 1000)].join(" | "));
}
