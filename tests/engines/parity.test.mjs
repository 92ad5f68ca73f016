/**
 * Both forms of the Rust in a browser answer the same: the widget's at the edges of numbers and after memory has grown, the verifier's of every
 * kind of receipt, whole and changed. In: what `cargo xtask web` leaves, the vectors of receipts.
 * Absent: a browser; sealing, which `fallback.test.mjs` shows with the ledger.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT, TARGET } from "../browser/harness.mjs";

const built = (path) => join(TARGET, path);
const wasm = await import(pathToFileURL(built("web-steps/widget.js")));
const fallback = await import(pathToFileURL(built("web/widget.fallback.js")));
await wasm.default({ module_or_path: readFileSync(built("web/widget.wasm")) });
fallback.default();
const verifier = {
  wasm: await import(pathToFileURL(built("web-steps/receipts.js"))),
  fallback: await import(pathToFileURL(built("web/receipts.fallback.js"))),
};
await verifier.wasm.default({ module_or_path: readFileSync(built("web/receipts.wasm")) });
verifier.fallback.default();

const NUMBERS = [0, -0, 1, -1, 0.5, 999.9, 1e3, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, 2 ** 63, 2 ** 64, 1e300, -1e300, Infinity, -Infinity, NaN];

test("an answer of a backend means the same in both", () => {
  for (const code of [0, 200, 202, 204, 301, 400, 408, 409, 413, 425, 429, 500, 503, 65535]) {
    for (const after of NUMBERS) {
      for (const [signed, tries, chance] of [[true, 0, 0], [false, 1, 65535], [false, 9, 32768], [true, 4294967295, 1]]) {
        const given = [code, after, signed, tries, chance];
        assert.equal(fallback.deliver(...given), wasm.deliver(...given), given.join());
      }
    }
  }
});

test("what is due is due in both", () => {
  for (const next of NUMBERS) {
    for (const now of NUMBERS) assert.equal(fallback.is_due(next, now), wasm.is_due(next, now), `${next} at ${now}`);
  }
});

test("a digest is that of the text in both, whatever the text, and when memory has grown for it", () => {
  for (const text of ["", "parcel", "\0", "包裹已送达", "🪁".repeat(9), "x".repeat(119), "waybill ".repeat(1 << 19), "é".repeat(1 << 21), "after"]) {
    const expected = createHash("sha256").update(text).digest("base64url");
    assert.deepEqual([wasm.digest(text), fallback.digest(text)], [expected, expected], `${text.length} characters from ${text.slice(0, 9)}`);
  }
});

test("a receipt of every kind, whole and with a character changed in each part, is judged the same in both, in every language", () => {
  const { receipts } = JSON.parse(readFileSync(join(ROOT, "tests/fixtures/receipts.json"), "utf8"));
  const changed = (jws, part) => {
    const parts = jws.split(".");
    const place = parts[part].length >> 1;
    parts[part] = parts[part].slice(0, place) + (parts[part][place] === "A" ? "B" : "A") + parts[part].slice(place + 1);
    return parts.join(".");
  };
  const verdicts = new Set();
  for (const [number, { name, jws }] of receipts.entries()) {
    for (const text of [jws, changed(jws, 0), changed(jws, 1), changed(jws, 2), jws.slice(0, -1)]) {
      const given = [JSON.stringify([["receipt.jws", text]]), "https://site.example", ["en", "zh-Hans", "zh-Hant", "ms"][number % 4]];
      const told = verifier.wasm.judge(...given);
      assert.equal(verifier.fallback.judge(...given), told, name);
      verdicts.add(JSON.parse(told).verdict);
    }
  }
  assert.ok(verdicts.has("fails") && verdicts.size > 1, [...verdicts].join());
  assert.equal(verifier.fallback.css(), verifier.wasm.css());
});

test("both export the same", () => {
  for (const [one, other] of [[fallback, wasm], [verifier.fallback, verifier.wasm]]) assert.deepEqual(Object.keys(one).sort(), Object.keys(other).sort());
});
