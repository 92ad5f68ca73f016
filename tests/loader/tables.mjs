/**
 * Tables as `countersign build` would write them (www/docs/formats.md section 10), with markup written by hand.
 * Leaves: an object for `serve`. Absent: anything that the loader does not read.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Cookie values and what they lead to; core replays the same cases. */
export const outcomes = JSON.parse(readFileSync(new URL("../fixtures/outcomes.json", import.meta.url), "utf8"));

/** A state that holds for a year from now. */
export const stateWith = (open, who = "nu") => `1.${outcomes.material}.${Math.floor(Date.now() / 864e5) + 365}.${who}.${open}`;

const button = (action, label) => `<button type="button" class="cs-button" data-cs="${action}">${label}</button>`;

const digest = (text) => createHash("sha256").update(text).digest("base64url");

/** A sheet of the dialog. */
const sheet = (tag, title, body) => `<div part="sheet" lang="${tag}"><h1 tabindex="-1">${title}</h1>${button("close", "Close")}<div part="body">${body}</div><p role="status"></p></div>`;

/** Layer 2 with a switch for each purpose, one against tracking, lines that hold at times, and a fold. */
function layer2(tag) {
  const boxes = [...outcomes.purposes, "do_not_track"].map((id) => `<input type="checkbox" name="purpose" value="${id}">`).join("");
  const lines = ["n", "g b", "open", "signal-counts", "choice-counts"].map((when) => `<p data-cs-when="${when}">${when}${when.endsWith("counts") ? " <b data-cs-signal></b>" : ""}</p>`).join("");
  const languages = `<select data-cs="locale"><option>${tag}</option><option>ms</option></select>`;
  const choices = ["refuse", "save", "accept", "withdraw", "policy"].map((hook) => button(hook, hook)).join("");
  return sheet(tag, `Preferences ${tag}`, `${languages}${boxes}${lines}<details data-cs-more="kept"><summary>Kept</summary></details>${choices}`);
}

/** The files that a build would leave for a language, by name. */
function filesOf(tag) {
  const policy = sheet(tag, "Policy", `${button("back", "Back")}<nav><details></details></nav><article id="s-0" data-cs-text></article>`);
  const files = {
    layer2: ["html", layer2(tag)],
    text: ["html", "<h2>One</h2><p>Words.</p><h2>Two</h2>"],
    desk: ["json", JSON.stringify({ v: "cs-desk/1", folds: { kept: "<p>what is kept</p>" }, pages: { policy }, titles: {} })],
  };
  const names = Object.fromEntries(Object.entries(files).map(([kind, [, text]]) => [kind, digest(text)]));
  const words = { saved: "Saved.", reload: "Reload.", not_kept: "It could not be kept.", lacking: "It could not be loaded." };
  files.notice = ["json", JSON.stringify({ v: "cs-notice/2", locale: tag, claims: { ctl: { id: "site" } }, ...names, words })];
  // Layer 2 is called by its notice's digest, everything else by its own.
  const named = (kind, text) => digest(kind === "layer2" ? files.notice[1] : text);
  return Object.entries(files).map(([kind, [ending, text]]) => [`${kind}.${tag}.${named(kind, text)}.${ending}`, text]);
}

const LOCALES = ["en", "zh-Hans", "zh-Hant", "ms"];

/** The files of all languages, by name. */
export const built = Object.fromEntries(LOCALES.flatMap(filesOf));

/** The digest of a language's notice. */
export const noticeDigest = (tag) => Object.keys(built).find((name) => name.startsWith(`notice.${tag}.`)).split(".")[2];

function localeTable(tag, next) {
  const choices = [button("refuse", `Refuse all ${tag}`), button("choose", "Choose"), button("accept", "Accept all")].join("");
  return {
    h: `<countersign-banner id="countersign" role="dialog" lang="${tag}" tabindex="-1"><button data-cs="locale" lang="${next}">next</button>We ask. <a data-cs="policy" href="/policy.html">Policy</a>${choices}</countersign-banner>`,
    b: `Privacy choices ${tag}`,
    g: ": refused by signal",
  };
}

/** The table of the gate's module. */
export const gateTables = {
  names: { analytics: { cookie: ["_ga", "_ga_*", "mk.id"] }, chat: {}, marketing: { cookie: ["_fbp"] } },
  c: "",
  l: {},
};

/** The tables of a site with three additional purposes. */
export const tables = (locales = LOCALES) => ({
  k: outcomes.material,
  t: 180,
  p: outcomes.purposes,
  a: ["cs=$; Path=/; SameSite=Lax; Max-Age=15552000"],
  q: outcomes.table,
  w: "0123456789abcdef",
  c: "#countersign,#countersign-button{position:fixed;inset:auto 0 0;z-index:9;background:#fff}",
  e: "fedcba9876543210",
  n: Object.fromEntries(locales.map((tag) => [tag, noticeDigest(tag)])),
  l: Object.fromEntries(locales.map((tag, place) => [tag, localeTable(tag, locales[(place + 1) % locales.length])])),
});
