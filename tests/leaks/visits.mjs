/**
 * Visits in one engine: a driver, the two servers around a site that the real command built, and what a visitor does and sees.
 *
 * In: the engine's name, and programs below `CARGO_TARGET_DIR` (default `target/`). Out: `Visits`, and `until`.
 * A visitor is a loopback address that nobody used before; each page view counts its own requests.
 * Absent: retries, and any sleep that could hide a request: waiting only makes a leak easier to see.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { integrity, sink, site } from "./servers.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");

/** How long a request may take to arrive that nothing holds back, in milliseconds. */
const SETTLE = 120;
/** How long anything on a busy machine may take. Milliseconds. */
const PATIENCE = 20_000;

/** The sink's names: one for each purpose, one that the site has not declared. */
const HOSTS = { "counter.localhost": "analytics", "adverts.localhost": "marketing", "films.localhost": "embeds", "other.localhost": "foreign" };

/** A day as states name it. */
const inDays = (days) => String(Math.floor(Date.now() / 864e5) + days);

const sleep = (time) => new Promise((done) => setTimeout(done, time));

/** Reads until the value satisfies and answers it, or the last one. */
export async function until(read, satisfies = Boolean, patience = PATIENCE) {
  for (const end = Date.now() + patience; ; await sleep(25)) {
    const value = await read();
    if (satisfies(value) || Date.now() > end) return value;
  }
}

/** The middle of an element in the window, where it is shown. Runs on the page. */
function middle(selector) {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return box?.width && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Builds the suite's site for the port of a sink, which no other file of tests has meanwhile. */
function build(port) {
  const folder = join(TARGET, "leaks", String(port));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(fileURLToPath(new URL("site", import.meta.url)), folder, { recursive: true });
  const toml = join(folder, "site.toml");
  writeFileSync(toml, readFileSync(toml, "utf8").replaceAll("SINK", port));
  const dist = join(folder, "dist");
  execFileSync(join(TARGET, "debug/countersign"), ["build", toml, "-o", dist, "--assets", join(TARGET, "web")], { stdio: "pipe" });
  return dist;
}

/** One engine with everything around it. */
export class Visits {
  /** Starts them. `options` are the driver's. */
  static async start(engine, options) {
    const { start } = await import(`./drivers/${engine}.mjs`);
    const visits = new Visits();
    visits.sink = await sink(HOSTS);
    visits.dist = build(visits.sink.port);
    visits.material = JSON.parse(readFileSync(join(visits.dist, "manifest.json"), "utf8")).material;
    visits.site = await site(visits.dist, (...asked) => visits.page(...asked));
    visits.pages = new Map();
    visits.views = 0;
    visits.visitors = 0;
    visits.driver = await start(options);
    return visits;
  }

  async close() {
    await this.driver.close();
    rmSync(dirname(this.dist), { recursive: true, force: true });
    this.sink.close();
    this.site.close();
  }

  /** A visitor who was never here, on pages by path; `headers` are those of the pages, `state` is the first page's state cookie. */
  async visitor(pages, { headers = {}, state } = {}) {
    const number = ++this.visitors;
    this.host = `127.9.${number >> 8}.${number & 255}`;
    this.alone = this.host.replace("127.9", "127.8");
    this.pages.set(this.host, { pages, headers, state });
  }

  /** What the site answers: a page and its headers with the words in double braces filled in. */
  page(address, path, cookies) {
    const { pages, headers, state } = this.pages.get(address) || {};
    if (pages?.[path] === undefined) return;
    const third = (host) => `http://${host}:${this.sink.port}/${this.view}`;
    const words = { nonce: randomUUID(), alone: third(this.alone), material: this.material, day: inDays(99) };
    for (const [host, name] of Object.entries(HOSTS)) words[name] = third(host);
    const fill = (text) => text.replace(/\{\{(?:integrity:([\w.]+)|(\w+))\}\}/g, (_, file, word) => (file ? integrity(file) : words[word]));
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]));
    if (state && !/(^| )cs=/.test(cookies)) sent["set-cookie"] = `cs=${fill(state)}; Path=/; SameSite=Lax; Max-Age=86400`;
    return { html: fill(pages[path]), headers: sent };
  }

  /** The state cookie's value of a visitor who opened exactly these, parted by `~`. */
  state(open) {
    return `1.${this.material}.${inDays(99)}.nu.${open}`;
  }

  /** Opens a page as a new page view, and waits until the loader shows something. */
  async open(path = "/", ready = true) {
    const url = `http://${this.host}:${this.site.port}${path}`;
    await this.leave(() => this.driver.go(url), url);
    if (ready) await until(() => this.evaluate(() => !!document.querySelector("#countersign,#countersign-button")));
  }

  /** Loads the page again, as a new page view. */
  async reload() {
    await this.leave(() => this.evaluate(() => void setTimeout(() => location.reload())), await this.evaluate(() => document.URL));
  }

  /** Leaves a page and waits for the next one, which can have the same address; its scripts may still hang. */
  async leave(go, url) {
    this.view = `v${++this.views}`;
    // The page before may be on its way out still, and then loses the question.
    await until(() => this.evaluate(() => (window.left = true)).catch(() => false));
    await go();
    const there = (address) => !window.left && document.URL === address && document.readyState !== "loading";
    assert.ok(await until(() => this.driver.evaluate(there, [url], 1000).catch(() => false)), `${url} comes`);
  }

  /** Goes back in the history, and waits until the page there answers. */
  async back() {
    const from = await this.evaluate(() => (setTimeout(() => history.back()), location.href));
    await until(() => this.evaluate(() => location.href).catch(() => from), (now) => now !== from);
  }

  /** Calls a function on the page and answers what it returns. */
  evaluate(work, ...values) {
    return this.driver.evaluate(work, values);
  }

  /** Clicks a control of layer 1, as a person would: `accept` or `refuse`. */
  async click(control) {
    const place = await until(() => this.evaluate(middle, `#countersign [data-cs=${control}]`));
    assert.ok(place, `${control} can be clicked`);
    await this.driver.click(place);
  }

  /** What this page view asked the sink for. */
  asked() {
    return this.sink.asked(this.view);
  }

  /** How often the address that only this visitor's pages name was connected to. */
  connections() {
    return this.sink.connections(this.alone);
  }

  /** Waits until the page is loaded, and as long again as a request could take. */
  async quiet() {
    await until(() => this.evaluate(() => document.readyState === "complete"), Boolean, 2000);
    await sleep(SETTLE);
  }

  /**
   * Holds that this page view asks for exactly these, each as often as it is listed; one with `+` at its end once or more often. What
   * `may` lists can come besides, once.
   */
  async expect(when, wanted, may = []) {
    const names = wanted.map((one) => one.replace("+", "")).sort();
    const repeated = wanted.filter((one) => one.endsWith("+")).map((one) => one.slice(0, -1));
    const times = (list, name) => list.filter((one) => one === name).length;
    const extra = (one, place, all) => may.includes(one) && all.indexOf(one) === place;
    const seen = () => this.asked().filter((one, place, all) => !extra(one, place, all) && (!repeated.includes(one) || all.indexOf(one) === place));
    await until(seen, (asked) => names.every((one) => times(asked, one) >= times(names, one)), names.length ? PATIENCE : 0);
    await this.quiet();
    assert.deepEqual(seen(), names, when);
  }

  /** A policy of `csp.txt` by its title: the one with host lists. */
  policy(title) {
    return new RegExp(`# ${title}\\nContent-Security-Policy: (.*)`).exec(readFileSync(join(this.dist, "csp.txt"), "utf8"))[1];
  }
}
