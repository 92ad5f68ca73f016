/**
 * The widget's Rust as JavaScript: fetched only where wasm does not start, and then the same receipts in the same chain; and what is left
 * where it does not come either. That every choice works without WebAssembly, `tests/browser/without.test.mjs` shows.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, PURPOSES, until } from "../browser/harness.mjs";

const tools = courier();
/** The Rust side in both of its forms, and the whole widget. */
const WASM = /widget\.[0-9a-f]{12}\.wasm/;
const FALLBACK = /widget\.[0-9a-f]{12}\.fallback\.js/;
const WIDGET = /widget\.[0-9a-f]{12}\./;

const without = () => delete window.WebAssembly;
/** A page on plain HTTP, as browsers see it: nothing there signs or computes a digest. */
const insecure = () => {
  delete window.WebAssembly;
  Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined });
};
const abort = (route) => route.abort();
const fulfill = (contentType, change) => async (route) => route.fulfill({ contentType, body: change(await (await route.fetch()).body()) });

/** What is the matter; `init` removes something before every other script, `route` stands in the way of the wasm file. */
const STARTS = [
  { name: "nothing is the matter" },
  { name: "wasm comes as plain text", route: fulfill("text/plain", (body) => body) },
  { name: "instantiateStreaming is missing", init: () => delete WebAssembly.instantiateStreaming },
];
/** The same where wasm does not start; whether its file is asked for before that is known, and the assurance of the receipts. */
const STARTS_NOT = [
  { name: "WebAssembly is missing", init: without, wasm: 0 },
  { name: "the page's policy forbids it", path: "/strict.html", wasm: 0 },
  { name: "the wasm file is broken", route: fulfill("application/wasm", (body) => body.subarray(0, body.length / 2)), wasm: 1 },
  { name: "the wasm file does not come", route: abort, wasm: 1 },
  { name: "neither WebAssembly nor WebCrypto", init: insecure, wasm: 0, assurance: "server" },
];

/** What the ledger holds of a receipt. */
async function claims(rid) {
  await until(`the ledger has ${rid}`, () => tools.courier.ledger(), (entries) => entries.some((entry) => entry.rid === rid));
  const { receipt } = await tools.courier.json(`/v1/receipts/${rid}`);
  return JSON.parse(Buffer.from(receipt.split(".")[1], "base64url"));
}

/** One visitor who chooses in layer 2 and withdraws; the page asks for each form so many times, and both receipts are in the ledger. */
async function visit({ name, route, init, path = "/", assurance = "device" }, expected) {
  const visitor = await tools.visitor({ init });
  const asked = { wasm: 0, fallback: 0 };
  const sent = new Set();
  visitor.context.on("request", (request) => {
    if (WASM.test(request.url())) asked.wasm++;
    if (FALLBACK.test(request.url())) asked.fallback++;
    if (request.method() === "POST" && request.url().endsWith("/v1/receipts")) sent.add(JSON.parse(request.postData()).id);
  });
  if (route) await visitor.context.route(WASM, route);
  const tab = await visitor.tab(path);
  await tab.choose();
  await tab.save(["maps"]);
  await tab.withdraw();
  await until(`${name}: two receipts are sent`, () => sent.size, (count) => count === 2);
  const [first, second] = await Promise.all([...sent].map(claims));
  const facts = [first, second].map((one) => [one.kind, one.seq, one.assurance]);
  assert.deepEqual(facts, [["choice", 0, assurance], ["withdrawal", 1, assurance]], name);
  assert.deepEqual(first.p.filter(({ st }) => st === "given").map(({ id }) => id), ["maps"], name);
  await until(`${name}: nothing waits`, () => tab.page.evaluate(() => localStorage.getItem("cs.outbox")), (value) => value === null);
  assert.deepEqual(asked, expected, name);
  assert.deepEqual([tab.faults, tab.said.filter((line) => line.startsWith("CS-")), await tab.pending()], [[], [], []], name);
  await visitor.leave();
}

test("where wasm starts, by whatever way, the fallback is never fetched", () => Promise.all(STARTS.map((row) => visit(row, { wasm: 1, fallback: 0 }))));

test("where wasm does not start, the fallback is fetched once, and seals and sends in its place", () =>
  Promise.all(STARTS_NOT.map((row) => visit(row, { wasm: row.wasm, fallback: 1 }))));

test("where not even the widget comes, the banner refuses and accepts, links lead to the policy, and nothing is lost", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  await visitor.context.route(WIDGET, abort);
  const tab = await visitor.tab("/");
  await tab.control("policy").click();
  await tab.page.waitForURL(/\/countersign\/policy\/1\.0\/en\.html$/);
  await tab.open("/");
  await tab.refuseAll();
  assert.deepEqual((await tab.state()).open, []);
  // What leads to the preferences leads to the banner.
  await tab.control("choose").click();
  await tab.control("accept").click();
  await tab.button.waitFor({ state: "visible" });
  assert.deepEqual((await tab.state()).open, PURPOSES);
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  assert.deepEqual((await tab.state()).open, PURPOSES);
  assert.deepEqual((await tab.pending()).map(({ control }) => control), ["refuse-all", "accept-all"]);
  assert.deepEqual([tab.faults, await made.ledger()], [[], []]);
  await visitor.context.unroute(WIDGET);
  await tab.open("/track.html");
  const receipts = await made.receipts(2);
  assert.deepEqual(receipts.map(({ claims }) => [claims.seq, claims.how.control]), [[0, "refuse-all"], [1, "accept-all"]]);
  await until("the entries are settled", () => tab.pending(), (list) => list.length === 0);
});
