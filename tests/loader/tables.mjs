/**
 * Tables as `countersign build` would write them (www/docs/formats.md section 10), with markup written by hand.
 * Leaves: an object for `serve`. Absent: anything that the loader does not read.
 */
import { readFileSync } from "node:fs";

/** Cookie values and what they lead to; core replays the same cases. */
export const outcomes = JSON.parse(readFileSync(new URL("../fixtures/outcomes.json", import.meta.url), "utf8"));

/** A state that holds for a year from now. */
export const stateWith = (open, who = "nu") => `1.${outcomes.material}.${Math.floor(Date.now() / 864e5) + 365}.${who}.${open}`;

const button = (action, label) => `<button type="button" class="cs-button" data-cs="${action}">${label}</button>`;

/** The plain chooser, as notice files carry it. */
export const chooser = (tag) => {
  const boxes = outcomes.purposes.map((id) => `<label><input type="checkbox" name="${id}">${id}</label>`).join("");
  return `<div id="countersign" role="dialog" lang="${tag}" tabindex="-1"><fieldset>${boxes}</fieldset>${button("refuse", "Refuse all")}${button("save", "Save")}${button("accept", "Accept all")}</div>`;
};

function localeTable(tag, next) {
  const choices = [button("refuse", `Refuse all ${tag}`), button("choose", "Choose"), button("accept", "Accept all")].join("");
  return {
    h: `<div id="countersign" role="dialog" lang="${tag}" tabindex="-1"><button data-cs="locale" lang="${next}">next</button>We ask. <a data-cs="policy" href="/policy.html">Policy</a>${choices}</div>`,
    b: `Privacy choices ${tag}`,
    g: "refused by signal",
  };
}

/** The table of the gate's module. */
export const gateTables = {
  names: { analytics: { cookie: ["_ga", "_ga_*", "mk.id"] }, chat: {}, marketing: { cookie: ["_fbp"] } },
  c: "",
  l: {},
};

/** The tables of a site with three additional purposes. */
export const tables = (locales = ["en", "zh-Hans", "zh-Hant", "ms"]) => ({
  k: outcomes.material,
  t: 180,
  p: outcomes.purposes,
  a: ["cs=$; Path=/; SameSite=Lax; Max-Age=15552000"],
  q: outcomes.table,
  w: "0123456789abcdef",
  c: "#countersign,#countersign-button{position:fixed;inset:auto 0 0;z-index:9;background:#fff}",
  e: "fedcba9876543210",
  n: Object.fromEntries(locales.map((tag) => [tag, `digest-${tag}`])),
  l: Object.fromEntries(locales.map((tag, place) => [tag, localeTable(tag, locales[(place + 1) % locales.length])])),
});
