/**
 * Clearing: everything that the closed purposes declare is listed before and after, wherever it was set, and what others use stays
 * (REQUIREMENTS CK-08, CK-14, LS-07). What script cannot reach is tested as what stays.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, html, stateWith, until } from "./browser.mjs";

const deep = "/a/b/page";
const page = html("<p>text");
const tools = harness({
  [deep]: { body: page, headers: { "set-cookie": ["_ga_http=1; Path=/; HttpOnly", "_ga_first=1; Path=/a"] } },
  "/other/page": page,
  "/": page,
});

/** Everything that a browser holds: cookies with domain and path, keys, databases and caches. */
async function held(tab) {
  const cookies = (await tab.context().cookies()).filter(({ name }) => name !== "cs").map(({ name, domain, path }) => `${name} ${domain}${path}`);
  const stores = await tab.evaluate(async () => ({
    local: Object.keys(localStorage).filter((key) => !/^cs(\.|$)/.test(key)).sort(),
    session: Object.keys(sessionStorage).sort(),
    databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
    caches: (await caches.keys()).sort(),
  }));
  return { cookies: cookies.sort(), ...stores };
}

/** Leaves a trace in every place that a script can write to. */
const track = (tab) =>
  tab.evaluate(async () => {
    const attributes = ["", "; Domain=www.shop.layang.example", "; Domain=shop.layang.example", "; Domain=layang.example"];
    attributes.forEach((domain, at) => {
      for (const path of ["/", "/a", "/a/b", "/a/b/", "/a/b/page"]) document.cookie = `_ga_${at}${path.length}=1; Path=${path}${domain}; Max-Age=9999`;
    });
    document.cookie = "_ga=1";
    document.cookie = "__Host-mk=1; Secure; Path=/";
    document.cookie = "__Secure-mk=1; Secure; Path=/; Domain=layang.example";
    document.cookie = "_ga_part=1; Secure; Path=/; SameSite=None; Partitioned";
    document.cookie = "_ga_far=1; Path=/other";
    document.cookie = "_fbp=1; Path=/; Domain=layang.example";
    for (const name of ["_shared", "_kept_1", "_gat", "x_ga1", "basket"]) document.cookie = `${name}=1; Path=/`;
    for (const key of ["mk-local", "mk-local-2", "_ga", "_ga_mirror", "_kept_1", "keep", "csrf", "mk-session"]) localStorage[key] = "1";
    for (const key of ["mk-session", "_ga", "mk-local", "keep"]) sessionStorage[key] = "1";
    const open = (name) => new Promise((done) => (indexedDB.open(name, 1).onsuccess = (event) => done(event.target.result)));
    for (const name of ["mk-db", "mk-many-1", "mk-many-2", "keep", "ads", "countersign", "cart"]) (await open(name)).close();
    for (const name of ["mk-cache-v1", "mk-cache", "keep"]) await caches.open(name);
  });

/** Refuses all, and waits until the page is told: in the same task the mark is set that something is to be cleared. */
const refuse = (tab) =>
  tab.evaluate(() => {
    const told = new Promise((done) => document.addEventListener("countersign:change", () => done(), { once: true }));
    window.countersign.refuseAll();
    return told;
  });

const cleared = (tab) => until(tab, () => localStorage.getItem("cs.clear") === null && !document.cookie.includes("_ga="));

test("a withdrawal clears everything declared, on every domain and path and in every store", async () => {
  const tab = await tools.visit(deep, { origin: tools.shop, cookie: stateWith("analytics~chat~marketing") });
  await track(tab);
  const before = await held(tab);
  assert.equal(before.cookies.filter((line) => line.startsWith("_ga_")).length, 24, before.cookies.join("\n"));
  assert.equal(before.cookies.length, 33, before.cookies.join("\n"));
  await tab.evaluate(() => window.countersign.refuseAll());
  await cleared(tab);
  assert.deepEqual(await held(tab), {
    cookies: [
      "_ga_far www.shop.layang.example/other", // no page under another path sees it
      "_ga_http www.shop.layang.example/", // HttpOnly: the server's
      "_gat www.shop.layang.example/",
      "_kept_1 www.shop.layang.example/",
      "_shared www.shop.layang.example/",
      "basket www.shop.layang.example/",
      "x_ga1 www.shop.layang.example/",
    ],
    local: ["_kept_1", "keep", "mk-session"],
    session: ["keep", "mk-local"],
    databases: ["countersign", "keep"],
    caches: ["keep"],
  });
  assert.ok((await tab.context().cookies()).some(({ name }) => name === "cs"), "the choice itself stays");
  assert.deepEqual(tab.said, []);
});

test("a cookie of another path goes when a page on that path comes", async () => {
  const tab = await tools.visit(deep, { origin: tools.shop, cookie: stateWith("analytics") });
  await track(tab);
  await tab.evaluate(() => window.countersign.refuseAll());
  await cleared(tab);
  await tab.goto(tools.shop + "/other/page");
  await until(tab, () => !document.cookie.includes("_ga_far"));
});

test("names that an open purpose uses stay", async () => {
  const tab = await tools.visit(deep, { origin: tools.shop, cookie: stateWith("chat~marketing") });
  await track(tab);
  await tab.evaluate(() => {
    document.cookie = "_ga_chat=1; Path=/";
    return import("/countersign/gate.fedcba9876543210.js").then((module) => module.clear(["chat", "marketing"]));
  });
  const left = await held(tab);
  assert.ok(left.cookies.includes("_ga_chat www.shop.layang.example/") && left.cookies.includes("_fbp .layang.example/"), left.cookies.join("\n"));
  assert.equal(left.cookies.some((line) => /^_ga_[0-3]/.test(line)), false);
  assert.deepEqual(left.databases, ["ads", "countersign", "keep"]);
});

test("a database in use does not hold anything up, and goes when it is closed", async () => {
  const tab = await tools.visit("/", { origin: tools.shop, cookie: stateWith("analytics") });
  await tab.evaluate(() => new Promise((done) => (indexedDB.open("mk-db", 1).onsuccess = (event) => done((window.connection = event.target.result)))).then(() => {}));
  await refuse(tab);
  await until(tab, () => localStorage.getItem("cs.clear") === null);
  await tab.reload();
  await until(tab, async () => (await indexedDB.databases()).every(({ name }) => name !== "mk-db"));
});

test("what a running tracker writes again is cleared when the page goes, and once more on the next page view", async () => {
  const tab = await tools.visit("/", { origin: tools.shop, cookie: stateWith("analytics") });
  await tab.evaluate(() => {
    const write = () => (document.cookie = "_ga=again; Path=/; Max-Age=999");
    write();
    setInterval(write, 20);
    addEventListener("unload", () => {
      write();
      localStorage["mk-local-late"] = "1";
    });
  });
  await refuse(tab);
  await until(tab, () => localStorage.getItem("cs.clear") === null);
  await until(tab, () => document.cookie.includes("_ga=again"));
  await tab.reload();
  await until(tab, () => localStorage.getItem("cs.clear") === null && !document.cookie.includes("_ga=") && !localStorage["mk-local-late"]);
  // The page after that has nothing to look for.
  await tab.reload();
  await until(tab, () => localStorage.getItem("cs.clear") === null);
  tools.asked.length = 0;
  await tab.reload();
  // The loader looks three seconds after its start.
  await tab.evaluate(() => new Promise((done) => setTimeout(done, 3_500)));
  assert.deepEqual(tools.asked.filter((path) => path.includes("gate.")), []);
});

test("a choice that opens the purpose again ends the clearing", async () => {
  const tab = await tools.visit("/", { origin: tools.shop, cookie: stateWith("analytics") });
  await tab.evaluate(() => {
    document.cookie = "_ga=1; Path=/";
    window.countersign.refuseAll();
  });
  await cleared(tab);
  await tab.evaluate((value) => {
    document.cookie = `cs=${value}; Path=/; Secure`;
    localStorage.cs = value;
    dispatchEvent(new StorageEvent("storage", { key: "cs", newValue: value }));
    document.cookie = "_ga=2; Path=/";
  }, stateWith("analytics"));
  await until(tab, () => window.countersign.allows("analytics"));
  await tab.reload();
  await tab.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  assert.match(await tab.evaluate(() => document.cookie), /_ga=2/);
});

test("stores that a browser lacks or refuses stop nothing", async () => {
  const init = () => {
    const fail = () => {
      throw new DOMException("blocked", "SecurityError");
    };
    Object.defineProperty(window, "sessionStorage", { get: fail });
    Object.defineProperty(window, "caches", { get: fail });
    Object.defineProperty(window, "cookieStore", { value: undefined });
    delete IDBFactory.prototype.databases;
  };
  const tab = await tools.visit("/", { origin: tools.shop, cookie: stateWith("analytics"), init });
  await tab.evaluate(async () => {
    document.cookie = "_ga=1; Path=/";
    localStorage["mk-local"] = "1";
    await new Promise((done) => (indexedDB.open("mk-db", 1).onsuccess = (event) => (event.target.result.close(), done())));
    window.countersign.refuseAll();
  });
  await cleared(tab);
  assert.equal(await tab.evaluate(() => localStorage.getItem("mk-local")), null);
  const version = () => new Promise((done) => (indexedDB.open("mk-db").onupgradeneeded = (event) => done(event.oldVersion)));
  assert.equal(await tab.evaluate(version), 0, "the database that is declared without a pattern is gone");
  assert.deepEqual(tab.said, []);
});
