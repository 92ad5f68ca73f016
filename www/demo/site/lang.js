/**
 * Sets `html[lang]` before anything is drawn, so that the page and the privacy notice speak the language the visitor picked.
 *
 * Enters: `localStorage.layang_lang`, written by the language switch. Leaves: the `lang` attribute.
 * Deliberately absent: guessing a language from the browser, and translating (site.js does).
 */
(() => {
  try {
    const tag = localStorage.getItem("layang_lang");
    if (["en", "zh-Hans", "zh-Hant", "ms"].includes(tag)) document.documentElement.lang = tag;
  } catch {
    // Storage is blocked: the page stays in English.
  }
})();
