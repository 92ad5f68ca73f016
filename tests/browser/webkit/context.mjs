/**
 * A context: one person's browser, with a driver, a proxy and a folder of settings of its own.
 *
 * Enters: a screen, options as Playwright's. Leaves: `Context`.
 * A session of the protocol has one window that commands go to, so commands of all pages stand in one line.
 * Cookies are read and set by a window of their own where no page of their host is open.
 * Deliberately absent: time zones, touch, positions.
 */

import { EventEmitter } from "node:events";
import { mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { Clock } from "./clock.mjs";
import { Page } from "./page.mjs";
import { session } from "./protocol.mjs";
import { binding, prelude } from "./inject.mjs";
import { proxy, REPORTS } from "./proxy.mjs";

/** Says in every page which languages its user reads. */
const speaks = (locale) => {
  Object.defineProperty(Navigator.prototype, "language", { configurable: true, get: () => locale });
  Object.defineProperty(Navigator.prototype, "languages", { configurable: true, get: () => Object.freeze([locale]) });
};

const text = (work, arg) => (typeof work === "function" ? `(${work})(${arg === undefined ? "" : JSON.stringify(arg)});` : (work.content ?? work));

export class Context extends EventEmitter {
  static async create(display, options) {
    const context = new Context();
    Object.assign(context, { options, patience: 30_000, scripts: [], bindings: new Map(), routes: [], documents: [], open: [], line: Promise.resolve() });
    context.languages = options.locale;
    context.extraHeaders = options.extraHTTPHeaders;
    context.clock = new Clock(context);
    if (options.locale) context.addInitScript(speaks, options.locale);
    context.proxy = await proxy(context);
    context.session = await session(display, context.proxy.port, options);
    [context.spare] = await context.session.read("window/handles");
    context.current = context.spare;
    return context;
  }

  pages = () => [...this.open];
  setDefaultTimeout = (patience) => (this.patience = patience);
  addInitScript = async (work, arg) => void this.scripts.push(text(work, arg));
  exposeBinding = async (name, work) => {
    this.bindings.set(name, work);
    for (const page of this.open) await page.evaluate(binding(REPORTS, name));
  };
  exposeFunction = (name, work) => this.exposeBinding(name, (_, ...args) => work(...args));
  route = async (pattern, handler) => void this.routes.push({ pattern, handler, failed: (error) => this.failed(error) });
  unroute = async (pattern) => void (this.routes = this.routes.filter((route) => String(route.pattern) !== String(pattern)));

  /** The script of this moment for the start of documents. */
  script() {
    return this.options.javaScriptEnabled === false ? "" : prelude(REPORTS, [...this.bindings.keys()], [...this.clock.scripts, ...this.scripts]);
  }

  /** Something that the harness did wrong: no test shall pass over it. */
  failed(error) {
    queueMicrotask(() => {
      throw error;
    });
  }

  emit(name, event) {
    if (name === "request" && event.isNavigationRequest()) this.documents.push(event);
    for (const page of this.open ?? []) page.emit(name, event);
    return super.emit(name, event);
  }

  /** What a page tells. A report says the address of its page, not the window; two windows at one address share it. */
  async reported({ kind, url, ...said }) {
    const at = this.open.filter((page) => page.address === url);
    const pages = at.length ? at : this.open;
    if (kind === "binding") return this.bindings.get(said.name)?.({ context: this, page: pages[0], frame: pages[0] }, ...said.args);
    if (kind === "console") {
      const message = { type: () => said.type, text: () => said.text, location: () => ({ url: said.at ?? url }) };
      for (const page of pages) page.emit("console", message);
      return null;
    }
    const error = Object.assign(new Error(said.text.replace(`${said.name}: `, "")), { name: said.name ?? "Error", stack: said.stack });
    for (const page of pages) page.emit("pageerror", error);
    return null;
  }

  /** Gives the session to a page until the work is done. */
  turn(page, work) {
    const done = this.line.then(async () => {
      if (page.closed) throw new Error("Target page, context or browser has been closed");
      if (this.current !== page.handle) await this.session.post("window", { handle: page.handle });
      this.current = page.handle;
      return work(this.session);
    });
    this.line = done.catch(() => {});
    return done;
  }

  /** A line of its own for what concerns no page. */
  apart = (work) => this.turn({ handle: this.current }, work);

  async window() {
    return (await this.session.post("window/new", { type: "window" })).handle;
  }

  async newPage() {
    const handle = this.spare ?? (await this.apart(() => this.window()));
    this.spare = undefined;
    const page = new Page(this, handle);
    this.open.push(page);
    if (this.options.viewport) await page.setViewportSize(this.options.viewport);
    return page;
  }

  /** The last window would take the session with it. */
  async closePage(page) {
    if (page.closed) return;
    await this.turn(page, async (session) => {
      if (this.open.length === 1) this.spare = await this.window();
      await session.remove("window");
      this.open = this.open.filter((one) => one !== page);
      this.current = this.spare ?? this.open[0].handle;
      await session.post("window", { handle: this.current });
    });
    page.closed = true;
    page.emit("close", page);
  }

  /** Works on the cookies of a host, on a page of it that is open or on a blank one. */
  async jar(url, work) {
    const host = (address) => /^http/.test(address) && new URL(address).hostname;
    const page = this.open.find(({ address }) => host(address) && (!url || host(address) === host(url)));
    if (page) return this.turn(page, work);
    const address = url ?? this.documents.at(-1)?.url();
    if (!address) return [];
    return this.apart(async (session) => {
      const back = this.current;
      await session.post("window", { handle: await this.window() });
      try {
        await session.post("url", { url: new URL(REPORTS, address).href });
        return await work(session);
      } finally {
        await session.remove("window");
        await session.post("window", { handle: back });
      }
    });
  }

  async cookies() {
    const all = await this.jar(undefined, (session) => session.read("cookie"));
    return all.map(({ expiry, ...cookie }) => ({ ...cookie, expires: expiry ?? -1 }));
  }

  async addCookies(cookies) {
    for (const { url, expires, domain, path = "/", ...cookie } of cookies) {
      const host = domain?.replace(/^\./, "") ?? new URL(url).hostname;
      const made = { ...cookie, path, ...(domain && { domain }), ...(expires > 0 && { expiry: Math.floor(expires) }) };
      await this.jar(url ?? `http://${host}/`, (session) => session.post("cookie", { cookie: made }));
    }
  }

  clearCookies({ name } = {}) {
    return this.jar(undefined, (session) => session.remove(name ? `cookie/${name}` : "cookie"));
  }

  /** The next file that comes. It is moved away, since the browser would not write over it. */
  async download(page, patience) {
    const { downloads } = this.session;
    const [name] = await page.until("a download", async () => readdirSync(downloads).filter((name) => !name.startsWith(".") && !name.endsWith(".wkdownload")), ([name]) => name, patience);
    const folder = join(downloads, `.${(this.taken = (this.taken ?? 0) + 1)}`);
    mkdirSync(folder);
    const path = join(folder, name);
    renameSync(join(downloads, name), path);
    return { path: async () => path, suggestedFilename: () => name };
  }

  async close() {
    await this.line;
    for (const page of this.open) page.closed = true;
    await this.session.stop();
    this.proxy.stop();
  }
}
