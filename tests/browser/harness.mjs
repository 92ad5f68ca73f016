/**
 * What every scenario starts from: its own receiver with its own ledger, its own stand-ins for third parties, one browser, visitors.
 *
 * Enters: the demo's site and `dist/`, programs below `CARGO_TARGET_DIR` (default `target/`), the engine of `engines.mjs`. With
 * `COUNTERSIGN_WASM=off` no page has WebAssembly.
 * Leaves: `courier()`, which a test file calls once, and `until()`. What visitors do is in `visitor.mjs`.
 * Deliberately absent: shared ports, shared databases, retries, and any wait that has no condition.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { join, resolve } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { launch as launchEngine } from "./engines.mjs";
import { Visitor } from "./visitor.mjs";

/** The checkout. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where programs are built, and where scenarios keep their files. */
export const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
/** How long anything on a busy machine may take. Milliseconds. */
export const PATIENCE = 30_000;
/** The demo's pages. */
export const PAGES = ["/", "/track.html", "/ship.html", "/happened.html", "/strict.html"];
/** The additional purposes of the demo, in the order of its notice. */
export const PURPOSES = ["analytics", "marketing", "chat", "maps"];
/** What each purpose asks of the stand-ins on every page: its scripts, pixels, beacons and frames. */
export const REQUESTS = {
  analytics: ["GET /metrik/metrik.js", "POST /metrik/collect"],
  marketing: ["GET /adlayar/ads.js", "GET /adlayar/match.gif", "GET /adlayar/pixel.gif"],
  chat: ["GET /sembang/chat.js", "POST /sembang/hello"],
  maps: ["GET /petaku/map.css", "GET /petaku/map.html"],
};
/** The names that each purpose leaves in the browser. */
export const NAMES = { analytics: ["_mk_id", "_mk_seen"], marketing: ["_al_uid"], chat: ["sb_session"], maps: ["pk_view"] };

/** Where the demo's pages expect the stand-ins. */
const STAND_INS = "http://127.0.0.1:8099";

/** Whether no page has WebAssembly. */
const WITHOUT_WASM = process.env.COUNTERSIGN_WASM === "off";

/** The browser without WebAssembly in any of its pages, where that is asked for. */
function narrowed(browser) {
  const { newContext } = browser;
  if (!WITHOUT_WASM) return browser;
  browser.newContext = async (...options) => {
    const context = await newContext.apply(browser, options);
    await context.addInitScript(() => delete window.WebAssembly);
    return context;
  };
  return browser;
}

/** A program of this workspace. */
export const program = (name) => join(TARGET, "debug", name);

/** Reads again and again until the value satisfies, and answers it; the last value says why it never did. */
export async function until(what, read, satisfies = Boolean, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await read();
    if (satisfies(value)) return value;
    assert.ok(Date.now() < end, `${what}; last seen: ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Waits until the stand-ins were asked for everything that these purposes open: what they still owe would be in the way of what follows. */
export async function openedAll(made, purposes = PURPOSES) {
  const wanted = purposes.flatMap((id) => REQUESTS[id]);
  await until("what is open is asked for", () => made.log(), (log) => wanted.every((one) => log.includes(one)));
}

/** Waits until third parties have left these names and no other: what clears them after a withdrawal is fetched first. */
export const leaves = (tab, names) => until("names of third parties", () => tab.thirdPartyNames(), (found) => found.join() === names.join());

/** Opens the visitor's own list once it has so many receipts and the site has countersigned all; answers what it says of each. */
export function countersigned(tab, count) {
  const all = (list) => list.length === count && list.every(({ state }) => state === "countersigned");
  const read = async () => {
    const list = await tab.openReceipts();
    if (!all(list)) await tab.close();
    return list;
  };
  return until(`${count} countersigned receipts in the list`, read, all);
}

/** Starts a program that says where it listens. */
async function start(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, RUST_LOG: "warn" } });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  child.stdout.on("data", (text) => (said += text));
  const ended = new Promise((done) => child.once("exit", done));
  child.once("error", (error) => (said += error));
  const address = await until(`${command} listens`, () => {
    assert.equal(child.exitCode, null, `${command} ended: ${said}`);
    return [/listening on (http:\/\/\S+)/.exec(said)?.[1], said];
  }, ([found]) => found);
  const stop = async (signal) => {
    child.kill(signal);
    await ended;
  };
  return { origin: address[0], stop };
}

/** Sends a request on and answers what came back, or undefined where the other side hung up. */
function pass(origin, { method, url, headers }, body) {
  return new Promise((done) => {
    const onward = httpRequest(origin + url, { method, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
      answer.on("error", () => done());
    });
    onward.on("error", () => done());
    onward.end(body);
  });
}

/** A courier: site, receiver and stand-ins on ports of their own. */
export class Courier {
  constructor(options) {
    this.options = options;
    const folder = join(TARGET, "scenarios");
    mkdirSync(folder, { recursive: true });
    this.folder = mkdtempSync(join(folder, "courier-"));
  }

  async start() {
    const { site = join(ROOT, "www/demo/site"), dist = join(ROOT, "www/demo/dist"), front = false, markup = (text) => text } = this.options;
    this.standIns = await start(process.execPath, [join(ROOT, "www/demo/third-parties.mjs"), "--port", "0"]);
    // Copies, so that another build meanwhile does not change the files under a visit.
    this.site = join(this.folder, "site");
    cpSync(site, this.site, { recursive: true });
    for (const name of readdirSync(this.site).filter((name) => /\.(html|js)$/.test(name))) {
      const text = readFileSync(join(this.site, name), "utf8");
      const page = name.endsWith(".html") ? markup(text) : text;
      writeFileSync(join(this.site, name), page.replaceAll(STAND_INS, this.standIns.origin));
    }
    this.dist = join(this.folder, "dist");
    cpSync(dist, this.dist, { recursive: true });
    const gate = join(this.dist, "gate.json");
    writeFileSync(gate, readFileSync(gate, "utf8").replaceAll(new URL(STAND_INS).host, new URL(this.standIns.origin).host));
    if (front) await this.startFront();
    this.receiver = await this.startReceiver("ledger.sqlite");
    this.origin ??= this.receiver.origin;
    return this;
  }

  /** A receiver that serves the pages too. */
  startReceiver(database) {
    const { config, csp, fence } = this.options;
    const options = ["serve", "--listen", "127.0.0.1:0", "--create", "--public-ledger", "--database", join(this.folder, database)];
    options.push("--site", this.site, "--dist", this.dist);
    if (this.origin) options.push("--origin", this.origin);
    if (config) {
      writeFileSync(join(this.folder, "receiver.toml"), config(this));
      options.push("--config", join(this.folder, "receiver.toml"));
    }
    if (csp) options.push("--csp", typeof csp === "function" ? csp(this) : csp);
    if (fence) options.push("--fence", fence);
    return start(program("countersign-receiver"), options);
  }

  /**
   * A server in front, so that the site stays up while its receiver is down: pages come from a second receiver, and what concerns the
   * ledger goes to the first, or is cut off where there is none. `onPost` stands in the way of the next receipt; an answer of it with `broken`
   * ends in the middle.
   */
  async startFront() {
    const server = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts);
      const forLedger = /^\/(v1\/|health|\.well-known\/jwks)/.test(request.url);
      const trouble = request.method === "POST" && this.onPost;
      if (trouble) this.onPost = undefined;
      const send = () => pass((forLedger ? this.receiver : this.files)?.origin, request, body);
      const answer = trouble ? await trouble(send) : forLedger && !this.receiver ? undefined : await send();
      if (!answer) return request.socket.destroy();
      response.writeHead(answer.status, answer.headers);
      if (answer.broken) return response.write(answer.body.subarray(0, answer.body.length / 2), () => request.socket.destroy());
      response.end(answer.body);
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    this.front = server;
    this.origin = `http://127.0.0.1:${server.address().port}`;
    this.files = await this.startReceiver("files.sqlite");
  }

  /** Ends the receiver as a power cut would. */
  async kill() {
    const dying = this.receiver;
    this.receiver = undefined;
    await dying?.stop("SIGKILL");
  }

  /** Starts it again on the same ledger. */
  async revive() {
    this.receiver = await this.startReceiver("ledger.sqlite");
  }

  async stop() {
    await Promise.all([this.kill(), this.files?.stop("SIGKILL"), this.standIns?.stop("SIGKILL")]);
    this.front?.closeAllConnections();
    this.front?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A JSON answer of the site. */
  async json(path) {
    const answer = await fetch(this.origin + path);
    assert.equal(answer.status, 200, path);
    return answer.json();
  }

  /** What the ledger lists, newest last. */
  async ledger() {
    return (await this.json("/v1/ledger?limit=1000")).entries;
  }

  /** Waits until the ledger holds exactly this many receipts and answers them with their claims. */
  async receipts(count, patience = PATIENCE) {
    const entries = await until(`${count} receipts in the ledger`, () => this.ledger(), (entries) => entries.length === count, patience);
    return Promise.all(entries.map(async ({ rid }) => {
      const stored = await this.json(`/v1/receipts/${rid}`);
      return { ...stored, claims: JSON.parse(Buffer.from(stored.receipt.split(".")[1], "base64url")) };
    }));
  }

  /** What the stand-ins were asked for: method and path without the query, sorted, each once. */
  async log() {
    const log = await (await fetch(`${this.standIns.origin}/__log`)).json();
    return [...new Set(log.map(({ method, path }) => `${method} ${path.split("?")[0]}`))].sort();
  }

  /** Empties that list. */
  async forget() {
    await fetch(`${this.standIns.origin}/__log`, { method: "DELETE" });
  }
}

/**
 * Gives a test file its courier and its browser. `visit(path, options)` opens a page for a new visitor and answers the tab; the options
 * are those of `Visitor.create`. Tests that count in ledger or log call `fresh()` first, for a courier of their own. Options beside the
 * courier's: `launch` of the browser, `whole`, which asks for the one with its window, and `prepare`, which runs before the first test.
 */
export function courier({ launch, prepare, whole = false, ...options } = {}) {
  const couriers = [];
  const tools = {
    async fresh(more = {}) {
      const made = new Courier({ ...options, ...more });
      couriers.push(made);
      tools.courier = await made.start();
      return tools.courier;
    },
    visitor: (more) => Visitor.create(tools.browser, tools.courier, more),
    visit: async (path = "/", more = {}) => (await tools.visitor(more)).tab(path),
  };
  before(async () => {
    tools.browser = narrowed(await launchEngine({ whole, ...launch }));
    await tools.fresh();
    await prepare?.(tools);
  });
  after(async () => {
    await tools.browser?.close();
    await Promise.all(couriers.map((made) => made.stop()));
  });
  return tools;
}
