/**
 * The notice: what the last start fetched, else the one in the package, else a fetched one.
 *
 * In: `mini-program.json`, as a file of the package and by a request. Out: the notice, or undefined, and then everything optional stays off.
 * What is there is shown at once; a newer one is fetched beside it and counts from the next start, so that nothing changes under a finger.
 */

const config = require("./config");
const { request } = require("./request");
const store = require("./store");

const KEY = "countersign.notice";

/** @param {any} value @returns {value is import("./types").Notice} */
const fits = (value) => value?.v === "cs-mini-program/1" && value.site === config.site && value.languages?.length > 0;

/** @returns {Promise<import("./types").Notice | undefined>} */
async function fetched() {
  if (!config.notice) return undefined;
  const { status, json } = await request("GET", config.notice);
  if (status !== 200 || !fits(json)) return undefined;
  store.write(KEY, json);
  return json;
}

/** @type {Promise<import("./types").Notice | undefined> | undefined} */
let loading;

/** The notice of this start. @returns {Promise<import("./types").Notice | undefined>} */
function load() {
  loading ??= start();
  return loading;
}

/** @returns {Promise<import("./types").Notice | undefined>} */
async function start() {
  const kept = [store.read(KEY), require("./data")].find(fits);
  const fresh = fetched();
  if (kept) return kept;
  const first = await fresh;
  // The next call tries again.
  if (!first) loading = undefined;
  return first;
}

/**
 * The language to show: the one asked for, else WeChat's own, else the site's first.
 * @param {import("./types").Notice} notice
 * @param {string} [wanted]
 */
function language(notice, wanted) {
  const own = wx.getAppBaseInfo?.().language ?? "";
  const tags = [wanted ?? "", TAGS[own] ?? own];
  return tags.map((tag) => notice.languages.find(({ lang }) => lang === tag)).find((found) => found) ?? notice.languages[0];
}

/** WeChat's names of languages as the notice names them. @type {Record<string, string>} */
const TAGS = { zh_CN: "zh-Hans", zh_TW: "zh-Hant", zh_HK: "zh-Hant" };

module.exports = { language, load };
