/**
 * Browsers that lack something: each row of the table takes it away before any other script runs, and says how good a receipt gets then and what
 * holds on the next page. Every visitor opens layer 2, allows one purpose, comes back, and withdraws.
 *
 * Enters: the demo. Leaves: a test for each row. Absent: how browsers look without a feature of CSS.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { countersigned, courier, openedAll, program, REQUESTS, ROOT, TARGET, until } from "../browser/harness.mjs";
import { delayed } from "../browser/timers.mjs";
import { olderThan } from "./older.mjs";

// Playwright has Chromium keep the storage of frames together; people have it apart. The last list of features counts.
const tools = courier({ launch: { args: ["--no-sandbox", "--disable-features=Translate"] } });

/**
 * The rows. `init` runs on the page, `wrong` spoils the type of wasm. `tier` is the assurance of both receipts (formats.md section 7),
 * `kept` is where the choice is found on the next page, a cookie where that is left out; `modal` says that a stand-in for `<dialog>` has to be as
 * good as one. A `whole` visit also reads the full text and the list of receipts, which the other rows have no part in.
 */
const ROWS = {
  "a browser of today": { tier: "device", whole: true },
  "no Ed25519": {
    tier: "device",
    init: () => {
      for (const name of ["generateKey", "importKey", "sign", "verify"]) {
        const native = SubtleCrypto.prototype[name];
        SubtleCrypto.prototype[name] = function (...values) {
          const named = values.some((value) => value === "Ed25519" || value?.name === "Ed25519");
          return named ? Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError")) : native.apply(this, values);
        };
      }
    },
  },
  "a key that IndexedDB refuses": {
    tier: "session",
    init: () => {
      for (const name of ["put", "add"]) {
        const native = IDBObjectStore.prototype[name];
        IDBObjectStore.prototype[name] = function (value, ...more) {
          if (value?.private instanceof CryptoKey) throw new DOMException("A CryptoKey object could not be cloned.", "DataCloneError");
          return native.call(this, value, ...more);
        };
      }
    },
  },
  "a key that IndexedDB gives back broken": {
    tier: "session",
    init: () => {
      const { get } = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "result");
      Object.defineProperty(IDBRequest.prototype, "result", {
        configurable: true,
        get() {
          const value = get.call(this);
          return value?.private ? { ...value, private: {} } : value;
        },
      });
    },
  },
  "no WebCrypto": { tier: "server", whole: true, init: () => Object.defineProperty(Crypto.prototype, "subtle", { configurable: true, get: () => undefined }) },
  "no Web Locks": { tier: "device", init: () => delete Navigator.prototype.locks },
  "no BroadcastChannel and no cookie store": {
    tier: "device",
    init: () => {
      delete window.BroadcastChannel;
      delete window.cookieStore;
    },
    twoTabs: true,
  },
  "no <dialog>": {
    tier: "device",
    init: () => {
      const native = Document.prototype.createElement;
      // A name that means nothing makes what the name `dialog` makes in a browser that does not know it.
      Document.prototype.createElement = function (name, ...more) {
        return native.call(this, name === "dialog" ? "dialogue" : name, ...more);
      };
    },
    modal: true,
    whole: true,
  },
  "no IndexedDB": { tier: "session", whole: true, init: () => Object.defineProperty(window, "indexedDB", { configurable: true, value: undefined }) },
  "an IndexedDB that cannot be opened": {
    tier: "session",
    init: () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
    },
  },
  "an IndexedDB that does not answer": {
    tier: "session",
    silent: true,
    init: () => {
      IDBFactory.prototype.open = () => ({});
      // Nobody has to sit out how long that is waited for.
      const native = setTimeout;
      window.setTimeout = (work, delay, ...more) => native(work, delay === 10_000 ? 0 : delay, ...more);
    },
  },
  "cookies off": {
    tier: "device",
    kept: "storage",
    init: () => {
      Object.defineProperty(Document.prototype, "cookie", { configurable: true, get: () => "", set: () => {} });
      Object.defineProperty(Navigator.prototype, "cookieEnabled", { configurable: true, get: () => false });
      delete window.cookieStore;
    },
  },
  "no web storage": {
    tier: "device",
    init: () => {
      const refuse = () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
      for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { configurable: true, get: refuse });
    },
  },
  "no instantiateStreaming": { tier: "device", init: () => delete WebAssembly.instantiateStreaming },
  "wasm of a wrong type": { tier: "device", wrong: "application/octet-stream" },
  "no constructed style sheets": {
    tier: "device",
    init: () => {
      delete CSSStyleSheet.prototype.replaceSync;
      for (const one of [Document, ShadowRoot]) delete one.prototype.adoptedStyleSheets;
    },
  },
  "everything that Chrome 75 lacks": { tier: "device", script: olderThan("chrome"), whole: true },
  "everything that Safari 13 lacks": { tier: "device", script: olderThan("safari"), whole: true, modal: true },
  "everything that Firefox 78 lacks": { tier: "device", script: olderThan("firefox"), whole: true, modal: true },
};

const sha256 = (text) => createHash("sha256").update(text).digest("base64url");

/** A visitor with this lack, and the ids of the receipts that their browser sends. */
async function visitorWith({ init, script, wrong, silent }, made = tools.courier) {
  const visitor = await tools.visitor({ init: init ?? script });
  // A store or a module of receipts that comes late on a busy machine is none that the browser lacks.
  if (!silent) await visitor.context.addInitScript(delayed({ 8_000: 60_000, 10_000: 60_000 }));
  const sent = new Set();
  visitor.context.on("request", (request) => {
    const key = request.method() === "POST" && request.headers()["idempotency-key"];
    if (key) sent.add(JSON.parse(key));
  });
  const retype = async (route) => {
    const response = await route.fetch();
    return route.fulfill({ response, headers: { ...response.headers(), "content-type": wrong } });
  };
  if (wrong) await visitor.context.route("**/*.wasm", retype);
  /** The receipt that was sent as this one of the visitor's, once it is in the ledger. */
  visitor.receipt = async (place) => {
    const rid = await until(`receipt ${place + 1} is sent`, () => [...sent][place]);
    const answer = await until(`${rid} is in the ledger`, () => fetch(`${made.origin}/v1/receipts/${rid}`), ({ status }) => status === 200);
    const { receipt } = await answer.json();
    return { rid, receipt, claims: JSON.parse(Buffer.from(receipt.split(".")[1], "base64url")) };
  };
  return visitor;
}

/** What the stand-ins were asked for by this visitor, each once. */
const asked = ({ visitor }) => [...new Set(visitor.asked.map((url) => new URL(url).pathname))].sort();
/** The names that third parties left in the browser, in cookies alone where there is no other store. */
const left = (tab) => tab.thirdPartyNames().catch(async () => (await tab.visitor.context.cookies()).map(({ name }) => name).filter((name) => !/^cs(_kept)?$/.test(name)));
const CHAT = REQUESTS.chat.map((request) => request.split(" ")[1]).sort();

/** How the dialog stands: whether readers and keys reach the page behind it. */
const behind = (tab) =>
  tab.page.evaluate(() => {
    const dialog = document.getElementById("countersign-dialog");
    const others = [...document.body.children].filter((one) => one !== dialog);
    return { role: dialog.getAttribute("role"), modal: dialog.getAttribute("aria-modal"), hidden: others.every((one) => one.getAttribute("aria-hidden") === "true") };
  });

/** Reads layer 2 and layer 3 and goes back. */
async function readLayers(tab, { modal, whole }) {
  await tab.choose();
  assert.equal(await tab.page.locator("#countersign-dialog input:checked").count(), 0);
  if (modal) {
    assert.deepEqual(await behind(tab), { role: "dialog", modal: "true", hidden: true });
    // Escape is no choice, and focus goes back to where it was.
    await tab.page.keyboard.press("Escape");
    await tab.dialog.waitFor({ state: "hidden" });
    assert.equal(await tab.page.evaluate(() => !!document.activeElement.closest("#countersign")), true);
    assert.deepEqual([await tab.state(), await tab.page.locator("body > [aria-hidden]").count()], [{ open: [], signal: "n", decided: false }, 0]);
    await tab.choose();
    // Keys never reach the page behind.
    await tab.page.evaluate(() => document.querySelector("body > :not([id^=countersign]) a").focus());
    assert.equal(await tab.page.evaluate(() => document.activeElement.id), "countersign-dialog");
  }
  if (!whole) return;
  await tab.openPolicy();
  assert.ok((await tab.page.locator("#countersign-dialog nav a").count()) > 5, "the full text has contents");
  await tab.back();
}

describe("a browser that lacks something", { concurrency: 4 }, () => {
  for (const [lack, row] of Object.entries(ROWS)) {
    it(`${lack}: assurance ${row.tier}`, async () => {
      const visitor = await visitorWith(row);
      const tab = await visitor.tab("/");
      await tab.banner.waitFor({ state: "visible" });
      await tab.settle();
      assert.deepEqual([asked(tab), await left(tab)], [[], []], "nothing leaves before a choice");
      await readLayers(tab, row);
      const other = row.twoTabs && (await visitor.tab("/track.html"));
      await tab.page.bringToFront();
      await tab.save(["chat"]);
      assert.deepEqual((await tab.state()).open, ["chat"]);
      await until("the chat is asked, and nobody else", () => asked(tab), (paths) => paths.join() === CHAT.join());
      if (other) await until("the other tab follows", () => other.state(), ({ open }) => open.join() === "chat");
      const first = await visitor.receipt(0);
      const given = first.claims.p.filter(({ st }) => st === "given").map(({ id }) => id);
      assert.deepEqual([first.claims.kind, first.claims.how.control, first.claims.how.trusted, given], ["choice", "save", true, ["chat"]]);
      assert.equal(first.claims.assurance, row.tier);
      assert.equal(first.receipt.split(".")[2] === "", row.tier === "server", "unsigned, and nothing else is");

      await tab.reload();
      await tab.button.waitFor({ state: "visible" });
      assert.deepEqual((await tab.state()).open, ["chat"], "it holds on the next page");
      assert.equal((await visitor.cookie()) !== undefined, row.kept !== "storage");
      await tab.withdraw();
      const { claims } = await visitor.receipt(1);
      assert.deepEqual([claims.kind, claims.how.control, claims.assurance, claims.seq, claims.prev], ["withdrawal", "withdraw-all", row.tier, 1, sha256(first.receipt)]);
      assert.equal(claims.rec, first.claims.rec);
      assert.deepEqual((await tab.state()).open, []);
      await until("nothing of third parties is left", () => left(tab), (names) => !names[0]);
      if (other) await until("the other tab follows", () => other.state(), ({ open }) => !open[0]);
      if (row.whole) {
        await countersigned(tab, 2);
        await tab.close();
      }
      assert.deepEqual([tab.faults, tab.said], [[], []]);
      await visitor.leave();
    });
  }
});

mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const folder = mkdtempSync(join(TARGET, "scenarios/rows-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Builds the demo with its banner as a dialog. */
function asDialog() {
  cpSync(join(ROOT, "www/demo/policy"), join(folder, "policy"), { recursive: true });
  const source = join(folder, "site.toml");
  writeFileSync(source, readFileSync(join(ROOT, "www/demo/site.toml"), "utf8").replace("[site]\n", '[site]\nposition = "dialog"\n'));
  execFileSync(program("countersign"), ["build", source, "-o", join(folder, "dist"), "--assets", join(TARGET, "web")], { stdio: "pipe" });
  return join(folder, "dist");
}

it("no inert: the page behind the banner as a dialog is out of reach, and in reach again after the answer", async () => {
  await tools.fresh({ dist: asDialog() });
  const tab = await tools.visit("/", { init: () => delete HTMLElement.prototype.inert });
  await tab.banner.waitFor({ state: "visible" });
  const page = () =>
    tab.page.evaluate(() => {
      const others = [...document.body.children].filter(({ id }) => !id.startsWith("countersign"));
      const link = document.querySelector("body > :not([id^=countersign]) a");
      link.focus();
      return [others.every((one) => one.getAttribute("aria-hidden") === "true" && getComputedStyle(one).pointerEvents === "none"), document.activeElement === link];
    });
  assert.deepEqual(await page(), [true, false], "neither readers nor pointers nor keys");
  await tab.choose();
  await tab.close();
  await tab.refuseAll();
  assert.deepEqual(await page(), [false, true]);
  assert.equal(await tab.page.locator("body > [aria-hidden], body > [style*=pointer]").count(), 0);
  const [{ claims }] = await tools.courier.receipts(1);
  assert.deepEqual([claims.how.control, claims.assurance, tab.faults, tab.said], ["refuse-all", "device", [], []]);
});

it("storage apart for each site that shows the page in a frame: a device of its own, asked anew, with nothing granted", async () => {
  const made = await tools.fresh();
  const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>Elsewhere</title><iframe src="${made.origin}/" width="800" height="700"></iframe>`));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  after(() => server.close());
  const tab = await tools.visit("/");
  await tab.acceptAll();
  const [alone] = await made.receipts(1);
  // What is still on its way here would count for the frame.
  await openedAll(made);
  tab.visitor.asked.length = 0;
  const outer = await tab.visitor.context.newPage();
  const open = () => outer.goto(`http://elsewhere.localhost:${server.address().port}/`);
  await open();
  const inside = outer.frameLocator("iframe");
  await inside.locator("#countersign").waitFor({ state: "visible" });
  assert.deepEqual(tab.visitor.asked, [], "nothing that was granted elsewhere");
  await inside.locator("#countersign [data-cs=refuse]").click();
  await inside.locator("#countersign-button").waitFor({ state: "visible" });
  const [, apart] = await made.receipts(2);
  assert.deepEqual([apart.claims.how.control, apart.claims.assurance, apart.claims.seq], ["refuse-all", "device", 0]);
  assert.notEqual(apart.claims.sub, alone.claims.sub);
  await open();
  await inside.locator("#countersign-button").waitFor({ state: "visible" });
  assert.deepEqual(tab.visitor.asked, [], "the refusal holds there");
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  assert.equal((await tab.state()).open.length, alone.claims.p.length, "and the grant here");
});
