/**
 * The oldest browsers, checked by tools: every script parses in Chrome 75, Safari 13 and Firefox 78, and every name that one of them lacks,
 * in scripts and in style sheets, stands in a table with what happens there.
 *
 * Enters: what `cargo xtask web` built. Absent: names that an old and a new feature share (`at`, `has`), options of calls, and keywords of CSS
 * that the data has no entry for; what those do is for the visits of `rows.test.mjs`, which take the names away.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { parse } from "acorn";
import { ROOT, TARGET } from "../browser/harness.mjs";
import { globals, lackedBy, members } from "./compat.mjs";
import { NAMES, OURS, STYLES } from "./newer.mjs";
import { inScript, lacked, nameOf, walk } from "./sheets.mjs";

const ending = (folder, end) => readdirSync(folder).filter((name) => name.endsWith(end)).map((name) => join(folder, name));
const WEB = join(TARGET, "web");
const DIST = join(ROOT, "www/demo/dist");
/** Everything that a visitor's browser may get. */
const SCRIPTS = ending(WEB, ".js");
/** The same as a site builds it, with its style sheets and words inside. */
const BUILT = ending(DIST, ".js");

const read = (path) => readFileSync(path, "utf8");
const isModule = (text) => /(^|[;}])\s*(export|import)[\s{]/.test(text);

/** Parses a script as ES2019 with `import()`, which all three have; anything newer is an error. */
function program(path) {
  const text = read(path);
  // A part is an expression inside the loader.
  return parse(text, { ecmaVersion: 2020, sourceType: isModule(text) ? "module" : "script" });
}

/** Syntax that the parser took and that is newer than ES2019, or that Safari 13 cannot parse. */
function newSyntax(node) {
  if (node.type === "ChainExpression") return "?.";
  if (node.type === "LogicalExpression" && node.operator === "??") return "??";
  if (node.type === "MetaProperty" && node.meta.name === "import") return "import.meta";
  if (node.type === "ExportAllDeclaration" && node.exported) return "export * as";
  if (node.type === "Literal" && node.bigint) return "a BigInt";
  // Safari has looked behind since 16.4, and a regular expression that it cannot read ends the whole script.
  if (node.type === "Literal" && node.regex && /\(\?<[=!]/.test(node.regex.pattern)) return "a lookbehind";
  return undefined;
}

/** Which interface a well-known global is an object of. */
const OBJECTS = { document: "Document", navigator: "Navigator", window: "Window", self: "Window", location: "Location", crypto: "Crypto", history: "History", performance: "Performance", localStorage: "Storage", indexedDB: "IDBFactory", caches: "CacheStorage" };

/** The features that a name read of this object can mean. */
function meant(object, name) {
  const all = Object.hasOwn(Object.prototype, name) ? [] : (members.get(name) ?? []);
  const owner = object?.type === "Identifier" && (OBJECTS[object.name] ?? (globals.has(object.name) ? object.name : undefined));
  const own = all.filter((one) => one.owner === owner);
  return own[0] ? own : all;
}

/** What a node names that one of the oldest browsers lacks; a name that means something old as well is passed over. */
function named(node, around) {
  const newer = (compat) => compat && lackedBy(compat).length > 0;
  if (node.type === "MemberExpression") {
    const name = nameOf(node);
    const features = name === undefined ? [] : meant(node.object, name);
    return features[0] && features.every(({ compat }) => newer(compat)) ? "." + name : undefined;
  }
  if (node.type === "Property" && around?.type === "ObjectPattern" && !node.computed) {
    const features = meant(undefined, node.key.name ?? String(node.key.value));
    return features[0] && features.every(({ compat }) => newer(compat)) ? "." + (node.key.name ?? node.key.value) : undefined;
  }
  if (node.type === "NewExpression" && node.callee.type === "Identifier") {
    const made = (members.get(node.callee.name) ?? []).find(({ owner }) => owner === node.callee.name);
    return newer(made?.compat) ? `new ${node.callee.name}` : undefined;
  }
  if (node.type !== "Identifier" || (around?.type === "MemberExpression" && around.property === node && !around.computed)) return undefined;
  if (around?.type === "Property" && around.key === node && !around.computed) return undefined;
  return newer(globals.get(node.name)) ? node.name : undefined;
}

test("every script parses in the oldest browsers", () => {
  assert.ok(SCRIPTS.length > 15, `${SCRIPTS.length} scripts in ${WEB}`);
  for (const path of [...SCRIPTS, ...BUILT]) {
    const name = basename(path);
    assert.doesNotThrow(() => walk(program(path), (node) => assert.equal(newSyntax(node), undefined, `${name}, place ${node.start}`)), name);
  }
});

test("the check of syntax sees what is newer", () => {
  for (const [text, expected] of [["a?.b", "?."], ["a??b", "??"], ["9n", "a BigInt"], ["/(?<=a)b/", "a lookbehind"], ["import(a)", undefined], ["({...a})", undefined]]) {
    const found = [];
    walk(parse(text, { ecmaVersion: 2020 }), (node) => found.push(newSyntax(node)));
    assert.equal(found.find(Boolean), expected, text);
  }
  for (const text of ["a||=b", "class A{b=1}", "1_000", "class A{#b}"]) assert.throws(() => parse(text, { ecmaVersion: 2020 }), text);
});

test("what a script asks for and one of the oldest browsers lacks is in the table, and nothing else is", () => {
  const found = new Map();
  for (const path of SCRIPTS) {
    walk(program(path), (node, around) => {
      const name = named(node, around);
      if (name && !OURS.includes(name)) found.set(name, [...(found.get(name) ?? []), basename(path)]);
    });
  }
  const missing = [...found].filter(([name]) => !NAMES[name]).map(([name, files]) => `${name} in ${[...new Set(files)]}`);
  assert.deepEqual(missing, [], "guard it, then say in tests/engines/newer.mjs what happens without it");
  assert.deepEqual(Object.keys(NAMES).filter((name) => !name.startsWith(":") && !found.has(name)), [], "no script asks for these any more");
});

test("the check of names sees globals, members and constructors", () => {
  for (const [text, expected] of [
    ["structuredClone(a)", "structuredClone"], ["a.replaceChildren(b)", ".replaceChildren"], ["Promise.allSettled(a)", ".allSettled"], ["navigator.locks", ".locks"],
    ["new CSSStyleSheet", "new CSSStyleSheet"], ["const {showModal:a}=b", ".showModal"], ["a['replaceChildren']", ".replaceChildren"], ["globalThis", undefined], ["a.append(b)", undefined], ["({inert:1})", undefined],
  ]) {
    const found = [];
    walk(parse(text, { ecmaVersion: 2020 }), (node, around) => found.push(named(node, around)));
    assert.equal(found.find(Boolean), expected, text);
  }
});

test("no script selects by what one of the oldest browsers cannot read", () => {
  for (const path of BUILT) {
    for (const selector of inScript(program(path)).selectors) {
      assert.deepEqual([...lacked(selector, "selectorList")].filter((name) => !(name in NAMES)), [], `${basename(path)}: ${selector}`);
    }
  }
});

test("what a style sheet uses and one of the oldest browsers lacks is in the table, and nothing else is", () => {
  const sheets = [...ending(join(ROOT, "crates/views/css"), ".css").map(read), ...BUILT.flatMap((path) => inScript(program(path)).sheets.map(({ text }) => text))];
  assert.ok(sheets.some((text) => text.includes("#countersign-button")) && sheets.some((text) => text.includes(".cs-sheet")) && sheets.some((text) => text.includes("#countersign-status")));
  const found = new Set(sheets.flatMap((text) => [...lacked(text)]));
  assert.deepEqual([...found].filter((name) => !STYLES[name]), [], "say in tests/engines/newer.mjs what is lost without it");
  assert.deepEqual(Object.keys(STYLES).filter((name) => !found.has(name)), [], "no style sheet uses these any more");
});
