/**
 * Both forms of the widget's Rust answer the same, at the edges of numbers and after memory has grown. In: what `cargo xtask web` leaves.
 * Absent: a browser; sealing, which `fallback.test.mjs` shows with the ledger.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { TARGET } from "../browser/harness.mjs";

const built = (path) => join(TARGET, path);
const wasm = await import(pathToFileURL(built("web-steps/widget.js")));
const fallback = await import(pathToFileURL(built("web/widget.fallback.js")));
await wasm.default({ module_or_path: readFileSync(built("web/widget.wasm")) });
fallback.default();

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

test("both export the same", () => {
  assert.deepEqual(Object.keys(fallback).sort(), Object.keys(wasm).sort());
});
