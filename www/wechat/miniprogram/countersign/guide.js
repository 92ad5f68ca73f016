/**
 * WeChat's privacy guide: who is asked, and what the answer does (base library 2.32.3 and later).
 *
 * In: calls of interfaces that wait for an answer. Out: one answer to all that wait. The guide is WeChat's own consent: agreeing lets
 * interfaces work and grants no purpose. Leaving never agrees.
 *
 * WeChat calls the listener that was registered last, so there is one for the whole mini program. It shows the element of the page in
 * front (`countersign/guide/index`); where a page has none, it opens the page that does.
 */

const config = require("./config");
const store = require("./store");

const AGREED = "countersign.guide";

/**
 * `show` answers whether the question can be read: without words nobody is asked.
 * @typedef {{ show: (guide: { name: string, changed: boolean }) => Promise<boolean>, hide: () => void }} Screen
 */
/** @typedef {(answer: { event: "exposureAuthorization" | "agree" | "disagree", buttonId?: string }) => void} Resolve */

/** Elements that can ask, the last one is in front. @type {Screen[]} */
const screens = [];

/** Calls that wait. @type {Set<Resolve>} */
const waiting = new Set();

/** Starts listening; once, before the first page. */
function listen() {
  wx.onNeedPrivacyAuthorization?.((resolve) => {
    waiting.add(/** @type {Resolve} */ (/** @type {unknown} */ (resolve)));
    if (screens.length > 0) present();
    else wx.navigateTo({ url: config.consentPage, fail: refuse });
  });
}

/** Shows the question to whoever is in front. */
async function present() {
  const { name } = await standing();
  const screen = screens[screens.length - 1];
  if (!screen || waiting.size === 0) return;
  if (!(await screen.show({ name, changed: store.read(AGREED) === true }))) return refuse();
  for (const resolve of waiting) resolve({ event: "exposureAuthorization" });
}

/**
 * An element that can ask has come.
 * @param {Screen} screen
 * @returns {() => void} It has gone, and whatever waits is refused.
 */
function attach(screen) {
  screens.push(screen);
  if (waiting.size > 0) present();
  return () => {
    screens.splice(screens.indexOf(screen), 1);
    refuse();
  };
}

/** @param {string} buttonId The button that WeChat saw being pressed. */
function agree(buttonId) {
  store.write(AGREED, true);
  settle({ event: "agree", buttonId });
}

function refuse() {
  settle({ event: "disagree" });
}

/** @param {{ event: "agree" | "disagree", buttonId?: string }} answer */
function settle(answer) {
  for (const resolve of waiting) resolve(answer);
  waiting.clear();
  for (const screen of screens) screen.hide();
}

/**
 * How it stands: whether an answer is wanted, and what WeChat calls the guide.
 * Where WeChat does not say, an answer is wanted as far as anybody knows.
 * @returns {Promise<{ needed: boolean, name: string }>}
 */
function standing() {
  return new Promise((resolve) => {
    if (!wx.getPrivacySetting) return resolve({ needed: false, name: "" });
    wx.getPrivacySetting({
      success: ({ needAuthorization, privacyContractName }) => {
        if (!needAuthorization) store.write(AGREED, true);
        resolve({ needed: needAuthorization, name: privacyContractName });
      },
      fail: () => resolve({ needed: true, name: "" }),
    });
  });
}

/** Opens the guide. @returns {Promise<boolean>} Whether WeChat did. */
function read() {
  return new Promise((resolve) => {
    if (!wx.openPrivacyContract) return resolve(false);
    wx.openPrivacyContract({ success: () => resolve(true), fail: () => resolve(false) });
  });
}

/** Asks now instead of at the first interface. @returns {Promise<boolean>} Whether it is agreed to. */
function ask() {
  return new Promise((resolve) => {
    if (!wx.requirePrivacyAuthorize) return resolve(true);
    wx.requirePrivacyAuthorize({ success: () => resolve(true), fail: () => resolve(false) });
  });
}

module.exports = { agree, ask, attach, listen, read, refuse, standing };
