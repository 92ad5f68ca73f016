/**
 * Playwright's language of selectors, as text: roles, labels, words, filters.
 *
 * Enters: what a test says. Leaves: a selector that the engine in `engine.mjs` understands.
 * Deliberately absent: what no scenario uses (test ids, titles, placeholders).
 */

/** Words in a selector: a substring in whatever case, or the whole of it, or an expression. */
const words = (text, exact) => (text instanceof RegExp ? String(text).replaceAll(">>", "\\>\\>") : JSON.stringify(text) + (exact ? "s" : "i"));

/** A value of an attribute in a selector. */
const value = (text, exact) => {
  if (text instanceof RegExp) return String(text).replaceAll(">>", "\\>\\>");
  return typeof text === "string" ? `"${text.replace(/["\\]/g, "\\$&")}"${exact ? "s" : "i"}` : String(text);
};

export const byRole = (role, { exact, ...attributes } = {}) =>
  `internal:role=${role}${Object.entries(attributes).map(([name, text]) => `[${name === "includeHidden" ? "include-hidden" : name}=${value(text, exact)}]`).join("")}`;

export const byLabel = (text, { exact } = {}) => `internal:label=${words(text, exact)}`;

export const byText = (text, { exact } = {}) => `internal:text=${words(text, exact)}`;

/** The parts that a filter adds. */
export function filters({ hasText, hasNotText, has, hasNot, visible } = {}) {
  const parts = [];
  if (hasText !== undefined) parts.push(`internal:has-text=${words(hasText, false)}`);
  if (hasNotText !== undefined) parts.push(`internal:has-not-text=${words(hasNotText, false)}`);
  if (has) parts.push(`internal:has=${JSON.stringify(has.selector)}`);
  if (hasNot) parts.push(`internal:has-not=${JSON.stringify(hasNot.selector)}`);
  if (visible !== undefined) parts.push(`visible=${visible}`);
  return parts;
}
