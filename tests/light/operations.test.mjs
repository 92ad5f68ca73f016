/**
 * How much the widget's wasm does for a choice: instructions, counted by the module itself (`crates/xtask/src/suites/light/operations.rs`),
 * while it seals a fixed choice with a fixed key at a fixed time. In: what the suite `light` built, and the demo's files.
 * Absent: a browser, and what WebCrypto does.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT, TARGET } from "../browser/harness.mjs";
import * as fake from "../widget/fake.js";
import { within } from "./budgets.mjs";

const DIST = join(ROOT, "www/demo/dist");
const notice = readdirSync(DIST).find((name) => /^notice\.en\..*\.json$/.test(name));
const digest = notice.split(".")[2];
const PURPOSES = ["analytics", "marketing", "chat", "maps"];

const CHOICE = {
  id: "01234567-89ab-4cde-8f01-23456789abcd", at: 1_795_413_600_000, control: "accept-all", layer: 1, locale: "en", notice: digest, trusted: true, detail: 1,
  signal: "n", was: [], open: PURPOSES,
};

/** A module of its own, so that each count begins with fresh memory. */
let turn = 0;
async function start() {
  const rust = await import(`${pathToFileURL(join(TARGET, "web-steps/widget.js"))}?${turn++}`);
  const exports = await rust.default({ module_or_path: readFileSync(join(TARGET, "light/widget.wasm")) });
  return { rust, count: () => Number(exports.operations.value) };
}

/** Ports that answer the same every time; the key's coordinates and the signature are as long as real ones. */
function ports(done) {
  let drawn = 0;
  return {
    ...fake.ports(),
    random: (length) => Uint8Array.from({ length }, () => (drawn = (drawn * 73 + 41) % 256)),
    now: () => CHOICE.at + 250,
    signer: async () => ({ x: "A".repeat(43), y: "B".repeat(43), assurance: "device" }),
    sign: async () => new Uint8Array(64).fill(7),
    sealed: done,
  };
}

/** Seals one choice; the operations that it took, and the receipt. */
async function seal() {
  const { rust, count } = await start();
  fake.serve(notice, readFileSync(join(DIST, notice), "utf8"));
  fake.write_pending(JSON.stringify(CHOICE));
  const kept = new Map();
  const before = count();
  await new Promise((done) => {
    const fixed = ports(done);
    rust.boot(fake.host(digest), { ...fixed, head: async () => kept.get("head"), append: async (jws, seq, head, after) => !!kept.set("jws", jws).set("head", after) });
    rust.sync();
  });
  return { operations: count() - before, jws: kept.get("jws") };
}

test("sealing a choice takes so many operations and no more, and as many every time", async (t) => {
  const [first, second] = [await seal(), await seal()];
  const { kind, p } = fake.claims(first.jws);
  assert.deepEqual([kind, p.map(({ id, st }) => `${id} ${st}`)], ["choice", PURPOSES.map((id) => `${id} given`)]);
  assert.deepEqual(second, first, "the count of the same choice differs");
  within(t, "operations_seal", first.operations);
});

test("starting runs nothing, and a digest takes so many for a kilobyte", async (t) => {
  const { rust, count } = await start();
  assert.equal(count(), 0);
  rust.digest("");
  const empty = count();
  rust.digest("parcel! ".repeat(128));
  const small = count();
  rust.digest("parcel! ".repeat(256));
  assert.ok(empty > 0 && small - empty > empty, `nothing was counted: ${empty}, ${small}`);
  // The second kilobyte alone, without what every call costs.
  within(t, "operations_digest_1024_bytes", count() - small - (small - empty));
});
