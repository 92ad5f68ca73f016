/**
 * Lighthouse over one page, in a browser of its own.
 *
 * Enters: an address, categories, and how much to slow things down. Leaves: the scores from 0 to 100, every audit that is not perfect, and
 * the audits themselves. Deliberately absent: what a score should be.
 */

import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import { freePort } from "../browser/port.mjs";

/** Starts a browser for audits; `audit(url, categories, options)` visits a page as a new visitor. */
export async function auditor(executablePath) {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", `--remote-debugging-port=${port}`] });
  return {
    async audit(url, categories, options = {}) {
      const { lhr } = await lighthouse(url, { port, logLevel: "error", output: "json", onlyCategories: categories, ...options });
      const scores = Object.fromEntries(categories.map((id) => [id, Math.round((lhr.categories[id].score ?? 0) * 100)]));
      const weighed = categories.flatMap((id) => lhr.categories[id].auditRefs).filter(({ weight }) => weight > 0);
      const imperfect = weighed.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 1);
      return { scores, imperfect: imperfect.map(({ id, title, displayValue }) => [id, title, displayValue ?? ""].join(" | ")), audits: lhr.audits };
    },
    close: () => browser.close(),
  };
}
