/**
 * What browsers had in which version, by MDN's browser-compat-data, and the oldest ones that this project promises to work in.
 *
 * Leaves: `OLDEST`, `lackedBy()`, the names of globals and of members, features of CSS, and what an engine has to lose to be as old.
 * Absent: parts of a feature, such as an option of a call, that the data has no entry for.
 */
import { createRequire } from "node:module";

const data = createRequire(import.meta.url)("@mdn/browser-compat-data");

/** The oldest version of each engine. */
export const OLDEST = { chrome: 75, safari: 13, firefox: 78 };

/** Whether a browser of this version has a feature without a flag and by its own name. */
function has(compat, browser, version) {
  const statements = [compat.support[browser] ?? []].flat();
  return statements.some(({ version_added: added, flags, prefix, alternative_name: other }) => {
    return !flags && !prefix && !other && typeof added === "string" && Number(added.replace("≤", "")) <= version;
  });
}

/** Which of the oldest browsers lack it. */
export const lackedBy = (compat) => Object.entries(OLDEST).flatMap(([browser, version]) => (has(compat, browser, version) ? [] : browser));

/** Every feature of an interface or of a built-in object: its owner, its plain name, and its entry. The owner of a global is empty. */
function* features(node, owner = "") {
  for (const [key, feature] of Object.entries(node)) {
    const name = key.replace(/_(static|event)$/, "");
    if (key === "__compat" || key.endsWith("_event") || !/^\w+$/.test(name) || (owner && name.includes("_"))) continue;
    if (feature.__compat) yield { owner, name, compat: feature.__compat };
    if (!owner || owner === "Intl") yield* features(feature, name);
  }
}

const all = [...features(data.javascript.builtins), ...features(data.api)];

/** The entry of a global, by its name. */
export const globals = new Map(all.filter(({ owner }) => !owner || owner === "Intl").map(({ name, compat }) => [name, compat]));

/** The entries of members by their plain names, each with its owner. */
export const members = new Map();
for (const { owner, name, compat } of all) {
  if (owner) members.set(name, [...(members.get(name) ?? []), { owner, compat }]);
}

/** The entry of a property, selector, function, value or rule of CSS; nothing where the data has none. */
export const styling = (...path) => path.reduce((node, key) => node?.[key], data.css)?.__compat;

/** What this engine of today has to lose to be as old as that: names by owner; those of globals stand under the empty name. */
export function newerThan(browser, version = OLDEST[browser]) {
  const lost = {};
  for (const { owner, name, compat } of all) if (!has(compat, browser, version)) (lost[owner] ??= []).push(name);
  return lost;
}
