/**
 * Every state of every surface in a language, on a phone and a desktop, light and dark: two checkers find nothing, and what can be
 * measured holds. Each state is visited once and dressed four times.
 *
 * Enters: a courier's tools and languages. Leaves: tests.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "../browser/axe.mjs";
import { ROOT } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";
import { measure } from "./measures.mjs";
import { DRESSES, dress, show, SMALL, STATES } from "./states.mjs";

const ACE = readFileSync(join(ROOT, "node_modules/accessibility-checker-engine/ace.js"), "utf8");

/** What IBM's checker calls a violation of WCAG 2.2: rule, element, and why. */
async function ibm(page) {
  await page.evaluate(`window.ace || (() => {${ACE};window.ace = ace})()`);
  return page.evaluate(async () => {
    const { results } = await new window.ace.Checker().check(document, ["WCAG_2_2"]);
    // What a frame holds is a page of its own.
    const framed = ({ path }) => /iframe\[\d+\]./.test(path.dom);
    const failed = results.filter((one) => one.value[0] === "VIOLATION" && one.value[1] === "FAIL" && !framed(one));
    return failed.map(({ ruleId, message, snippet }) => [ruleId, message, snippet]);
  });
}

/** States in which something is on, because the visitor or the page before turned it on. */
const ON = { "preferences-on": ["analytics"], "preferences-chosen": ["analytics"], "preferences-untracked": ["do_not_track"] };

/** Holds the choices against each other: equal in every measure, a pixel aside. */
function expectEqual(choices) {
  const [first, ...others] = choices;
  assert.deepEqual([first.tag, first.role, first.disabled, first.hidden], ["button", null, false, false]);
  assert.ok(first.height >= 44 && first.width >= 44, `${first.width} by ${first.height}`);
  for (const other of others) {
    for (const side of ["width", "height", "top"]) assert.ok(Math.abs(first[side] - other[side]) <= 1, `${side}: ${first[side]} and ${other[side]}`);
    assert.deepEqual([other.tag, other.role, other.disabled, other.hidden, other.parent], [first.tag, first.role, first.disabled, first.hidden, first.parent]);
    assert.deepEqual(other.look, first.look, `${other.hook} and ${first.hook}`);
  }
}

/** What is asked of a state in each of its dresses. */
export const RULES = {
  "axe-core finds nothing": ({ axe }) => assert.deepEqual(axe, []),
  "IBM's checker finds nothing": ({ ibm }) => assert.deepEqual(ibm, []),
  "refusing, choosing and accepting are equal in every measure": ({ choices, state, room }) => {
    const hooks = choices.map(({ hook }) => hook);
    // Where an age is asked first the banner opens nothing; a child refuses, and can neither save nor accept.
    const without = { "banner-apart": ["refuse", "choose"], "preferences-child": ["refuse"] };
    if (!hooks.includes("accept")) {
      assert.deepEqual(hooks, without[state] ?? [], "accept stands beside refuse or not at all");
      return room.width > 300 && choices[1] && expectEqual(choices);
    }
    assert.deepEqual(hooks, ["refuse", state.startsWith("banner") || state === "placeholder" ? "choose" : "save", "accept"]);
    if (room.width > 300) expectEqual(choices);
  },
  "nothing is on that was not turned on": ({ ticked, state }) => assert.deepEqual(ticked, ON[state] ?? []),
  "nothing sticks out sideways or is cut off": ({ sideways, cut }) => {
    assert.ok(sideways.every((pixels) => pixels <= 0), `${sideways}`);
    assert.deepEqual(cut, []);
  },
  "every control is 24 pixels and more each way, and what closes 44": ({ targets }) => {
    for (const { words, hook, width, height } of targets) {
      const least = hook === "close" ? 44 : 24;
      assert.ok(width >= least && height >= least, `${words}: ${width} by ${height}`);
    }
  },
  "text is 14 pixels and more, in lines of at most 50 em": ({ small, long }) => assert.deepEqual([small, long], [[], []]),
  "nothing moves": ({ moving }) => assert.equal(moving, 0),
  "the banner needs no scrolling": ({ banner }) => banner && assert.ok(banner.whole && banner.top >= 0, JSON.stringify(banner)),
  "the controller is written to and called by links": ({ reach, state }) => {
    if (state.startsWith("preferences")) assert.deepEqual(reach, [["mailto:", "privacy@layang.example"], ["tel:", "+60 3-0000 0000"]]);
  },
};

/** What is seen of a state in some dresses. */
export async function views(page, state, dresses) {
  const found = [];
  for (const [name, viewport, scheme] of dresses) {
    await dress(page, viewport, scheme);
    found.push({ name, state, axe: await violations({ page }), ibm: await ibm(page), ...(await page.evaluate(measure)) });
  }
  return found;
}

/** Holds a view to a rule, and names it where it fails. */
export function hold(rule, view) {
  try {
    RULES[rule](view);
  } catch (fault) {
    fault.message = `${view.name}: ${fault.message}`;
    throw fault;
  }
}

/** A state as it is seen in its dresses. */
async function seen(page, origin, state, locale) {
  await show(page, origin, state, locale);
  return views(page, state, /^banner(?!-apart)|^preferences$/.test(state) ? [...DRESSES, ["small phone, light", SMALL, "light"]] : DRESSES);
}

/** Registers the tests for some languages. */
export function surfaces(tools, locales) {
  for (const locale of locales) {
    test(`every surface in ${locale}`, async (t) => {
      const visitor = await tools.visitor({ reducedMotion: "reduce", init: patient });
      const page = await visitor.context.newPage();
      for (const state of STATES) {
        const all = await seen(page, tools.courier.origin, state, locale);
        for (const rule of Object.keys(RULES)) await t.test(`${state} in ${locale}: ${rule}`, () => all.forEach((view) => hold(rule, view)));
        const [phone, , desktop] = all.map(({ order }) => order);
        await t.test(`${state} in ${locale}: the controls come in one order on every device`, () => assert.deepEqual(phone, desktop));
      }
      await visitor.leave();
    });

    test(`the policy page in ${locale}: axe-core and IBM's checker find nothing`, async () => {
      const visitor = await tools.visitor({ reducedMotion: "reduce" });
      const page = await visitor.context.newPage();
      await page.goto(`${tools.courier.origin}/countersign/policy/1.0/${locale}.html`);
      for (const [name, viewport, scheme] of DRESSES) {
        await dress(page, viewport, scheme);
        assert.deepEqual([await violations({ page }), await ibm(page)], [[], []], name);
      }
      await visitor.leave();
    });
  }
}

/** Registers the tests for pages of the site itself, in English. */
export function pages(tools, paths) {
  for (const path of paths) {
    test(`${path}: axe-core and IBM's checker find nothing`, async () => {
      const visitor = await tools.visitor({ reducedMotion: "reduce" });
      const page = await visitor.context.newPage();
      await page.goto(tools.courier.origin + path);
      for (const [name, viewport, scheme] of DRESSES) {
        await dress(page, viewport, scheme);
        assert.deepEqual([await violations({ page }), await ibm(page)], [[], []], name);
      }
      await visitor.leave();
    });
  }
}
