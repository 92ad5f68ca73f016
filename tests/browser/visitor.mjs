/**
 * A visitor and the tabs that are open: what a person intends, in one word each, by public hooks only (formats.md section 9).
 *
 * Enters: a browser, a courier. Leaves: `Visitor`, `Tab`. Deliberately absent: assertions about what should have happened.
 */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

/** How long anything on a busy machine may take. Milliseconds. */
const PATIENCE = 30_000;
/** After how long layer 1 comes back where the preferences did not, with room for the click. Milliseconds (`src/ports/main.ts`). */
const LOST_MS = 5_000;
/** Names that the demo's third parties leave in a browser. */
const THIRD_PARTY = /^(_mk_|_al_|sb_|pk_)/;

/** Speaks a signal in the page, as a browser with that setting does: `d` DNT, `g` GPC, `b` both. */
const speak = (letter) => {
  if ("gb".includes(letter)) Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { configurable: true, get: () => true });
  if ("db".includes(letter)) Object.defineProperty(Navigator.prototype, "doNotTrack", { configurable: true, get: () => "1" });
};

/** One person with one browser profile. */
export class Visitor {
  /** `signal` is n, d, g or b; `lang` the page's language; `init` runs before each page; the rest are options of a browser context. */
  static async create(browser, courier, { signal = "n", lang, init, ...options } = {}) {
    const visitor = new Visitor();
    visitor.courier = courier;
    visitor.context = await browser.newContext({ locale: "en-US", acceptDownloads: true, ...options });
    visitor.context.setDefaultTimeout(PATIENCE);
    if (signal !== "n") await visitor.context.addInitScript(speak, signal);
    // Where a page has no origin of its own, such as the empty one of a new tab in Firefox, there is no storage either.
    if (lang) await visitor.context.addInitScript((tag) => origin !== "null" && localStorage.setItem("layang_lang", tag), lang);
    if (init) await visitor.context.addInitScript(init);
    /** Every request to the stand-ins that the browser made, apart from reading their log. */
    visitor.asked = [];
    visitor.context.on("request", (request) => {
      const url = request.url();
      if (url.startsWith(courier.standIns.origin) && !url.endsWith("/__log")) visitor.asked.push(url);
    });
    return visitor;
  }

  /** From now on the browser sends a signal. */
  signals(letter) {
    return this.context.addInitScript(speak, letter);
  }

  /** Opens a page in a new tab. */
  async tab(path = "/") {
    const tab = new Tab(this, await this.context.newPage());
    await tab.open(path);
    return tab;
  }

  /** The value of the state cookie. */
  async cookie() {
    return (await this.context.cookies()).find(({ name }) => name === "cs")?.value;
  }

  /** Leaves for good. */
  leave() {
    return this.context.close();
  }
}

/** One tab. */
export class Tab {
  constructor(visitor, page) {
    Object.assign(this, { visitor, page, courier: visitor.courier, faults: [], said: [] });
    page.on("pageerror", (error) => this.faults.push(String(error)));
    // The icon that browsers ask for by themselves is none of the product's.
    const isOurs = (message) => message.type() === "error" && !message.location().url.endsWith("/favicon.ico");
    page.on("console", (message) => isOurs(message) && this.said.push(`${message.text()} ${message.location().url}`));
    this.banner = page.locator("#countersign");
    this.button = page.locator("#countersign-button");
    // The dialog element itself has no box; its title has.
    this.dialog = page.locator("#countersign-dialog h1");
  }

  async open(path) {
    await this.page.goto(this.courier.origin + path);
  }

  async reload() {
    await this.page.reload();
  }

  /**
   * Loses what was stored, as to a person who clears it, or to Safari: these cookies, or all, and web storage. The loader copies a choice once
   * more three seconds after a page's start, so that the page on which it happens has none.
   */
  async lose(cookies) {
    await this.open("/countersign/verify/");
    await this.visitor.context.clearCookies(cookies);
    await this.page.evaluate(() => localStorage.clear());
  }

  /** A control of whichever surface is shown. */
  control(hook) {
    const places = ["#countersign ", "#countersign-dialog ", "#countersign-button"].map((place) => `${place}[data-cs=${hook}]:visible`);
    return this.page.locator(places.join()).first();
  }

  /** The surface that is shown: `banner`, `dialog`, `button` or `none`. */
  async surface() {
    if (await this.dialog.isVisible()) return "dialog";
    if (await this.banner.isVisible()) return "banner";
    return (await this.button.isVisible()) ? "button" : "none";
  }

  /** Waits until the small button is all that is left. */
  async closed() {
    await this.dialog.waitFor({ state: "hidden" });
    await this.button.waitFor({ state: "visible" });
    await this.settle();
  }

  async acceptAll() {
    await this.control("accept").click();
    await this.closed();
  }

  async refuseAll() {
    await this.control("refuse").click();
    await this.closed();
  }

  /**
   * Opens the preferences from the banner or the button. Where this machine is too busy for them to come in time, layer 1 comes back: then
   * asks again, as a visitor would.
   */
  async choose() {
    const end = Date.now() + PATIENCE;
    // The preferences may come over what is shown at the very moment of a click: then that click finds nothing, and that is well.
    const brief = { timeout: 5_000 };
    for (let asked = "", at = 0; ; await pause(20)) {
      const surface = await this.surface();
      if (surface === "dialog") return;
      assert.ok(Date.now() < end, `the preferences never opened; shown: ${surface}; console: ${this.said}`);
      // Layer 1 that came back looks like layer 1 that was never left.
      if (asked !== surface || Date.now() - at > LOST_MS) {
        asked = await this.control("choose").click(brief).then(() => surface, () => "");
        at = Date.now();
      }
    }
  }

  /** Waits for what is in the open folds of the preferences, which is fetched. */
  async filled() {
    await this.page.waitForFunction(() => !document.querySelector("#countersign-dialog > div").shadowRoot.querySelector("details[open][data-cs-more]"));
  }

  /** Opens every fold of the preferences and waits for what is in them. */
  async unfold() {
    const folds = this.page.locator("#countersign-dialog details");
    await folds.evaluateAll((all) => all.forEach((details) => (details.open = true)));
    await this.filled();
  }

  /** Puts exactly these purposes on in the preferences and saves. */
  async save(purposes) {
    for (const one of await this.page.locator("#countersign-dialog input[name=purpose]").all()) {
      await one.setChecked(purposes.includes(await one.getAttribute("value")));
    }
    await this.control("save").click();
    await this.closed();
  }

  async withdraw() {
    await this.choose();
    await this.control("withdraw").click();
    await this.closed();
  }

  async openPolicy() {
    if (!(await this.dialog.isVisible())) await this.choose();
    await this.page.locator("#countersign-dialog [data-cs=policy]").click();
    await this.page.locator("#countersign-dialog [data-cs-text]").waitFor();
  }

  /** Opens the receipts and answers what the list says of each, newest first. */
  async openReceipts() {
    if (!(await this.dialog.isVisible())) await this.choose();
    await this.control("receipts").click();
    await this.control("back").waitFor();
    // That it took more than eight seconds, which the product says, is this machine's fault; what failed has a cause.
    this.said = this.said.filter((line) => !line.startsWith("CS-RECEIPTS undefined"));
    return this.page.locator("#countersign-dialog .cs-receipt").evaluateAll((rows) =>
      rows.map((row) => ({
        id: row.querySelector("[data-cs-receipt]").dataset.csReceipt,
        state: row.querySelector("[data-cs-state]").dataset.csState,
        text: row.textContent.trim(),
      })),
    );
  }

  async back() {
    await this.control("back").click();
    await this.page.locator("#countersign-dialog input[name=purpose]").first().waitFor();
  }

  async close() {
    await this.control("close").click();
    await this.dialog.waitFor({ state: "hidden" });
  }

  /** Lets every frame, task and idle moment pass in which the loader could open a gate. */
  async settle() {
    await this.page.evaluate(async () => {
      if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
      for (let round = 0; round < 3; round++) {
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        await new Promise((done) => (window.requestIdleCallback ? requestIdleCallback(done, { timeout: 500 }) : setTimeout(done, 50)));
      }
    });
  }

  /** What the page's own scripts are told. */
  state() {
    return this.page.evaluate(() => window.countersign.state());
  }

  /** Choices that wait to be sealed. */
  pending() {
    return this.page.evaluate(() => Object.keys(localStorage).flatMap((key) => (key.startsWith("cs.pending.") ? JSON.parse(localStorage[key]) : [])).sort((a, b) => a.at - b.at));
  }

  /** Every name that is stored in this browser, sorted: cookies and both web storages. */
  async names() {
    const cookies = (await this.visitor.context.cookies()).map(({ name }) => name);
    const stored = await this.page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
    return [...cookies, ...stored].sort();
  }

  /** The names among them that belong to third parties. */
  async thirdPartyNames() {
    return (await this.names()).filter((name) => THIRD_PARTY.test(name));
  }
}
