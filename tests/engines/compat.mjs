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

/** Every feature of an interface or of a built-in object: its owner, its plain name, where the owner has it, and its entry. The owner of a global is empty. */
function* features(node, place, owner = "") {
  for (const [key, feature] of Object.entries(node)) {
    const name = key.replace(/_static$/, "");
    if (!feature.__compat || !/^\w+$/.test(name) || (owner && name.includes("_"))) continue;
    yield { owner, name, place: name === key ? place : "static", compat: feature.__compat };
    if (!owner || owner === "Intl") yield* features(feature, place, name);
  }
}

// The data says of interfaces which members are static, and of built-in objects it does not.
const all = [...features(data.javascript.builtins, "either"), ...features(data.api, "prototype")];

/** The entry of a global, by its name. */
export const globals = new Map(all.filter(({ owner }) => !owner || owner === "Intl").map(({ name, compat }) => [name, compat]));

/** The entries of members by their plain names, each with its owner. */
export const members = new Map();
for (const { owner, name, compat } of all) {
  if (owner) members.set(name, [...(members.get(name) ?? []), { owner, compat }]);
}

/** The entry of a property, selector, function, value or rule of CSS; nothing where the data has none. */
export const styling = (...path) => path.reduce((node, key) => node?.[key], data.css)?.__compat;

/** What an engine of today has to lose to be as old: owner, name, and where the owner has it (`static`, `prototype` or `either`). */
export const newerThan = (browser, version = OLDEST[browser]) =>
  all.filter(({ compat }) => !has(compat, browser, version)).map(({ owner, name, place }) => [owner, name, place]);
