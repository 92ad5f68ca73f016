/**
 * One scripted visit to the running demo, for `cargo xtask demo --check`.
 *
 * Enters: the origins of the site and of the stand-ins for third parties as arguments; `CHROMIUM`, the browser.
 * Leaves: a line for each thing that holds, and exit code 0; or the first thing that does not, and exit code 1.
 * Deliberately absent: details, which the scenarios test.
 */

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [site, standIns] = process.argv.slice(2);
assert.ok(site && standIns, "usage: node check-visit.mjs SITE-ORIGIN STAND-INS-ORIGIN");

/** How long anything on this machine may take. Milliseconds. */
const PATIENCE = 20_000;
/** How long a page is watched before "nothing was sent" counts. Milliseconds. */
const QUIET = 1_500;

const json = async (url) => {
  const answer = await fetch(url);
  assert.ok(answer.ok, `${url} answers ${answer.status}`);
  return answer.json();
};
const asked = () => json(`${standIns}/__log`);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Reads again and again until the value satisfies; the last value says why it never did. */
const until = async (what, read, satisfies) => {
  const end = Date.now() + PATIENCE;
  let value = await read();
  while (!satisfies(value) && Date.now() < end) {
    await pause(200);
    value = await read();
  }
  assert.ok(satisfies(value), `${what}; last seen: ${JSON.stringify(value)}`);
  console.log(`ok: ${what}`);
  return value;
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ locale: "en-US" });
  page.setDefaultTimeout(PATIENCE);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await fetch(`${standIns}/__log`, { method: "DELETE" });

  await page.goto(`${site}/`);
  await page.locator("#countersign").waitFor({ state: "visible" });
  console.log("ok: the banner is visible");

  await pause(QUIET);
  assert.deepEqual(await asked(), [], "a third party was asked before any choice");
  assert.equal((await json(`${site}/v1/ledger`)).size, 0, "the ledger holds a receipt before any choice");
  console.log("ok: no third party was asked before the choice");

  await page.locator("#countersign [data-cs=accept]").click();
  await page.locator("#countersign").waitFor({ state: "hidden" });
  await until("third parties are asked once it is allowed", asked, (log) => log.length > 0);
  await until("the ledger holds one receipt", () => json(`${site}/v1/ledger`), (ledger) => ledger.size === 1);
  assert.deepEqual(faults, [], "the page threw errors");
} catch (error) {
  console.error(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
