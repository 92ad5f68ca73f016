/**
 * Playwright's own engine of selectors and states, put into pages of a browser that Playwright does not drive.
 *
 * Enters: the source that `playwright-core` ships for its pages, as one string of its bundle; the version is pinned in `package.json`.
 * Leaves: `shipped()`, such a source; `call()`, the text of a script that runs a function on what a selector finds, and `INSTALL`, which has to run once a document.
 * A promise is not waited for: the script answers a number, and `TAKE` asks for its value, so that other commands may run meanwhile.
 * Deliberately absent: a world of its own. What a page does to its built-ins is seen by the engine too.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import vm from "node:vm";

/** A source that the pinned version ships for its pages. */
export function shipped(name) {
  const bundle = readFileSync(join(dirname(createRequire(import.meta.url).resolve("playwright-core")), "lib/coreBundle.js"), "utf8");
  const start = bundle.indexOf(`generated/${name}.ts`);
  const literal = start < 0 ? null : /^\s*source\d* = ('(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`);$/m.exec(bundle.slice(start, start + 1_000_000));
  assert.ok(literal, `playwright-core keeps ${name} elsewhere in this version: mend shipped() in tests/browser/webkit/engine.mjs`);
  return vm.runInNewContext(literal[1]);
}

const OPTIONS = { isUnderTest: false, sdkLanguage: "javascript", frameSeq: 1, testIdAttributeName: "data-testid", stableRafCount: 1, browserName: "webkit", customEngines: [] };

/** Where the engine stands in a document: a name that lists of keys do not show. */
const KEY = 'Symbol.for("countersign.engine")';

/** The engine's part in the page: finds, runs, keeps promises. Reads no variable of this module. */
function engine(injected) {
  const kept = new Map();
  let next = 0;
  const done = (value) => ({ json: JSON.stringify(value) });
  const failed = (error) => ({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  const found = (selector) => injected.querySelectorAll(injected.parseSelector(selector), document);
  // Of an expression that only puts something on the page, such as a library, the value may be anything.
  const told = (value, { mode, selector }) => {
    try {
      return done(value);
    } catch (error) {
      if (mode === "page" && selector === "expression") return {};
      throw error;
    }
  };
  const run = (work, { selector, mode, arg }) => {
    if (mode === "page") return work(arg);
    const elements = found(selector);
    if (mode === "all") return work(elements, arg, injected);
    if (elements.length > 1) throw injected.strictModeViolationError(injected.parseSelector(selector), elements);
    return elements.length ? work(elements[0], arg, injected) : undefined;
  };
  return {
    injected,
    element: (selector) => found(selector)[0] ?? null,
    run(work, how) {
      try {
        if (how.mode === "one" && !found(how.selector).length) return { none: true };
        const value = run(work, how);
        if (typeof value?.then !== "function") return told(value, how);
        const id = ++next;
        kept.set(id, { waiting: true });
        value.then((value) => kept.set(id, done(value)), (error) => kept.set(id, failed(error)));
        return { later: id };
      } catch (error) {
        return failed(error);
      }
    },
    take(id) {
      const state = kept.get(id) ?? { gone: true };
      if (!state.waiting) kept.delete(id);
      return state;
    },
  };
}

/** Puts the engine into a document. */
export const INSTALL = `if (window[${KEY}]) return;
const made = (() => { const module = {}; ${shipped("injectedScriptSource")}; return new (module.exports.InjectedScript())(globalThis, ${JSON.stringify(OPTIONS)}); })();
Object.defineProperty(window, ${KEY}, { value: (${engine})(made), enumerable: false });`;

/** The script that runs a function, or an expression, by the engine. */
export const call = (work) => `const engine = window[${KEY}]; return engine ? engine.run(${typeof work === "function" ? work : `() => (${work}\n)`}, arguments[0]) : { absent: true };`;

/** The script that asks what became of a promise. */
export const TAKE = `return window[${KEY}]?.take(arguments[0]) ?? { gone: true };`;

/** The script that answers an element itself. */
export const ELEMENT = `return window[${KEY}]?.element(arguments[0]) ?? null;`;

/** The script that tells one document from the next. */
export const DOCUMENT = `return [String(window[Symbol.for("countersign.document")] ??= Math.random()), document.readyState, location.href];`;
