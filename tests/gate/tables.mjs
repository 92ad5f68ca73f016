/**
 * The gate's table for tests, in the form of formats.md section 10.2, with words that a test can recognize. The style is the real one.
 */
import { readFileSync } from "node:fs";

const say = {
  en: ["Not loaded", "Show once", "Always", "Choices", "Close", "get"],
  "zh-Hans": ["未加载", "显示一次", "始终", "选择", "关闭", "获得"],
};

/** The frame that `placeholder_frame` of crates/views renders. */
const frame = (tag, dir, [label, once, always, choose, close]) =>
  `<section aria-label="${label}: {purposes}" lang="${tag}" dir="${dir}"><button data-cs="more" aria-haspopup="dialog">${label}: {purposes}</button><div><p>${label}: {purposes}</p>{texts}<button data-cs="once">${once}</button><button data-cs="always">${always}: {purposes}</button><button data-cs="choose">${choose}</button><button data-cs="close">${close}</button></div></section>`;

const locale = (tag, dir = "ltr") => ({
  f: frame(tag, dir, say[tag] || say.en),
  p: ["analytics", "marketing", "chat"].map((id) => [id, `Title ${id}`, `<p>${id} would ${(say[tag] || say.en)[5]} your <strong class="cs-sensitive">location</strong>.</p>`]),
});

/** The module's table. */
export const gateTables = {
  names: {
    "": { cookie: ["_shared", "_kept_*"] },
    analytics: {
      cookie: ["_ga", "_ga_*", "_shared", "_kept_*", "__Host-mk", "__Secure-mk"],
      local: ["mk-local*", "cs*"],
      session: ["mk-session"],
      indexeddb: ["mk-db", "mk-many*", "c*"],
      cache: ["mk-cache*"],
    },
    chat: { cookie: ["_ga_chat"] },
    marketing: { cookie: ["_fbp"], indexeddb: ["ads"] },
  },
  c: readFileSync(new URL("../../crates/views/css/placeholder.css", import.meta.url), "utf8"),
  l: { en: locale("en"), "zh-Hans": locale("zh-Hans"), "zh-Hant": locale("zh-Hant"), ms: locale("ms", "rtl") },
};

/** The scan's table: two services of the site, and a catalogue of two. */
export const scanTables = {
  o: ["https://files.layang.example"],
  p: ["analytics", "marketing", "chat"],
  s: [
    ["analytics", "Metrik", ["cdn.metrik.example/collect"], ["_mk_*", "mk-db indexeddb"]],
    ["delivery", "Layang", [], ["basket", "drafts local"]],
  ],
  c: [
    ["google-analytics", "Google Analytics", "analytics", ["google-analytics.com"], ["_ga", "_ga_*"]],
    ["meta", "Meta Pixel", "marketing", ["connect.facebook.net", "facebook.com/tr"], ["_fbp"]],
  ],
};
