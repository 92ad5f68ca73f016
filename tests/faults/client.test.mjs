/**
 * What can go wrong in a visitor's browser between a choice and the ledger, each in a real browser against the real receiver: after every
 * fault the ledger holds exactly the receipts that the visitor's choices stand for, each once, in chains that hold together.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { courier, until } from "../browser/harness.mjs";
import { Tab } from "../browser/visitor.mjs";

const tools = courier({ front: true });
const YEAR = 366 * 86_400_000;

/** Waits for exactly these controls in the ledger, in its order, and that every chain in it holds; answers the claims. */
async function expectLedger(made, controls) {
  const receipts = await made.receipts(controls.length);
  assert.deepEqual(receipts.map(({ claims }) => claims.how.control).sort(), [...controls].sort());
  assert.equal(new Set(receipts.map(({ rid }) => rid)).size, controls.length, "each once");
  const digests = new Map(receipts.map(({ receipt, claims }) => [createHash("sha256").update(receipt).digest("base64url"), claims]));
  for (const { claims } of receipts.filter(({ claims }) => claims.seq > 0)) {
    const before = digests.get(claims.prev);
    assert.deepEqual([before?.rec, before?.seq], [claims.rec, claims.seq - 1], `${claims.how.control} hangs in the air`);
  }
  return receipts.map(({ receipt, claims }) => ({ ...claims, header: JSON.parse(Buffer.from(receipt.split(".")[0], "base64url")) }));
}

/** Waits until nothing is left to seal or send, by whatever store the page has. */
const idle = (tab) => until("nothing waits", () => tab.page.evaluate(() => localStorage.getItem("cs.outbox")), (sign) => sign === null);

/** Chooses one purpose in layer 2. */
async function grant(tab, purposes) {
  await tab.choose();
  await tab.save(purposes);
}

/** No Web Locks, as in old browsers and on pages without a secure context. */
const lockless = () => Object.defineProperty(Navigator.prototype, "locks", { configurable: true, value: undefined });

for (const [name, init] of [["with Web Locks", () => {}], ["without Web Locks", lockless]]) {
  test(`two tabs choose at once, ${name}: one chain, each receipt once`, async () => {
    const made = await tools.fresh();
    const visitor = await tools.visitor({ init });
    const tabs = [await visitor.tab(), await visitor.tab("/track.html")];
    await tabs[0].refuseAll();
    // A tab in the background draws nothing, so each is brought forward to open its preferences.
    for (const tab of tabs) {
      await tab.page.bringToFront();
      await tab.choose();
    }
    const press = (tab, id) =>
      tab.page.evaluate((value) => {
        const { shadowRoot } = document.querySelector("#countersign-dialog").firstElementChild;
        // A script may refuse.
        shadowRoot.querySelector(value).click();
      }, id);
    await Promise.all(tabs.map((tab) => press(tab, "[data-cs=refuse]")));
    const claims = await expectLedger(made, ["refuse-all", "refuse-all", "refuse-all"]);
    assert.deepEqual(claims.map(({ seq }) => seq).sort(), [0, 1, 2]);
    assert.equal(new Set(claims.map(({ rec }) => rec)).size, 1);
    assert.deepEqual([tabs[0].faults, tabs[1].faults], [[], []]);
  });
}

test("the clock goes back an hour between two choices: both arrive, in the order in which they were made", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  await made.receipts(1);
  await tab.visitor.context.clock.install({ time: Date.now() - 3_600_000 });
  await tab.visitor.context.clock.resume();
  await tab.open("/track.html");
  await grant(tab, ["maps"]);
  const claims = await expectLedger(made, ["refuse-all", "save"]);
  assert.deepEqual(claims.map(({ seq }) => seq), [0, 1]);
  assert.ok(claims[0].iat > claims[1].iat, "the receipts say what the clock said");
});

test("the clock goes back while a receipt waits for its next try: it is tried", async () => {
  const made = await tools.fresh();
  await made.kill();
  const visitor = await tools.visitor();
  await visitor.context.clock.install({ time: Date.now() + 20 * 3_600_000 });
  await visitor.context.clock.resume();
  const first = await visitor.tab();
  await first.refuseAll();
  await until("it was tried in vain", () => rows(first), ([row]) => row?.posts[0]?.tries > 0);
  await first.page.close();
  await made.revive();
  await visitor.context.clock.setSystemTime(Date.now() - 5 * 86_400_000);
  await visitor.tab("/track.html");
  await expectLedger(made, ["refuse-all"]);
});

/** The rows in IndexedDB. */
const rows = (tab) =>
  tab.page.evaluate(
    () =>
      new Promise((done) => {
        const opening = indexedDB.open("countersign", 1);
        opening.onerror = () => done([]);
        opening.onupgradeneeded = () => opening.transaction.abort();
        opening.onsuccess = () => {
          const all = opening.result.transaction("receipts").objectStore("receipts").getAll();
          all.onsuccess = () => {
            opening.result.close();
            done(all.result);
          };
        };
      }),
  );

/** IndexedDB refuses in one way or another; localStorage is full but for so many characters. */
const broken = ({ refuses, left }) => {
  const full = function () {
    this.transaction.abort();
    throw new DOMException("full", "QuotaExceededError");
  };
  const open = {
    throws() {
      throw new DOMException("refused", "SecurityError");
    },
    // As Firefox in a private window, before it had a store there.
    fails() {
      const request = { error: new DOMException("A mutation operation was attempted", "InvalidStateError") };
      setTimeout(() => request.onerror?.());
      return request;
    },
  };
  if (refuses === "writes") IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = full;
  else if (refuses === "everything") Object.defineProperty(window, "indexedDB", { configurable: true, value: undefined });
  else IDBFactory.prototype.open = open[refuses];
  // Frames of third parties have a store of their own, or none.
  if (left === undefined || window !== top) return;
  // Chromium lets a site have 5 Mi characters, keys included.
  localStorage.filler = "x".repeat(5 * 1024 * 1024 - "filler".length - left);
};

/** What a browser's stores refuse. Without room for a row an entry of half a kilobyte may still fit, or not even that. */
const REFUSALS = {
  "IndexedDB is full": { refuses: "writes" },
  "IndexedDB is blocked": { refuses: "throws" },
  "IndexedDB fails as in a private window": { refuses: "fails" },
  "there is no IndexedDB": { refuses: "everything" },
  "IndexedDB is full, localStorage has no room for a row": { refuses: "writes", left: 1_000 },
  "IndexedDB is blocked, localStorage is full": { refuses: "throws", left: 0 },
};

/** A visitor's page whose stores are broken; later pages of the same visitor have them back. */
async function brokenPage(visitor, how) {
  const page = await visitor.context.newPage();
  await page.addInitScript(broken, how);
  const tab = new Tab(visitor, page);
  await tab.open("/");
  if ("left" in how) await assert.rejects(page.evaluate(() => localStorage.setItem("row", "x".repeat(2_000))), /Quota/);
  return tab;
}

for (const [name, how] of Object.entries(REFUSALS)) {
  test(`${name}: the receipts arrive on this page view, after the receiver was down too`, async () => {
    const made = await tools.fresh();
    await made.kill();
    const tab = await brokenPage(await tools.visitor(), how);
    await tab.refuseAll();
    await grant(tab, ["maps"]);
    await made.revive();
    await expectLedger(made, ["refuse-all", "save"]);
    await until("nothing is pending", () => tab.pending(), (list) => list.length === 0);
    assert.deepEqual(tab.faults, []);
    await until("the list says so", () => shownStates(tab), (list) => list.join() === "countersigned,countersigned");
  });
}

/** What the visitor's own list says, newest first. */
async function shownStates(tab) {
  const list = (await tab.openReceipts()).map(({ state }) => state);
  await tab.close();
  return list;
}

// Where not even an entry fits, nothing outlives the page but the cookie.
for (const [name, how] of Object.entries(REFUSALS).filter(([, { left }]) => left !== 0)) {
  test(`${name}, the receiver is down, the page is closed: the receipt arrives on a later page view that has its store back`, async () => {
    const made = await tools.fresh();
    await made.kill();
    const visitor = await tools.visitor();
    const tab = await brokenPage(visitor, how);
    await tab.refuseAll();
    await until("it was sealed", () => tab.page.evaluate(() => Object.keys(localStorage).filter((key) => /^cs.(row|pending)./.test(key)).join()), (keys) =>
      how.left ? keys : keys.startsWith("cs.row."));
    await tab.page.close();
    await made.revive();
    const later = await visitor.tab("/track.html");
    await later.page.evaluate(() => delete localStorage.filler);
    const [{ seq }] = await expectLedger(made, ["refuse-all"]);
    assert.equal(seq, 0);
    await idle(later);
    const home = await until("it is home", () => rows(later), ([row]) => row?.posting === "countersigned");
    assert.equal(home.length, 1);
    assert.match(home[0].proof, /^c2sp.org\/tlog-proof@v1\n/);
    assert.deepEqual(await later.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("cs.row."))), []);
  });
}

test("the key cannot be stored: a key of the page signs, and the chain goes on with another on the next page", async () => {
  const made = await tools.fresh();
  const noKeys = () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (value?.private) throw new DOMException("no keys here", "DataCloneError");
      return put.call(this, value, key);
    };
  };
  const tab = await tools.visit("/", { init: noKeys });
  await tab.refuseAll();
  await made.receipts(1);
  await tab.open("/track.html");
  await grant(tab, ["maps"]);
  const claims = await expectLedger(made, ["refuse-all", "save"]);
  assert.deepEqual(claims.map(({ assurance, seq }) => [assurance, seq]), [["session", 0], ["session", 1]]);
  assert.notEqual(claims[0].header.kid, claims[1].header.kid);
});

test("no WebCrypto: unsigned receipts say so", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit("/", { init: () => Object.defineProperty(Crypto.prototype, "subtle", { configurable: true, value: undefined }) });
  await tab.refuseAll();
  const [{ assurance, header }] = await expectLedger(made, ["refuse-all"]);
  assert.deepEqual([assurance, header.alg, header.kid], ["server", "none", undefined]);
});

/** Takes the database away, as a browser does that evicts or a person who clears it. */
const dropDatabase = (page) =>
  page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase("countersign").onsuccess = done)));

const sealed = (tab) => until("it is sealed", () => tab.pending(), (list) => list.length === 0);

for (const all of [false, true]) {
  test(`${all ? "everything that scripts stored" : "IndexedDB"} is evicted in mid-session: what this page sealed is put back, and the chain goes on with the same key`, async () => {
    const made = await tools.fresh();
    const tab = await tools.visit();
    await tab.refuseAll();
    await made.receipts(1);
    await idle(tab);
    await made.kill();
    await grant(tab, ["maps"]);
    await sealed(tab);
    await dropDatabase(tab.page);
    if (all) await tab.page.evaluate(() => localStorage.clear());
    await tab.withdraw();
    await sealed(tab);
    await made.revive();
    const claims = await expectLedger(made, ["refuse-all", "save", "withdraw-all"]);
    assert.deepEqual(claims.map(({ seq }) => seq), [0, 1, 2]);
    assert.equal(new Set(claims.map(({ rec }) => rec)).size, 1);
    assert.equal(new Set(claims.map(({ header }) => header.kid)).size, 1);
    await until("all are home", () => rows(tab), (list) => list.length === 3 && list.every(({ posting }) => posting === "countersigned"));
  });
}

test("the database is lost between visits: a new chain names the tip of the old one", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const first = await visitor.tab();
  await first.refuseAll();
  const [old] = await made.receipts(1);
  await idle(first);
  await dropDatabase(first.page);
  await first.page.close();
  const later = await visitor.tab("/track.html");
  await grant(later, ["maps"]);
  const [before, after] = await expectLedger(made, ["refuse-all", "save"]);
  assert.notEqual(after.rec, before.rec);
  assert.equal(after.sub, before.sub);
  const sha256 = createHash("sha256").update(old.receipt).digest("base64url");
  assert.deepEqual([after.seq, after.prev, after.after], [0, undefined, { rec: before.rec, seq: 0, sha256 }]);
});

test("Safari evicts all that scripts stored: the server's cookie keeps the choice, and a new chain begins", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const first = await visitor.tab();
  await first.refuseAll();
  await made.receipts(1);
  await idle(first);
  await dropDatabase(first.page);
  await first.page.evaluate(() => localStorage.clear());
  await first.page.close();
  const later = await visitor.tab("/track.html");
  await later.button.waitFor({ state: "visible" });
  assert.equal(await later.surface(), "button", "nobody is asked again");
  await grant(later, ["maps"]);
  const [before, after] = await expectLedger(made, ["refuse-all", "save"]);
  assert.deepEqual([after.seq, after.after, after.rec === before.rec, after.sub === before.sub], [0, undefined, false, false]);
});

test("a key of more than a year hands the chain over: the old key signs the change", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  await visitor.context.clock.install({ time: Date.now() - YEAR });
  await visitor.context.clock.resume();
  const first = await visitor.tab();
  await first.refuseAll();
  await made.receipts(1);
  await idle(first);
  await first.page.close();
  await visitor.context.clock.setSystemTime(Date.now());
  const later = await visitor.tab("/track.html");
  await later.choose();
  await later.save(["maps"]);
  const [old, change, anew] = await expectLedger(made, ["refuse-all", "rotate", "save"]);
  assert.deepEqual([change.kind, change.header.kid, change.seq], ["key-change", old.header.kid, 1]);
  assert.deepEqual([anew.header.jwk, anew.rec, anew.seq], [change.key, old.rec, 2]);
});

test("the page is closed in the click: the receipt arrives with the next page view", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const first = await visitor.tab();
  await first.banner.waitFor();
  await first.page.evaluate(() => {
    document.querySelector("#countersign [data-cs=refuse]").click();
    window.stop();
  });
  await first.page.close();
  assert.deepEqual(await made.ledger(), []);
  await visitor.tab("/track.html");
  await expectLedger(made, ["refuse-all"]);
});

test("the page is hidden right after the choice: the receipt goes out at once, with keepalive", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.choose();
  await tab.save(["maps"]);
  await tab.page.evaluate(() => {
    Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => true });
    window.dispatchEvent(new Event("visibilitychange"));
  });
  await expectLedger(made, ["save"]);
});

/** Answers of a backend, one after another; then the receiver's own. */
function answers(made, list) {
  const times = [];
  const next = () => {
    const one = list.shift();
    if (!one) return;
    made.onPost = async (send) => {
      times.push(Date.now());
      next();
      return one === "lost" ? (await send(), undefined) : { status: one.status, headers: one.headers?.() ?? {}, body: Buffer.from("{}") };
    };
  };
  next();
  return times;
}

for (const [name, after] of [["seconds", () => "3"], ["a date", () => new Date(Date.now() + 4_000).toUTCString()]]) {
  test(`Retry-After in ${name} is honored`, async () => {
    const made = await tools.fresh();
    const times = answers(made, [{ status: 503, headers: () => ({ "retry-after": after() }) }]);
    const tab = await tools.visit();
    await tab.refuseAll();
    await expectLedger(made, ["refuse-all"]);
    assert.ok(Date.now() - times[0] >= 2_000, `tried again after ${Date.now() - times[0]} ms`);
  });
}

test("an answer that is lost: the receipt is sent again under the same key and stands once", async () => {
  const made = await tools.fresh();
  answers(made, ["lost"]);
  const tab = await tools.visit();
  await tab.refuseAll();
  await until("the ledger has it", () => made.ledger(), (list) => list.length === 1);
  await until("the visitor's copy is countersigned", () => rows(tab), ([row]) => row?.posting === "countersigned");
  await expectLedger(made, ["refuse-all"]);
});

test("a backend that refuses: the receipt is parked, the list and the console say so, and the next one goes on", async () => {
  const made = await tools.fresh();
  answers(made, [{ status: 422 }]);
  const tab = await tools.visit();
  const warned = [];
  tab.page.on("console", (message) => message.type() === "warning" && warned.push(message.text()));
  await tab.refuseAll();
  await until("it is parked", () => rows(tab), ([row]) => row?.posting === "parked");
  assert.match(warned.join(), /CS-W4 .* refused by \S+: [0-9a-f-]{36}/);
  assert.deepEqual((await tab.openReceipts()).map(({ state }) => state), ["parked"]);
  await tab.back();
  await tab.save(["maps"]);
  const [entry] = await made.receipts(1);
  assert.equal(entry.claims.seq, 1, "what follows is not held up");
});

test("the page has used up the 64 KiB of keepalive: the receipt arrives all the same", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  // A beacon that is never answered holds the allowance for as long as the page lives.
  made.onPost = () => new Promise(() => {});
  const sent = await tab.page.evaluate(() => navigator.sendBeacon("/v1/slow", "x".repeat(65_000)));
  assert.ok(sent);
  await tab.refuseAll();
  await expectLedger(made, ["refuse-all"]);
  const [row] = await until("it is countersigned", () => rows(tab), ([row]) => row?.posting === "countersigned");
  assert.ok(row.posts[0].tries > 1, "the first try found no room");
});
