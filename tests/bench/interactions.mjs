/**
 * Interaction to next paint of what visitors press, with a policy of full length: accept, refuse, layers 2 and 3, save.
 *
 * Enters: a built `dist/` as the first argument, `--rounds N`, the browser in `CHROMIUM`. Leaves: a table of medians beside the budgets.
 * Each press is a tap in a context of its own on a phone's screen; rounds take turns with a bare page whose button hides a box, which is the
 * floor of this machine at this moment. Times are read as ratios to it: whatever else runs here slows both.
 * Deliberately absent: a verdict that fails, because times on a busy machine prove little.
 */

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

const [dist, ...options] = process.argv.slice(2);
const rounds = Number(options[options.indexOf("--rounds") + 1]) || 8;
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm" };
const WORDS = "<p>Parcels are weighed, labeled and sorted at night, and leave for the next depot before the first tram.</p>".repeat(60);
const page = (head, body) => `<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">${head}<title>Bench</title><body>${body}<main><h1>Parcels</h1>${WORDS}</main>`;
// Who listens to no pointer is told of no press: the floor listens, as the banner does.
const PAGES = {
  "/": page(`<script src="/countersign/countersign.js"></script>`, ""),
  "/floor": page("", `<div id=box onpointerover="0" style="position:fixed;inset:auto 0 0;padding:1em;background:#fff;border:1px solid"><button onclick="box.hidden=true" style="min-height:44px">Hide</button></div>`),
};

/** Serves pages and built files, as a host with brotli would. */
function serve() {
  const packed = new Map();
  const pack = (path) => {
    if (!packed.has(path)) packed.set(path, brotliCompressSync(PAGES[path] ?? readFileSync(join(dist, path.replace("/countersign/", "")))));
    return packed.get(path);
  };
  const server = createServer((request, response) => {
    const path = request.url.split("?")[0];
    if (request.method === "POST") return response.writeHead(204).end();
    try {
      const body = pack(path);
      response.writeHead(200, { "Content-Type": TYPES[extname(path) || ".html"], "Content-Encoding": "br", "Cache-Control": PAGES[path] ? "no-cache" : "max-age=600" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** Runs before the page: keeps what the browser says of interactions, and when something came into view after a press. */
const watch = () => {
  window.entries = [];
  new PerformanceObserver((list) => window.entries.push(...list.getEntries())).observe({ type: "event", durationThreshold: 16 });
  addEventListener("click", (event) => (window.pressed = event.timeStamp), true);
};

/** The longest duration of the last interaction, 0 where it was below what the browser tells (16 ms). */
const last = () => {
  const own = window.entries.filter(({ interactionId }) => interactionId);
  const newest = own.at(-1)?.interactionId;
  return Math.max(0, ...own.filter(({ interactionId }) => interactionId === newest).map(({ duration }) => duration));
};

/** Waits in the page until the dialog shows something, frame by frame, and answers how long after the press. */
const shown = (selector) =>
  new Promise((done) => {
    const look = () => {
      const found = document.querySelector("#countersign-dialog[open] > div")?.shadowRoot.querySelector(selector);
      if (found) requestAnimationFrame(() => setTimeout(() => done(performance.now() - window.pressed)));
      else requestAnimationFrame(look);
    };
    look();
  });

/**
 * Waits in the page for a control, scrolls it into view and answers its middle. Not by the driver's locators: to find anything they
 * listen to every event of the page in two worlds, and at the first press that work would count as ours.
 */
const place = (selector) =>
  new Promise((done) => {
    const inside = selector.replace("#countersign-dialog ", "");
    const look = () => {
      const root = inside === selector ? document : document.querySelector("#countersign-dialog[open] > div")?.shadowRoot;
      const found = root?.querySelector(inside);
      const { left, top, width, height } = found?.getBoundingClientRect() ?? {};
      if (!width) return requestAnimationFrame(look);
      if (top < 0 || top + height > innerHeight) {
        found.scrollIntoView({ block: "center" });
        return requestAnimationFrame(look);
      }
      done({ x: left + width / 2, y: top + height / 2 });
    };
    look();
  });

const SLOW = { cpu: 4, network: { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8), uploadThroughput: (0.75e6 / 8) } };
const BANNER = "#countersign";
/** Name, what is pressed before, what is pressed, what then shows in the dialog, budget on the slow profile in milliseconds (DESIGN section 7). */
const PRESSES = [
  ["floor: a box is hidden", [], "#box button", "", undefined],
  ["accept all", [], `${BANNER} [data-cs=accept]`, "", 32],
  ["refuse all", [], `${BANNER} [data-cs=refuse]`, "", 32],
  ["open layer 2", [], `${BANNER} [data-cs=choose]`, "[data-cs=save]", 100],
  ["save in layer 2", [[`${BANNER} [data-cs=choose]`, "[data-cs=save]"]], "#countersign-dialog [data-cs=save]", "", 32],
  ["open layer 3", [[`${BANNER} [data-cs=choose]`, "[data-cs=save]"]], "#countersign-dialog [data-cs=policy]", "[data-cs-text] h2", 200],
];

/** One press in a context of its own: interaction to next paint, and until it shows. */
async function press(browser, origin, [name, before, target, sign], profile) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, hasTouch: true, isMobile: true, locale: "en-US" });
  const tab = await context.newPage();
  await tab.addInitScript(watch);
  const session = await context.newCDPSession(tab);
  if (profile) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", profile.network);
    await session.send("Emulation.setCPUThrottlingRate", { rate: profile.cpu });
  }
  await tab.goto(origin + (name.startsWith("floor") ? "/floor" : "/"));
  const tap = async (selector, appears) => {
    await tab.evaluate(place, selector);
    await tab.waitForTimeout(400);
    const { x, y } = await tab.evaluate(place, selector);
    await tab.touchscreen.tap(x, y);
    return appears ? tab.evaluate(shown, appears) : undefined;
  };
  for (const [selector, appears] of before) await tap(selector, appears);
  const until = await tap(target, sign);
  await tab.waitForTimeout(profile ? 1200 : 400);
  const inp = await tab.evaluate(last);
  await context.close();
  return { inp, until };
}

const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const told = (list, least) => (list.length ? `${Math.round(middle(list))} (${Math.round(Math.min(...list))}–${Math.round(Math.max(...list))})`.replaceAll(/(?<!\d)0(?!\d)/g, least) : "");

const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}`;
const found = new Map();
for (let round = 0; round <= rounds; round++) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  for (const [profile, name] of [[undefined, "as it is"], [SLOW, "slow"]]) {
    for (const one of PRESSES) {
      const measured = await press(browser, origin, one, profile);
      // The first round warms up.
      if (round) found.set(`${one[0]}, ${name}`, [...(found.get(`${one[0]}, ${name}`) ?? []), { ...measured, budget: name === "slow" ? one[4] : undefined }]);
    }
  }
  await browser.close();
  process.stderr.write(`round ${round} of ${rounds}\n`);
}
server.close();
console.log("press | interaction to next paint, ms: median (least–most) | against the floor | until it shows, ms | budget, ms | within");
for (const [name, list] of found) {
  const inp = list.map(({ inp }) => inp);
  const floor = middle(found.get(`${PRESSES[0][0]}, ${name.split(", ").at(-1)}`).map(({ inp }) => inp));
  const until = list.map(({ until }) => until).filter((ms) => ms !== undefined);
  const { budget } = list[0];
  const cells = [name, told(inp, "<16"), floor ? (middle(inp) / floor).toFixed(2) : "", told(until, "0"), budget ?? "", budget ? (middle(inp) <= budget ? "yes" : "no") : ""];
  console.log(cells.join(" | "));
}
