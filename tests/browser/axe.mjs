/**
 * axe-core on every surface of a visit: no violation anywhere on the page, shadow roots included.
 *
 * Enters: a courier's tools. Leaves: tests, one for each language and color scheme on one device.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "./harness.mjs";

const AXE = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
/** The languages that ship. */
export const LOCALES = ["en", "zh-Hans", "zh-Hant", "ms"];

/** What axe finds on the page as it stands, shadow roots included: rule, element, and why. */
export async function violations(tab) {
  await tab.page.evaluate(AXE);
  return tab.page.evaluate(async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.flat().join(" "), failureSummary]));
  });
}

/** Each surface, by what a visitor does to see it. */
const SURFACES = {
  "layer 1": (tab) => tab.banner.waitFor({ state: "visible" }),
  "layer 2": (tab) => tab.choose(),
  "layer 2 unfolded": (tab) => tab.unfold(),
  "layer 3": (tab) => tab.openPolicy(),
  "the receipts, still none": async (tab) => {
    await tab.back();
    await tab.openReceipts();
  },
  "the receipts": async (tab) => {
    await tab.back();
    await tab.acceptAll();
    await tab.openReceipts();
  },
  "the button": (tab) => tab.close(),
};

/** Registers the tests for one device. */
export function visitsWithAxe(tools, device, viewport) {
  for (const locale of LOCALES) {
    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing in ${locale}, ${colorScheme}, on a ${device}`, async () => {
        const tab = await tools.visit("/", { lang: locale, viewport, colorScheme, reducedMotion: "reduce" });
        for (const [surface, show] of Object.entries(SURFACES)) {
          await show(tab);
          assert.deepEqual(await violations(tab), [], surface);
        }
        await tab.visitor.leave();
      });
    }
  }
}
