/**
 * Pictures of every state in every language, and what they looked like when somebody last looked at them.
 *
 * Enters: a courier's tools and states. Leaves: full-size pictures below `target/pictures/`, on which people look, and tests that hold a
 * shrunken, gray copy of each against `tests/visual/expected/`. One PNG for each state holds all languages below each other, the phone
 * in light beside the desktop in dark. `COUNTERSIGN_REWRITE=1` writes them anew; `COUNTERSIGN_PICTURES=all` takes every device, scheme and
 * theme. Deliberately absent: a comparison where the fonts are not those of the expected pictures, since then every line differs.
 */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PNG } from "pngjs";
import { DESKTOP, dress, DRESSES, PHONE, show } from "../a11y/states.mjs";
import { LOCALES } from "../browser/axe.mjs";
import { ROOT, TARGET } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";

const EXPECTED = join(ROOT, "tests/visual/expected");
const PICTURES = join(TARGET, "pictures");
const REWRITE = !!process.env.COUNTERSIGN_REWRITE;
const ALL = process.env.COUNTERSIGN_PICTURES === "all";
/** So many pixels each way become one. */
const SHRINK = 10;
/** How far one gray may be from another, of 255, and which part of a picture may be further. */
const NEAR = 28;
const SPARE = 0.004;
/** Each device once, each scheme once. */
const COMPARED = [["phone", PHONE, "light"], ["desktop", DESKTOP, "dark"]];

/** How wide a few words of each language are: what decides whether two machines have the same fonts. */
const fonts = () => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = "100px system-ui";
  return ["Privacy choices", "隐私选项", "隱私選項", "Pilihan privasi", "0123456789"].map((words) => Math.round(pen.measureText(words).width)).join(" ");
};

/** A picture as rows of grays, shrunk by averaging; steps of eight pack well and are far below what counts as a difference. */
function shrunk(bytes) {
  const { width, height, data } = PNG.sync.read(bytes);
  const [columns, rows] = [Math.floor(width / SHRINK), Math.floor(height / SHRINK)];
  const grays = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    for (let y = row * SHRINK; y < (row + 1) * SHRINK; y++) {
      for (let x = column * SHRINK; x < (column + 1) * SHRINK; x++) {
        const at = (y * width + x) * 4;
        sum += 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
      }
    }
    return Math.round(sum / SHRINK ** 2 / 8) * 8;
  }));
  return grays;
}

/** Grays of all languages and looks as one sheet, and back. */
function sheet(pictures) {
  const [wide, high] = COMPARED.reduce(([w, h], [, { width, height }]) => [w + Math.floor(width / SHRINK), Math.max(h, Math.floor(height / SHRINK))], [0, 0]);
  const png = new PNG({ width: wide, height: high * LOCALES.length });
  png.data.fill(255);
  for (const { grays, left, top } of pictures) {
    for (const [y, row] of grays.entries()) {
      for (const [x, gray] of row.entries()) png.data.fill(Math.min(255, gray), ((top + y) * wide + left + x) * 4, ((top + y) * wide + left + x) * 4 + 3);
    }
  }
  return { png, high };
}

/** The part of a picture that differs from what stands at its place of the sheet. */
function differing({ grays, left, top }, { data, width }) {
  const far = grays.flatMap((row, y) => row.filter((gray, x) => Math.abs(Math.min(255, gray) - data[((top + y) * width + left + x) * 4]) > NEAR));
  return far.length / (grays.length * grays[0].length);
}

/** Takes the pictures of a state in a language: the compared ones come back. */
async function taken(page, origin, state, locale) {
  await show(page, origin, state, locale);
  // The one thing that differs from day to day.
  await page.evaluate(() => document.querySelector("#countersign-dialog > div")?.shadowRoot.querySelectorAll("time").forEach((time) => (time.textContent = "2026-01-01 00:00 UTC")));
  const compared = [];
  for (const [device, viewport, scheme] of COMPARED) {
    await dress(page, viewport, scheme);
    const bytes = await page.screenshot({ path: join(PICTURES, `${state}.${locale}.${device}.${scheme}.png`), caret: "hide" });
    compared.push([`${device}, ${scheme}`, shrunk(bytes)]);
  }
  if (ALL) {
    for (const look of ["", "kite", "ink"]) {
      if (look) await show(page, origin, state, locale, look);
      for (const [name, viewport, scheme] of DRESSES) {
        await dress(page, viewport, scheme);
        await page.screenshot({ path: join(PICTURES, `${[state, locale, ...name.split(", "), ...(look && [look])].join(".")}.png`) });
      }
    }
  }
  return compared;
}

/** Registers the tests for some states. */
export function pictures(tools, states) {
  for (const state of states) {
    test(`${state} looks as it did when somebody last looked, in every language`, async (t) => {
      mkdirSync(PICTURES, { recursive: true });
      const visitor = await tools.visitor({ reducedMotion: "reduce", init: patient });
      const page = await visitor.context.newPage();
      const found = [];
      for (const [row, locale] of LOCALES.entries()) {
        let left = 0;
        for (const [look, grays] of await taken(page, tools.courier.origin, state, locale)) {
          found.push({ what: `${state} in ${locale}, ${look}`, grays, left, row });
          left += grays[0].length;
        }
      }
      const seen = await page.evaluate(fonts);
      await visitor.leave();
      const { high } = sheet([]);
      const placed = found.map((one) => ({ ...one, top: one.row * high }));
      const [file, names] = [join(EXPECTED, `${state}.png`), join(EXPECTED, "fonts.txt")];
      if (REWRITE) {
        mkdirSync(EXPECTED, { recursive: true });
        writeFileSync(file, PNG.sync.write(sheet(placed).png, { colorType: 0, deflateLevel: 9 }));
        return writeFileSync(names, `${seen}\n`);
      }
      assert.ok(existsSync(file), `${file} is missing: COUNTERSIGN_REWRITE=1 cargo xtask test visual, look at it, and commit it`);
      if (readFileSync(names, "utf8").trim() !== seen) return t.skip("the fonts of this machine are not those of the expected pictures");
      const expected = PNG.sync.read(readFileSync(file));
      const faults = placed.map((one) => [one.what, differing(one, expected)]).filter(([, part]) => part > SPARE);
      const told = faults.map(([what, part]) => `${what}: ${(part * 100).toFixed(1)} % differ`).join("; ");
      assert.deepEqual(faults, [], `${told}. Look at target/pictures/; where that is meant, COUNTERSIGN_REWRITE=1 cargo xtask test visual`);
    });
  }
}
