/**
 * Every surface under what people do to pages to be able to read them: other colors, twice the text size, wider spacing, a small window,
 * no motion; and the focus, which is never hidden.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";
import { measure } from "./measures.mjs";
import { DESKTOP, dress, PHONE, show, SMALL, STATES } from "./states.mjs";

const tools = courier();
/** A browser in which the visitor has set text to twice its size. */
const large = courier({ launch: { args: ["--no-sandbox", "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"] } });

async function page(from, options = {}) {
  const visitor = await from.visitor({ reducedMotion: "reduce", init: patient, ...options });
  return { page: await visitor.context.newPage(), origin: from.courier.origin, leave: () => visitor.leave() };
}

/** Nothing is lost: nothing sticks out, nothing is cut off. */
async function expectWhole(page, what) {
  const { sideways, cut } = await page.evaluate(measure);
  assert.ok(sideways.every((pixels) => pixels <= 0), `${what} sticks out sideways: ${sideways}`);
  assert.deepEqual(cut, [], what);
}

/** WCAG 2.2, "relative luminance" and "contrast ratio". */
function contrast(one, other) {
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** Which color stands on which, and the least contrast: text 4.5, borders of controls and the focus ring 3. */
const PAIRS = [
  ["ink", "paper", 4.5], ["ink", "key", 4.5], ["ink", "mist", 4.5], ["soft", "paper", 4.5], ["soft", "mist", 4.5], ["link", "paper", 4.5],
  ["link", "mist", 4.5], ["line", "paper", 3], ["on", "paper", 3], ["focus", "paper", 3], ["focus", "mist", 3],
];

/** The colors that an element resolves its tokens to, each as three numbers. */
const tokens = (element, names) => {
  const probe = element.appendChild(document.createElement("i"));
  const found = Object.fromEntries(names.map((name) => {
    probe.style.cssText = `color: var(--${name})`;
    return [name, getComputedStyle(probe).color.match(/\d+(\.\d+)?/g).slice(0, 3).map(Number)];
  }));
  probe.remove();
  return found;
};

for (const look of ["", "kite", "ink"]) {
  for (const scheme of ["light", "dark"]) {
    test(`the contrast of every token is enough: theme ${look || "of our own"}, ${scheme}`, async () => {
      const { page: at, origin, leave } = await page(tools, { colorScheme: scheme });
      const names = [...new Set(PAIRS.flatMap(([one, other]) => [one, other]))];
      const check = (colors, pairs, where) => {
        for (const [one, other, least] of pairs) {
          const found = contrast(colors[one], colors[other]);
          assert.ok(found >= least, `${where}: ${one} on ${other} is ${found.toFixed(2)} to 1, at least ${least}`);
        }
      };
      await show(at, origin, "preferences", "en", look);
      // A custom property is read where it is set: at the host, through an element of its shadow root.
      const sheet = at.locator("#countersign-dialog [part=sheet]");
      check(await sheet.evaluate(tokens, names), PAIRS, "the dialog");
      await show(at, origin, "banner", "en", look);
      const banner = await at.locator("#countersign").evaluate((element) => {
        const numbers = (color) => color.match(/\d+(\.\d+)?/g).slice(0, 3).map(Number);
        const [own, button] = [element, element.querySelector("[data-cs=refuse]")].map((one) => getComputedStyle(one));
        return { ink: numbers(own.color), paper: numbers(own.backgroundColor), key: numbers(button.backgroundColor), line: numbers(button.borderTopColor) };
      });
      check(banner, [["ink", "paper", 4.5], ["ink", "key", 4.5], ["line", "paper", 3]], "the banner");
      if (!look) {
        await at.goto(`${origin}/countersign/policy/1.0/en.html`);
        const onPage = PAIRS.filter(([one, other]) => ![one, other].some((name) => ["key", "on"].includes(name)));
        check(await at.locator("body").evaluate(tokens, names), onPage, "the policy page");
      }
      await leave();
    });
  }
}

for (const locale of ["en", "ms", "zh-Hant"]) {
  test(`text of twice the size loses nothing, in ${locale}`, async () => {
    const { page: at, origin, leave } = await page(large);
    for (const state of STATES) {
      await show(at, origin, state, locale);
      for (const viewport of [PHONE, DESKTOP]) {
        await dress(at, viewport, "light");
        await expectWhole(at, `${state} at ${viewport.width} pixels`);
      }
    }
    assert.equal(await at.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px", "the text is twice its size");
    await leave();
  });
}

/** WCAG 2.2, 1.4.12, in every root. */
const space = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  for (const root of [document, ...[...document.querySelectorAll("*")].flatMap((element) => element.shadowRoot ?? [])]) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
};

test("wider spacing of text, and windows of 320 pixels, lose nothing", async () => {
  const { page: at, origin, leave } = await page(tools);
  for (const locale of ["en", "ms"]) {
    for (const state of STATES) {
      await show(at, origin, state, locale);
      await dress(at, SMALL, "light");
      await expectWhole(at, `${state} in ${locale} at 320 pixels`);
      await at.evaluate(space);
      for (const viewport of [SMALL, DESKTOP]) {
        await dress(at, viewport, "light");
        await expectWhole(at, `${state} in ${locale}, spaced, at ${viewport.width} pixels`);
      }
    }
  }
  await leave();
});

test("forced colors: every control has an edge, and on and off differ", async () => {
  const { page: at, origin, leave } = await page(tools);
  for (const state of STATES) {
    await show(at, origin, state);
    await dress(at, PHONE, "dark", { forcedColors: "active" });
    const bare = await at.evaluate(() => {
      const roots = [document, ...[...document.querySelectorAll("*")].flatMap((element) => element.shadowRoot ?? [])];
      const ours = roots.flatMap((root) => [...root.querySelectorAll(root === document ? "#countersign [data-cs=refuse], #countersign [data-cs=choose], #countersign [data-cs=accept], #countersign-button" : ".cs-button, select, [role=switch]")]);
      return ours.filter((one) => one.checkVisibility() && !parseFloat(getComputedStyle(one).borderTopWidth)).map((one) => one.textContent || one.id);
    });
    assert.deepEqual(bare, [], state);
  }
  await show(at, origin, "preferences-on");
  const [off, on] = await at.evaluate(() => {
    const switches = [...document.querySelector("#countersign-dialog > div").shadowRoot.querySelectorAll("[role=switch]")];
    return [switches.find((one) => !one.checked), switches.find((one) => one.checked)].map((one) => getComputedStyle(one).backgroundColor);
  });
  assert.notEqual(on, off);
  await leave();
});

test("where less motion is wanted nothing moves, and elsewhere nothing for longer than a fifth of a second", async () => {
  const { page: at, origin, leave } = await page(tools);
  const longest = () => {
    const roots = [document, ...[...document.querySelectorAll("*")].flatMap((element) => element.shadowRoot ?? [])];
    const seconds = (text) => Math.max(...text.split(",").map((part) => parseFloat(part) * (/ms$/.test(part.trim()) ? 0.001 : 1)));
    const ours = roots.flatMap((root) => [...root.querySelectorAll(root === document ? "[id^=countersign], [id^=countersign] *" : "*")]);
    return Math.max(...ours.flatMap((one) => ["", "::before", "::after"].flatMap((part) => {
      const { transitionDuration, animationDuration } = getComputedStyle(one, part || null);
      return [seconds(transitionDuration), seconds(animationDuration)];
    })));
  };
  for (const state of ["banner", "preferences-on", "policy"]) {
    await show(at, origin, state);
    await dress(at, PHONE, "light", { reducedMotion: "reduce" });
    assert.equal(await at.evaluate(longest), 0, state);
    await dress(at, PHONE, "light", { reducedMotion: "no-preference" });
    assert.ok((await at.evaluate(longest)) <= 0.2, state);
  }
  await leave();
});

/** What has the focus, through shadow roots, and how much of it can be seen: 1 is all of it. */
const focusSeen = () => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return undefined;
  const { left, right, top, bottom } = at.getBoundingClientRect();
  const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + x * (right - left), top + y * (bottom - top)]));
  const free = points.filter(([x, y]) => {
    const found = at.getRootNode().elementFromPoint(x, y);
    return found && (at.contains(found) || found.contains(at));
  });
  return { name: at.dataset.cs || at.name || at.id || at.textContent.trim().slice(0, 30), seen: free.length / points.length };
};

for (const [where, state, viewport] of [["the preferences", "preferences-on", SMALL], ["the preferences", "preferences-on", DESKTOP], ["the policy", "policy", PHONE]]) {
  test(`focus is never hidden in ${where}, ${viewport.width} pixels wide`, async () => {
    const { page: at, origin, leave } = await page(tools);
    await show(at, origin, state);
    await dress(at, viewport, "light");
    for (const key of ["Tab", "Shift+Tab"]) {
      for (let step = 0; step < 45; step++) {
        await at.keyboard.press(key);
        const found = await at.evaluate(focusSeen);
        if (found) assert.ok(found.seen > 0, `${found.name} has the focus and is covered`);
      }
    }
    await leave();
  });
}

for (const [name, viewport] of [["a phone", PHONE], ["a window", DESKTOP], ["a small phone", SMALL]]) {
  for (const surface of ["banner", "button"]) {
    test(`focus in the page is never hidden by the ${surface}, on ${name}`, async () => {
      const tab = await tools.visit("/", { viewport, reducedMotion: "reduce" });
      const { page: at } = tab;
      await tab.banner.waitFor({ state: "visible" });
      // Chromium does not scroll to an empty frame that gets the focus, which the held map is until its placeholder has come.
      await at.locator(".cs-held").waitFor({ state: "attached" });
      if (surface === "button") await tab.refuseAll();
      const seen = new Set();
      for (const key of ["Tab", "Shift+Tab"]) {
        for (let step = 0; step < 40; step++) {
          await at.keyboard.press(key);
          const found = await at.evaluate(focusSeen);
          if (!found) continue;
          assert.ok(found.seen > 0, `${found.name} has the focus and is covered`);
          seen.add(found.name);
        }
      }
      assert.ok(seen.size >= 12, `the page's own controls were reached: ${[...seen].join(", ")}`);
      await tab.visitor.leave();
    });
  }
}
