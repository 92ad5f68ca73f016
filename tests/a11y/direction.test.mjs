/**
 * Every surface where lines run from right to left, and on paper. No language that ships runs so; a translation that does finds the
 * surfaces ready.
 */

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { courier, TARGET } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";
import { measure } from "./measures.mjs";
import { DESKTOP, dress, PHONE, show, STATES } from "./states.mjs";

const tools = courier();
const PICTURES = join(TARGET, "pictures");

async function page() {
  const visitor = await tools.visitor({ reducedMotion: "reduce", init: patient });
  return { page: await visitor.context.newPage(), origin: tools.courier.origin, leave: () => visitor.leave() };
}

/** Turns what is shown around, and answers where the controls stand that have a box of their own. */
const places = (direction) => {
  const dialog = document.querySelector("#countersign-dialog[open] > div")?.shadowRoot;
  const surfaces = [...document.querySelectorAll("#countersign, #countersign-button"), ...(dialog?.querySelectorAll("[part=sheet]") ?? [])];
  for (const surface of surfaces) surface.setAttribute("dir", direction);
  const controls = surfaces.flatMap((surface) => [...(surface.matches("button") ? [surface] : []), ...surface.querySelectorAll("button:not(.cs-link), [role=switch], select, summary")]);
  return controls.filter((one) => one.checkVisibility()).map((one) => {
    const { left, right, top } = one.getBoundingClientRect();
    return { name: one.dataset.cs || one.name || one.localName, left, right, top };
  });
};

test("from right to left every control stands where a mirror would show it, and nothing is lost", async () => {
  const { page: at, origin, leave } = await page();
  mkdirSync(PICTURES, { recursive: true });
  for (const state of STATES.filter((state) => !["placeholder", "saved"].includes(state))) {
    await show(at, origin, state);
    for (const [device, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
      await dress(at, viewport, "light");
      const plain = await at.evaluate(places, "ltr");
      const turned = await at.evaluate(places, "rtl");
      assert.equal(turned.length, plain.length);
      for (const [place, { name, left, right }] of plain.entries()) {
        const other = turned[place];
        const far = Math.max(Math.abs(viewport.width - left - other.right), Math.abs(viewport.width - right - other.left));
        assert.ok(far <= 2, `${state} on a ${device}: ${name} stands at ${other.left} to ${other.right}, and its mirror at ${viewport.width - right} to ${viewport.width - left}`);
      }
      const { sideways, cut } = await at.evaluate(measure);
      assert.deepEqual([sideways.map((pixels) => pixels > 0), cut], [[false, false], []], `${state} on a ${device}`);
      await at.screenshot({ path: join(PICTURES, `${state}.rtl.${device}.png`) });
    }
  }
  await leave();
});

/** What is printed of the dialog: its colors, whether all of it is there, and the controls that no paper needs. */
const printed = () => {
  const dialog = document.querySelector("#countersign-dialog > div").shadowRoot;
  const [sheet, body] = [dialog.querySelector("[part=sheet]"), dialog.querySelector("[part=body]")];
  const controls = [...dialog.querySelectorAll("button, select")].filter((one) => one.checkVisibility() && !one.closest("[part=body]"));
  return {
    ink: getComputedStyle(sheet).color,
    hidden: body.scrollHeight - body.clientHeight,
    controls: controls.map((one) => one.dataset.cs),
    banner: [...document.querySelectorAll("#countersign, #countersign-button, #countersign-status")].filter((one) => one.checkVisibility()).map((one) => one.id),
  };
};

test("on paper the dialog is whole, black on white, without controls, over as many pages as it needs", async () => {
  const { page: at, origin, leave } = await page();
  for (const state of ["preferences-on", "policy"]) {
    await show(at, origin, state);
    await dress(at, DESKTOP, "dark", { media: "print" });
    assert.deepEqual(await at.evaluate(printed), { ink: "rgb(0, 0, 0)", hidden: 0, controls: [], banner: [] }, state);
    const pdf = (await at.pdf({ format: "A4", path: join(PICTURES, `${state}.pdf`) })).toString("latin1");
    const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
    const least = state === "policy" ? 4 : 2;
    assert.ok(pages >= least, `${state}: ${pages} pages`);
    await dress(at, DESKTOP, "light", { media: "screen" });
  }
  await show(at, origin, "banner");
  await dress(at, PHONE, "light", { media: "print" });
  assert.equal(await at.locator("#countersign").isVisible(), false);
  await leave();
});
