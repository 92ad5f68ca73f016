/**
 * A person in any of the three engines: what they see and press, by public hooks only (formats.md section 9), over the drivers of the leak suite.
 *
 * Enters: the name of an engine, a courier. Leaves: `Person`. Absent: waits for a time, and assertions about what should have happened.
 */
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../browser/harness.mjs";

/** How long a press may take to show before it is made again, in milliseconds: something may have come in its way. */
const AGAIN = 5_000;

/** Brings a control into view and answers the middle of it; nothing where it is not shown, or something lies over it. Runs on the page. */
function spot(selector) {
  const root = document.querySelector("#countersign-dialog[open] > div")?.shadowRoot;
  const places = root ? [root] : [document];
  const element = places.flatMap((place) => [...place.querySelectorAll(selector)]).find((one) => one.getClientRects().length);
  if (!element) return undefined;
  element.scrollIntoView({ block: "center" });
  const { x, y, width, height } = element.getBoundingClientRect();
  const middle = { x: x + width / 2, y: y + height / 2 };
  const there = (root ?? document).elementFromPoint(middle.x, middle.y);
  return there && (element.contains(there) || there.contains(element)) ? middle : undefined;
}

/** What is shown: `preferences`, `policy`, `else`, `banner`, `button` or `none`. Runs on the page. */
function surface() {
  const root = document.querySelector("#countersign-dialog[open] > div")?.shadowRoot;
  if (root) return root.querySelector("[data-cs-text]") ? "policy" : root.querySelector("[name=purpose]") ? "preferences" : "else";
  const shown = (id) => document.getElementById(id)?.getClientRects().length;
  return shown("countersign") ? "banner" : shown("countersign-button") ? "button" : "none";
}

/** A person with one engine. */
export class Person {
  static async start(engine, courier) {
    const { start } = await import(`../leaks/drivers/${engine}.mjs`);
    return Object.assign(new Person(), { engine, courier, driver: await start() });
  }

  close() {
    return this.driver.close();
  }

  /** Calls a function on the page. A page that is on its way out loses the question. */
  evaluate(work, ...values) {
    return this.driver.evaluate(work, values);
  }

  /** Opens a page, and waits until the loader shows something. */
  async open(path = "/") {
    const url = this.courier.origin + path;
    await this.driver.go(url);
    const there = (address) => document.URL === address && document.readyState === "complete" && !!document.querySelector("#countersign, #countersign-button");
    await until(`${this.engine}: ${path} is there`, () => this.driver.evaluate(there, [url], 2000).catch(() => false));
  }

  /** Waits until a surface is shown. */
  sees(wanted) {
    return until(`${this.engine} shows ${wanted}`, () => this.evaluate(surface), (shown) => shown === wanted);
  }

  /** Presses a control until what should follow does: a surface, or a condition of its own. */
  async press(selector, follows) {
    const done = typeof follows === "string" ? async () => (await this.evaluate(surface)) === follows : follows;
    await until(`${this.engine}: ${selector} leads to ${follows}`, async () => {
      const place = await this.evaluate(spot, selector);
      if (place) await this.driver.click(place);
      for (const end = Date.now() + AGAIN; place && Date.now() < end; await pause(25)) if (await done()) return true;
      return done();
    });
  }

  /** What the page's own scripts are told is open. */
  async isOpen(purposes) {
    const list = await until(`${this.engine}: open is ${purposes}`, () => this.evaluate(() => window.countersign.state().open), (open) => open.join() === purposes.join());
    return list;
  }

  /** The states of the visitor's own receipts, newest first, once all are countersigned. */
  async receipts(count) {
    const listed = () => {
      const root = document.querySelector("#countersign-dialog > div").shadowRoot;
      return [...root.querySelectorAll(".cs-receipt [data-cs-state]")].map(({ dataset }) => dataset.csState);
    };
    return until(`${this.engine}: ${count} receipts are countersigned`, async () => {
      await this.press("[data-cs=receipts]", "else");
      const states = await until("the list", () => this.evaluate(listed), (all) => all.length > 0);
      await this.press("[data-cs=back]", "preferences");
      return states;
    }, (states) => states.length === count && states.every((state) => state === "countersigned"));
  }
}
