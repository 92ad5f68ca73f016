/**
 * How long the Rust of the widget and of its receipts takes to start, as wasm and as the fallback in JavaScript: from asking for it to its first
 * answer, and how long for some work.
 *
 * Enters: the folder of built scripts and the widget's glue as the first arguments, `--rounds N`, the browser in `CHROMIUM`. Leaves: bytes on
 * the wire and a table of medians. The two forms take turns, each in a context of its own, so that whatever else runs here slows both. The glue of
 * wasm is there beforehand, as in the widget; the fallback brings its own.
 * Deliberately absent: a verdict that fails, because times on a busy machine prove little.
 */

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

const [assets, glue, ...options] = process.argv.slice(2);
const rounds = Number(options[options.indexOf("--rounds") + 1]) || 15;
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm" };
/** What each side of Rust is asked for first, and for work; the glue of the receipts lies beside the widget's. */
const SIDES = {
  widget: { first: ["digest", ""], work: ["digest", "parcel! ".repeat(8192)], named: "digest of 64 KB" },
  receipts: { first: ["judge", "[]", "", "en"], work: ["judge", receipts(), "", "en"], named: "judgment of 11 receipts" },
};
const FILES = { "/": "<!doctype html><meta charset=utf-8><title>Bench</title>" };
for (const side in SIDES) {
  FILES[`/${side}.js`] = readFileSync(join(dirname(glue), `${side}.js`));
  for (const ending of ["wasm", "fallback.js"]) FILES[`/${side}.${ending}`] = readFileSync(join(assets, `${side}.${ending}`));
}
const packed = Object.fromEntries(Object.entries(FILES).map(([path, body]) => [path, brotliCompressSync(body)]));

const server = createServer((request, response) => {
  const body = packed[request.url];
  if (!body) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": TYPES[extname(request.url) || ".html"], "Content-Encoding": "br", "Cache-Control": "max-age=600" }).end(body);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

/** The vectors of receipts, as the verifying page is given files. */
function receipts() {
  const { receipts } = JSON.parse(readFileSync(new URL("../fixtures/receipts.json", import.meta.url), "utf8"));
  return JSON.stringify(receipts.map(({ name, jws }) => [`${name}.jws`, jws]));
}

/** In the page: starts one form of one side; milliseconds until its first answer, and for its work afterwards. */
const start = async ([form, side, { first, work }]) => {
  const glue = form === "wasm" && (await import(`/${side}.js`));
  const begin = performance.now();
  let rust = glue;
  if (glue) await glue.default({ module_or_path: `/${side}.wasm` });
  else (rust = await import(`/${side}.fallback.js`)).default();
  const ask = ([name, ...given]) => rust[name](...given);
  ask(first);
  const up = performance.now();
  ask(work);
  return { up: up - begin, done: performance.now() - up };
};

const SLOW = { cpu: 4, network: { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 } };
const PROFILES = { "as it is": undefined, slow: SLOW };

/** One start on a first visit and one on the next page of the same visitor. */
async function visit(browser, form, side, profile) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  if (profile) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", profile.network);
    await session.send("Emulation.setCPUThrottlingRate", { rate: profile.cpu });
  }
  const found = [];
  for (const when of ["first", "next"]) {
    await tab.goto(`${origin}/`);
    found.push([when, await tab.evaluate(start, [form, side, SIDES[side]])]);
  }
  await context.close();
  return found;
}

const times = new Map();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
for (let round = 0; round <= rounds; round++) {
  for (const [name, profile] of Object.entries(PROFILES)) {
    for (const side in SIDES) {
      for (const form of round % 2 ? ["wasm", "fallback"] : ["fallback", "wasm"]) {
        for (const [when, { up, done }] of await visit(browser, form, side, profile)) {
          if (!round) continue; // the first round warms up
          for (const [what, ms] of [[`start, ${when} page`, up], [SIDES[side].named, done]]) {
            const key = `${side}: ${what}, ${name}`;
            if (!times.has(key)) times.set(key, { wasm: [], fallback: [] });
            times.get(key)[form].push(ms);
          }
        }
      }
    }
  }
}
await browser.close();
server.close();

const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const told = (list) => `${middle(list).toFixed(1)} (${Math.min(...list).toFixed(1)}–${Math.max(...list).toFixed(1)})`;
const weight = (path) => `${path} ${packed[`/${path}`].length} (unpacked ${FILES[`/${path}`].length})`;
for (const side in SIDES) console.log(`bytes, brotli 11 | ${weight(`${side}.wasm`)} | ${weight(`${side}.fallback.js`)}`);
console.log("what | wasm, ms: median (least–most) | fallback, ms | fallback against wasm");
for (const [what, { wasm, fallback }] of times) console.log([what, told(wasm), told(fallback), (middle(fallback) / middle(wasm)).toFixed(2)].join(" | "));
