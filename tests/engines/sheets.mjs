/**
 * Style sheets and selectors against old browsers: what they use that one of these lacks, and what such a browser would keep of them.
 *
 * Enters: CSS, and scripts as trees (ESTree) that hold CSS as text. Absent: values that `compat.mjs` has no entry for; they count as old.
 */
import assert from "node:assert/strict";
import * as css from "css-tree";
import { lackedBy, styling } from "./compat.mjs";

/** Calls back for every node of a script, with the one around it. */
export function walk(node, visit, around) {
  if (Array.isArray(node)) node.forEach((one) => walk(one, visit, around));
  else if (node && typeof node.type === "string") {
    visit(node, around);
    for (const value of Object.values(node)) if (value && typeof value === "object") walk(value, visit, node);
  }
}

/** The name that an expression reads of an object, or nothing. */
export const nameOf = ({ computed, property }) => (!computed ? property.name : property.type === "Literal" ? String(property.value) : undefined);

const parse = (text, context) =>
  css.parse(text, { context, positions: true, onParseError: (error) => assert.fail(`${error.message} in ${text.slice(0, 200)}`) });

/** What a node of CSS is called in a table, and its entry; `property` is that of the declaration around it. */
function entry({ type, name, property: own }, property) {
  if (type === "Declaration") return own.startsWith("-") ? [] : [own, styling("properties", own)];
  if (type === "PseudoClassSelector" || type === "PseudoElementSelector") return [":" + name, styling("selectors", name)];
  if (type === "Atrule") return ["@" + name, styling("at-rules", name)];
  if (type === "Feature") return [`(${name})`, styling("at-rules", "media", name)];
  if (type === "Identifier" && property) return [`${property}: ${name}`, styling("properties", property, name)];
  return type === "Function" ? [`${name}()`, styling("types", name)] : [];
}

/** What of a tree one of these browsers lacks. */
function* lackedIn(tree, browsers) {
  const found = [];
  let property = "";
  css.walk(tree, {
    enter(node) {
      if (node.type === "Declaration") ({ property } = node);
      const [name, compat] = entry(node, property);
      if (compat && lackedBy(compat).some((one) => browsers.includes(one))) found.push(name);
    },
    leave(node) {
      if (node.type === "Declaration") property = "";
    },
  });
  yield* found;
}

/** What a style sheet, or a list of selectors, uses that one of these browsers lacks. */
export const lacked = (text, context = "stylesheet", browsers = ["chrome", "safari", "firefox"]) => new Set(lackedIn(parse(text, context), browsers));

/** What a browser keeps of a style sheet: no declaration and no rule with anything that it lacks. */
export function kept(text, browser) {
  const tree = parse(text);
  const falls = (node) => !lackedIn(node, [browser]).next().done;
  css.walk(tree, {
    visit: "Rule",
    enter(node, item, list) {
      if (falls(node.prelude)) list.remove(item);
    },
  });
  css.walk(tree, {
    visit: "Declaration",
    enter(node, item, list) {
      if (falls(node)) list.remove(item);
    },
  });
  css.walk(tree, {
    visit: "Atrule",
    enter(node, item, list) {
      const compat = styling("at-rules", node.name);
      if ((compat && lackedBy(compat).includes(browser)) || (node.prelude && falls(node.prelude))) list.remove(item);
    },
  });
  return css.generate(tree);
}

const ASKS = ["querySelector", "querySelectorAll", "matches", "closest"];

/** The text of a literal; what a template takes in is passed over. */
const textOf = (node) => (node?.type === "TemplateLiteral" ? node.quasis.map(({ value }) => value.cooked).join("x") : typeof node?.value === "string" ? node.value : undefined);

/** The style sheets, with their places, and the selectors that stand as text in a script. */
export function inScript(tree) {
  const sheets = [];
  const selectors = [];
  walk(tree, (node) => {
    const text = textOf(node);
    if (text && /^\s*[@:#.*\w[][^{}<>()]*\{[^<]*\}\s*$/s.test(text) && /\w:[^:]/.test(text)) sheets.push({ text, start: node.start, end: node.end });
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || !ASKS.includes(nameOf(node.callee))) return;
    const selector = textOf(node.arguments[0]);
    if (selector) selectors.push(selector);
  });
  return { sheets, selectors };
}
