/**
 * Receipts that Chromium, Firefox and WebKitGTK made on the demo, in one ledger, verified by `jose`, a Python JOSE library, Go's
 * transparency log and `countersign verify`, from what anybody can fetch.
 */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { Courier, until } from "../browser/harness.mjs";
import { countersign, scratch } from "./servers.mjs";
import { byCountersign, byGo, byJose, byPython, lacksGo, sha256 } from "./verifiers.mjs";

const SITE = "layang-express";
const ENGINES = ["chromium", "firefox", "webkit"];
const folder = scratch();
let courier;
/** By engine, what the ledger holds of its visits. */
const made = {};
let all = [];
let keySet;
let logKeys;
/** Checkpoints that were given out after each engine's visits. */
const older = [];

/** The middle of an element in the window, where it is shown. Runs on the page. */
function middle(selector) {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return box?.width && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const text = async (path) => {
  const answer = await fetch(courier.origin + path);
  assert.equal(answer.status, 200, path);
  return answer.text();
};

/** Opens the demo and waits for its loader. A command that comes while the browser changes pages may be lost, and is sent again. */
async function open(driver, path = "/") {
  const url = courier.origin + path;
  await driver.go(url);
  // The page before answers until the next one is there.
  const ready = (url) => document.URL === url && document.readyState === "complete" && !!document.querySelector("#countersign, #countersign-button");
  await until(`${path} is ready`, () => driver.evaluate(ready, [url], 2000).catch(() => false));
}

/** A visitor who accepts, comes back and withdraws by the page's script. */
async function choices(driver, before) {
  await open(driver);
  const place = await until("the banner is there", () => driver.evaluate(middle, ["#countersign [data-cs=accept]"]));
  await driver.click(place);
  await courier.receipts(before + 1);
  await open(driver, "/track.html");
  await driver.evaluate(() => countersign.refuseAll(), []);
  return (await courier.receipts(before + 2)).slice(before);
}

before(async () => {
  courier = await new Courier({}).start();
  for (const engine of ENGINES) {
    const { start } = await import(`../leaks/drivers/${engine}.mjs`);
    const driver = await start();
    try {
      made[engine] = await choices(driver, all.length);
    } finally {
      await driver.close();
    }
    all = await courier.receipts(all.length + 2);
    older.push(await text(`/log/${SITE}/checkpoint`));
  }
  const { start } = await import("../leaks/drivers/firefox.mjs");
  const driver = await start({ signals: true });
  try {
    await open(driver);
    all = await courier.receipts(all.length + 1);
  } finally {
    await driver.close();
  }
  made.signal = all.slice(-1);
  // More entries than one level of the tree has, in the same log.
  const trial = countersign("conformance", `${courier.origin}/v1/receipts`, "--site-id", SITE);
  assert.equal(trial.status, 0, trial.stdout + trial.stderr);
  keySet = JSON.parse(await text("/.well-known/jwks.json"));
  logKeys = await text(`/log/${SITE}/key`);
});

after(async () => {
  await courier?.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const engine of ENGINES) {
  test(`${engine}: a choice and its withdrawal are one chain, signed by a key of the device, and say nothing of the browser`, () => {
    const [first, second] = made[engine].map(({ claims }) => claims);
    assert.deepEqual([first.kind, second.kind, first.seq, second.seq], ["choice", "withdrawal", 0, 1]);
    assert.equal(second.prev, sha256(made[engine][0].receipt));
    assert.deepEqual([second.rec, second.sub], [first.rec, first.sub]);
    assert.deepEqual([first.assurance, second.assurance, first.how.trusted, second.how.trusted], ["device", "device", true, false]);
    assert.doesNotMatch(JSON.stringify([first, second]), /Mozilla|Chrom|Firefox|WebKit|Safari/);
    const others = ENGINES.filter((other) => other !== engine).flatMap((other) => made[other].map(({ claims }) => claims.sub));
    assert.ok(!others.includes(first.sub));
  });
}

test("Firefox's own signals are a receipt of kind signal", () => {
  const [{ claims }] = made.signal;
  assert.deepEqual([claims.kind, claims.sig, claims.how.input], ["signal", { gpc: true, dnt: true }, "none"]);
});

test("jose verifies receipts and countersignatures of all engines, and refuses every changed byte", () => byJose(all, keySet, courier.origin));

const noPython = process.env.CS_PYTHON ? false : "CS_PYTHON names no Python with joserfc";
test("a Python JOSE library verifies them too", { skip: noPython }, () => byPython(all, keySet));

test("countersign verify proves receipt, countersignature and place in the log offline", () => byCountersign(all, keySet, logKeys, folder));

test("countersign verify proves a receipt by its address", () => {
  const done = countersign("verify", `${courier.origin}/v1/receipts/${all[0].rid}`, "--strict");
  assert.equal(done.status, 0, done.stdout + done.stderr);
});

test("Go's transparency log verifies checkpoint, tiles, entries, inclusion and consistency", { skip: lacksGo }, async () => {
  const { Size } = await byGo(all, `${courier.origin}/log/${SITE}`, older);
  assert.ok(Size > 16, `${Size} entries`);
});
