/**
 * The scan: what a page keeps and asks for is found, told apart by what `site.toml` declares, and given a row to write; browser extensions
 * and the product itself are not.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, html, saying, until } from "./browser.mjs";

const scan = '<script src="/countersign/scan.js"></script>';
const tools = harness({
  "/": html(`<img src="/own.png">${scan}`),
  "/first": html("<p>text", `${scan}<script src="/countersign/countersign.js"></script>`),
  "/clean": html(`<link rel="canonical" href="https://elsewhere.example/">${scan}`),
});

/** Leaves traces of every kind, and asks for addresses of three hosts. */
const use = (page) =>
  page.evaluate(async (port) => {
    for (const name of ["_ga", "_ga_X1", "_mk_id", "basket", "odd", "cs.x"]) document.cookie = `${name}=1; Path=/`;
    for (const name of ["drafts", "_mk_mirror", "_fbp", "layout", "cs.pending.1"]) localStorage[name] = "1";
    sessionStorage.tab = "1";
    for (const name of ["mk-db", "files", "countersign"]) {
      await new Promise((done) => (indexedDB.open(name, 1).onsuccess = (event) => (event.target.result.close(), done())));
    }
    const ask = (address) => new Promise((done) => (Object.assign(new Image(), { src: address }).onerror = done));
    for (const [host, path] of [["www.google-analytics.com", "g/collect"], ["cdn.metrik.example", "collect/v1"], ["stats.metrik.example", "x"]]) {
      await ask(`http://${host}:${port}/v/../${path}?id=1`);
    }
    await ask("chrome-extension://abcdefghijklmnop/icon.png");
    document.body.insertAdjacentHTML("beforeend", '<img src="moz-extension://a/b.png"><img srcset="data:image/gif;base64,R0lGODlhAQABAAAAACw= 1x">');
  }, new URL(tools.origin).port);

const brief = (found) => found.map(({ kind, name, vendor, purpose }) => [kind, name.replace(/:\d+$/, ""), vendor, purpose].filter(Boolean).join(" ")).sort();

test("everything is found once, with its purpose or a guess", async () => {
  const page = await tools.visit("/");
  await use(page);
  const { declared, undeclared, toml } = await page.evaluate(() => window.countersign.scan());
  assert.deepEqual(brief(declared), [
    "cookie _mk_id Metrik analytics",
    "cookie basket Layang delivery",
    "host cdn.metrik.example Metrik analytics",
    "indexeddb mk-db Metrik analytics",
    "local _mk_mirror Metrik analytics",
    "local drafts Layang delivery",
  ]);
  assert.deepEqual(brief(undeclared), [
    "cookie _ga google-analytics",
    "cookie _ga_X1 google-analytics",
    "cookie odd",
    "host stats.metrik.example",
    "host www.google-analytics.com google-analytics",
    "indexeddb files",
    "local _fbp meta",
    "local layout",
    "session tab",
  ]);
  assert.match(undeclared.find(({ name }) => name === "_fbp").advice, /Meta Pixel: add "meta" to the vendors of the purpose "marketing"/);
  assert.match(undeclared.find(({ name }) => name === "odd").advice, /does not know/);
  const port = new URL(tools.origin).port;
  for (const line of [
    'id = "google-analytics"',
    'id = "meta"',
    `id = "stats-metrik-example-${port}"\nhosts = ["stats.metrik.example:${port}"]`,
    'storage = [{ name = "odd", kind = "cookie" }, { name = "layout", kind = "local" }, { name = "tab", kind = "session" }, { name = "files", kind = "indexeddb" }]',
  ]) {
    assert.ok(toml.includes(line), `${line}\n---\n${toml}`);
  }
  assert.equal(toml.match(/\[\[vendor\]\]/g).length, 4);
});

test("a page that declares everything has nothing to report, and the console says so", async () => {
  const page = await tools.visit("/clean");
  const report = await page.evaluate(() => window.countersign.scan());
  assert.deepEqual(report, { declared: [], undeclared: [], toml: "" });
  assert.match(await saying(page, "CS-SCAN"), /^CS-SCAN: 0 declared, 0 not declared/);
  assert.equal(page.said.filter((line) => line.startsWith("CS-SCAN")).length, 1);
});

test("it prints what is missing, and sends nothing", async () => {
  const first = await tools.visit("/");
  await use(first);
  // What was stored is there on the next page before its report is made; the first page's own may come before or after.
  const page = await tools.visit("/", { context: first.context() });
  tools.asked.length = 0;
  assert.match(await saying(page, "rows for site.toml"), /\[\[vendor\]\]/);
  assert.deepEqual(tools.asked.filter((path) => !path.startsWith("/countersign/widget")), []);
});

test("it is there before the loader as well, and without it", async () => {
  const page = await tools.visit("/first");
  await until(page, () => typeof window.countersign.scan === "function" && typeof window.countersign.open === "function");
  const cookies = await page.evaluate(async () => {
    document.cookie = "late=1";
    return (await window.countersign.scan()).undeclared;
  });
  assert.deepEqual(brief(cookies), ["cookie late"]);
});
