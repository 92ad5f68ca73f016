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

function localeTable(tag) {
  const choices = [button("refuse", `Refuse all ${tag}`), button("choose", "Choose"), button("accept", "Accept all")].join("");
  const boxes = outcomes.purposes.map((id) => `<label><input type="checkbox" name="${id}">${id}</label>`).join("");
  return {
    n: `digest-${tag}`,
    h: `<div id="countersign" role="dialog" lang="${tag}" tabindex="-1">${button("locale", "next")}We ask. <a data-cs="policy" href="/policy.html">Policy</a>${choices}</div>`,
    b: `Privacy choices ${tag}`,
    g: ["refused by DNT", "refused by GPC", "refused by both"],
    f: `<div id="countersign" role="dialog" lang="${tag}" tabindex="-1"><fieldset>${boxes}</fieldset>${button("refuse", "Refuse all")}${button("save", "Save")}${button("accept", "Accept all")}</div>`,
    e: "It could not be kept.",
  };
}

/** The tables of a site with three additional purposes. */
export const tables = (locales = ["en", "zh-Hans", "zh-Hant", "ms"]) => ({
  k: outcomes.material,
  t: 180,
  p: outcomes.purposes.join(" "),
  q: outcomes.table,
  w: "0123456789abcdef",
  c: "#countersign,#countersign-button{position:fixed;inset:auto 0 0;z-index:9;background:#fff}",
  x: { analytics: "_ga _ga_* mk.id", chat: "", marketing: "_fbp" },
  l: Object.fromEntries(locales.map((tag) => [tag, localeTable(tag)])),
});
