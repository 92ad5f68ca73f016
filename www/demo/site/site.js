/**
 * What every page of the demo shares: the language switch, translated texts, and the links that open the privacy choices.
 *
 * Enters: `html[lang]`, `strings.json`. Leaves: translated text in elements with `data-t`; calls of `countersign.open()`.
 * Deliberately absent: anything about consent; the widget decides, this page only asks it to open.
 */

const PICKED = "layang_lang";
const lang = document.documentElement.lang;

/** Resolves to the texts of the page's language; empty for English, whose texts stand in the pages. */
export const strings = lang === "en" ? Promise.resolve({}) : load();

async function load() {
  try {
    const response = await fetch("strings.json");
    return response.ok ? ((await response.json())[lang] ?? {}) : {};
  } catch {
    return {};
  }
}

/** Opens the privacy choices, or queues the wish where the widget has not run yet. Returns whether the widget is there. */
export function openChoices() {
  const widget = (window.countersign = window.countersign || []);
  if (typeof widget.open === "function") {
    widget.open();
    return true;
  }
  widget.push(["open"]);
  return false;
}

for (const opener of document.querySelectorAll("[data-privacy-choices]")) {
  opener.addEventListener("click", (event) => {
    // A link falls back to the policy page where the widget is missing.
    if (openChoices()) event.preventDefault();
  });
}

for (const link of document.querySelectorAll("footer a[href^='/countersign/policy/']")) {
  link.href = link.getAttribute("href").replace(/[^/]+\.html$/, `${lang}.html`);
}

for (const link of document.querySelectorAll("[data-verify]")) link.hash = lang;

const picker = document.getElementById("language");
picker.value = lang;
picker.addEventListener("change", () => {
  try {
    localStorage.setItem(PICKED, picker.value);
  } catch {
    // Storage is blocked: the language holds for this view only, so there is nothing to reload for.
    return;
  }
  location.reload();
});

const texts = await strings;
for (const element of document.querySelectorAll("[data-t]")) {
  const text = texts[element.dataset.t];
  if (text !== undefined) element.textContent = text;
}
