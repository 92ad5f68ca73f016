/**
 * axe-core in a page: shadow roots included, frames left out.
 *
 * Enters: a tab. Leaves: what axe finds, one line for each element. The suite `a11y` holds every surface against it.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./harness.mjs";

const AXE = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
/** The languages that ship. */
export const LOCALES = ["en", "zh-Hans", "zh-Hant", "ms"];

/** What axe finds on the page as it stands: rule, element, and why. */
export async function violations(tab) {
  await tab.page.evaluate(`window.axe || (() => {${AXE}})()`);
  return tab.page.evaluate(async () => {
    const found = await axe.run(document, { resultTypes: ["violations"], preload: false, iframes: false });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.flat().join(" "), failureSummary]));
  });
}
