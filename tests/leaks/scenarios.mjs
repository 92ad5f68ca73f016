/**
 * Runs the page scenarios in one engine. Each is a folder of `scenarios/` with `page.html` and `expect.json` (or `expect.mjs`, where a
 * visit needs steps); what the keys mean stands in `README.md` beside this file. Every scenario is a test of its own.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("scenarios/", import.meta.url);

/** Reads all scenarios, or those that `CS_SCENARIOS` names. */
export async function scenarios(only = process.env.CS_SCENARIOS?.split(",")) {
  const names = readdirSync(FOLDER).filter((name) => !only || only.includes(name)).sort();
  return Promise.all(names.map(async (name) => {
    const at = (file) => new URL(`${name}/${file}`, FOLDER);
    const told = existsSync(at("expect.mjs")) ? (await import(at("expect.mjs"))).default : JSON.parse(readFileSync(at("expect.json"), "utf8"));
    const pages = { "/": readFileSync(at("page.html"), "utf8"), "/away": "<!doctype html><title>Away</title><p>Elsewhere" };
    for (const file of readdirSync(new URL(name, FOLDER)).filter((file) => !/^(page\.html|expect\..*)$/.test(file))) {
      pages["/" + file] = readFileSync(at(file), "utf8");
    }
    return { name, pages, ...told };
  }));
}

/** How long what was asked for may take to run, in milliseconds. */
const PATIENCE = 20_000;

/** Asks the page until its answer satisfies, or for as long as one can wait; the last answer. */
async function asked(visits, expression, satisfies) {
  for (const end = Date.now() + PATIENCE; ; await new Promise((done) => setTimeout(done, 50))) {
    const answer = await visits.evaluate(expression);
    if (satisfies(answer) || Date.now() > end) return answer;
  }
}

/**
 * What must be true on the page, besides the requests: an expression, and the names of the sink's scripts that ran. A script that was
 * asked for may run a while later.
 */
async function holds(visits, when, expression, ran) {
  if (expression) assert.ok(await asked(visits, `() => !!(${expression})`, Boolean), `${when}: ${expression}`);
  if (!ran) return;
  const names = [...ran].sort();
  const seen = await asked(visits, "() => (window.ran || []).sort()", (found) => found.join() === names.join());
  assert.deepEqual(seen, names, `${when}: what ran`);
}

/**
 * The visit of somebody who is asked, refuses and comes back. `ahead` is what a browser may ask for before any script can stop it, each
 * once at most in a page view; `always` is what no gate holds.
 */
async function denied(visits, { pages, headers, state, closed, refused = [], always = [], ahead = [], ranAhead = ahead[0] && [] }) {
  const expect = (when, wanted) => visits.expect(when, [...always, ...wanted], ahead);
  await visits.visitor(pages, { headers, state });
  await visits.open();
  await expect("before a choice", []);
  await visits.click("refuse");
  await expect("after refusing", refused);
  await holds(visits, "after refusing", closed, ranAhead);
  await visits.open();
  await expect("on the return visit after refusing", refused);
  await holds(visits, "on the return visit after refusing", closed, ranAhead);
}

/** The visit of somebody who accepts and comes back: the scenario is not empty. */
async function accepted(visits, { pages, headers, state, opens, again = opens, may, holds: expression, ran, ranAgain = ran }) {
  await visits.visitor(pages, { headers, state });
  await visits.open();
  await visits.quiet();
  await visits.click("accept");
  await visits.expect("after accepting", opens, may);
  await holds(visits, "after accepting", expression, ran);
  await visits.open();
  await visits.expect("on the return visit after accepting", again, may);
  await holds(visits, "on the return visit after accepting", expression, ranAgain);
}

/** The same denied visit with the policy that the build wrote: nothing leaves, not even ahead. */
async function fenced(visits, scenario) {
  await denied(visits, { ...scenario, headers: { "content-security-policy": visits.policy("nothing open") }, ahead: [], ranAhead: [] });
}

/** The visit of somebody whose choice is known to allow only some purposes. */
async function finer(visits, { pages, headers }, open, opens) {
  await visits.visitor(pages, { headers, state: visits.state(open) });
  await visits.open();
  await visits.expect(`with ${open} open`, opens);
}

/** Registers a test for every second scenario, from the first one or the second one on. */
export async function register(engine, tools, half) {
  for (const scenario of (await scenarios()).filter((_, place) => place % 2 === half)) {
    test(`${engine}: ${scenario.name}`, async (t) => {
      const { visits } = tools;
      if (scenario.needs && !(await visits.evaluate(`() => !!(${scenario.needs})`))) return t.skip(`${engine} lacks ${scenario.needs}`);
      try {
        if (scenario.visit) return await scenario.visit(visits, scenario, t);
        await denied(visits, scenario);
        if (scenario.ahead) await fenced(visits, scenario);
        await accepted(visits, scenario);
        for (const [open, opens] of Object.entries(scenario.states || {})) await finer(visits, scenario, open, opens);
      } catch (cause) {
        await visits.driver.fresh();
        throw cause;
      } finally {
        visits.sink.release();
      }
    });
  }
}
