/**
 * axe-core on every layer, in every language, light and dark, on phone and desktop: no violation anywhere on the page.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { courier, ROOT } from "./harness.mjs";

const tools = courier();
const AXE = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
const LOCALES = ["en", "zh-Hans", "zh-Hant", "ms"];
const VIEWPORTS = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };

/** What axe finds on the page as it stands, shadow roots included: rule, element, and why. */
const violations = (tab) =>
  tab.page.evaluate(async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.flat().join(" "), failureSummary]));
  });

/** Each surface, by what a visitor does to see it. */
const SURFACES = {
  "layer 1": (tab) => tab.banner.waitFor({ state: "visible" }),
  "layer 2": (tab) => tab.choose(),
  "layer 2 unfolded": (tab) => tab.page.locator("#countersign-dialog details").evaluateAll((all) => all.forEach((one) => (one.open = true))),
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

for (const locale of LOCALES) {
  for (const [device, viewport] of Object.entries(VIEWPORTS)) {
    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing in ${locale}, ${colorScheme}, on a ${device}`, async () => {
        const tab = await tools.visit("/", { lang: locale, viewport, colorScheme, reducedMotion: "reduce" });
        await tab.page.evaluate(AXE);
        for (const [surface, show] of Object.entries(SURFACES)) {
          await show(tab);
          assert.deepEqual(await violations(tab), [], surface);
        }
        await tab.visitor.leave();
      });
    }
  }

  test(`axe finds nothing on the policy page in ${locale}`, async () => {
    for (const colorScheme of ["light", "dark"]) {
      const tab = await tools.visit(`/countersign/policy/1.0/${locale}.html`, { colorScheme });
      await tab.page.evaluate(AXE);
      assert.deepEqual(await violations(tab), [], colorScheme);
      await tab.visitor.leave();
    }
  });
}

test("axe finds nothing in the plain chooser", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const tab = await tools.visit("/", { colorScheme, init: () => delete window.WebAssembly });
    await tab.choosePlainly();
    await tab.page.evaluate(AXE);
    assert.deepEqual(await violations(tab), [], colorScheme);
    await tab.visitor.leave();
  }
});
