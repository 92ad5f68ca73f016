/**
 * A page: one window of the browser. In front of the others it would have frames only, so none is a tab.
 *
 * Enters: a context and the handle of a window. Leaves: `Page`, the parts of Playwright's that scenarios use.
 * Deliberately absent: paper and media that change while a page is open, which this browser offers to nobody.
 */

import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { call, DOCUMENT, ELEMENT, INSTALL, TAKE } from "./engine.mjs";
import { Keyboard, Mouse } from "./input.mjs";
import { FrameLocator, Locator } from "./locator.mjs";
import { fits } from "./network.mjs";
import { byLabel, byRole, byText, filters } from "./selectors.mjs";

/** How long to wait before asking again. Milliseconds. */
const AGAIN = 25;

/** The document went away while something was asked of it. */
class Gone extends Error {
  name = "Gone";
}

export class Page extends EventEmitter {
  constructor(context, handle) {
    super();
    Object.assign(this, { context_: context, handle, address: "about:blank", closed: false, keyboard: new Keyboard(this), mouse: new Mouse(this) });
  }

  context = () => this.context_;
  url = () => this.address;
  isClosed = () => this.closed;
  setDefaultTimeout = (patience) => (this.patience = patience);
  waitForTimeout = (duration) => pause(duration);
  locator = (selector, options) => new Locator(this, [selector, ...filters(options)].join(" >> "));
  frameLocator = (selector) => new FrameLocator(this, selector);
  getByRole = (role, options) => this.locator(byRole(role, options));
  getByLabel = (text, options) => this.locator(byLabel(text, options));
  getByText = (text, options) => this.locator(byText(text, options));
  evaluate = (work, arg) => this.run(work, { mode: "page", arg, selector: typeof work === "function" ? undefined : "expression" });
  title = () => this.evaluate(() => document.title);
  content = () => this.evaluate(() => document.documentElement.outerHTML);
  textContent = (selector) => this.locator(selector).textContent();
  waitForFunction = (work, arg, { timeout } = {}) => this.until("the page's condition", () => this.evaluate(work, arg), Boolean, timeout);
  route = (pattern, handler) => this.context_.route(pattern, handler);
  unroute = (pattern, handler) => this.context_.unroute(pattern, handler);
  exposeFunction = (name, work) => this.context_.exposeFunction(name, work);
  addInitScript = (work, arg) => this.context_.addInitScript(work, arg);
  turn = (work) => this.context_.turn(this, work);

  /** Does what a person does, and looks where that has led; a page that is just changing says so later. */
  async act(actions) {
    await this.turn((session) => session.post("actions", { actions }));
    await this.document().catch(() => {});
  }

  /** Reads until the value satisfies; a document that goes away meanwhile is asked anew in its successor. */
  async until(what, read, satisfies, patience = this.patience ?? this.context_.patience) {
    const end = Date.now() + patience;
    for (let value; ; await pause(AGAIN)) {
      try {
        value = await read();
        if (satisfies(value)) return value;
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
        value = error.message;
      }
      if (Date.now() > end) throw new Error(`Timeout ${patience}ms exceeded: ${what}; last seen: ${JSON.stringify(value)}`);
    }
  }

  /** Runs a script in the document, or in a frame of it, and puts the engine there first where it is not. */
  script(text, arg, frame) {
    return this.turn(async (session) => {
      const execute = async (script, arg) => {
        const run = () => session.post("execute/sync", { script, args: [arg] });
        const said = await run();
        if (!said?.absent) return said;
        await session.post("execute/sync", { script: INSTALL, args: [] });
        return run();
      };
      if (!frame) return execute(text, arg);
      await execute(call(() => true), { mode: "page" });
      const element = await session.post("execute/sync", { script: ELEMENT, args: [frame] });
      if (!element) return { none: true };
      await session.post("frame", { id: element });
      try {
        return await execute(text, arg);
      } finally {
        await session.post("frame", { id: null });
      }
    }).catch((error) => {
      // What the protocol says where a document is replaced while a script runs in it.
      if (["javascript error", "no such frame", "stale element reference", "no such element"].includes(error.code)) throw new Gone(error.message);
      throw error;
    });
  }

  /** Runs a function in the page; with mode `one` on the only element that the selector finds, for which it waits unless told `now`. */
  async run(work, how, { frame, now = false, timeout = this.patience ?? this.context_.patience } = {}) {
    const text = call(work);
    const end = Date.now() + timeout;
    for (;;) {
      let said = await this.script(text, how, frame).catch((error) => {
        if (how.mode === "one" && error instanceof Gone && Date.now() < end) return { none: true };
        throw error;
      });
      for (const id = said?.later; said?.later || said?.waiting; await pause(5)) said = await this.script(TAKE, id, frame);
      if (said?.gone || said?.absent) throw new Gone("Execution context was destroyed, most likely because of a navigation");
      if (said?.error) throw new Error(said.error);
      if (!said?.none) return said?.json == null ? undefined : JSON.parse(said.json);
      if (now) return undefined;
      if (Date.now() > end) throw new Error(`Timeout ${timeout}ms exceeded: waiting for ${how.selector}`);
      await pause(AGAIN);
    }
  }

  /** Which document this is, how far it came, and where it is from. */
  async document() {
    const [id, state, address] = await this.turn((session) => session.post("execute/sync", { script: DOCUMENT, args: [] }));
    this.address = address;
    return { id, state };
  }

  async travel(command, body) {
    const before = this.context_.documents.length;
    await this.turn((session) => session.post(command, body));
    await this.document();
    return this.context_.documents.slice(before).map((request) => request.response()).find(Boolean) ?? null;
  }

  goto = (url) => this.travel("url", { url });
  reload = () => this.travel("refresh");
  goBack = () => this.travel("back");
  goForward = () => this.travel("forward");

  async waitForURL(pattern, { timeout } = {}) {
    const read = async () => ((await this.document()).state === "complete" ? this.address : "");
    await this.until(`the page's address is ${pattern}`, read, (url) => url && fits(pattern, url), timeout);
  }

  async waitForEvent(name, options = {}) {
    const { timeout, predicate = () => true } = typeof options === "function" ? { predicate: options } : options;
    if (name === "download") return this.context_.download(this, timeout);
    if (name === "load") {
      const { id } = await this.document();
      return void (await this.until("the next document", () => this.document(), (now) => now.id !== id && now.state === "complete", timeout));
    }
    let found;
    const listener = (event) => predicate(event) && (found ??= [event]);
    this.on(name, listener);
    await this.until(`the event ${name}`, async () => found, Boolean, timeout).finally(() => this.off(name, listener));
    return found[0];
  }

  /** Makes the part of the window that shows the page this large. */
  async setViewportSize({ width, height }) {
    const inner = () => this.evaluate(() => [innerWidth, innerHeight, outerWidth, outerHeight]);
    for (let tries = 0, extra = [0, 0]; tries < 3; tries++) {
      await this.turn((session) => session.post("window/rect", { x: 0, y: 0, width: width + extra[0], height: height + extra[1] }));
      const [w, h] = await inner();
      if (w === width && h === height) return;
      extra = [extra[0] + width - w, extra[1] + height - h];
    }
    await this.until(`a viewport of ${width} by ${height}`, inner, ([w, h]) => w === width && h === height);
  }

  bringToFront = () => this.turn(() => {});

  async screenshot({ path } = {}) {
    const picture = Buffer.from(await this.turn((session) => session.read("screenshot")), "base64");
    if (path) (await import("node:fs")).writeFileSync(path, picture);
    return picture;
  }

  async emulateMedia() {
    throw new Error("MiniBrowser lets nobody choose paper or colors for a page that is open: skip the test by `except` in engines.mjs");
  }

  async pdf() {
    throw new Error("MiniBrowser prints to no file without a person: skip the test by `except` in engines.mjs");
  }

  close = () => this.context_.closePage(this);
}
