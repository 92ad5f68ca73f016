/**
 * The style of layer 1 and the button: a constructed sheet, which a strict `style-src` allows; for older browsers, markup.
 */
import { tables } from "./tables";

/** Markup that carries the style; empty where the sheet does. */
export let style = "";

try {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tables.c);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
} catch {
  style = `<style>${tables.c}</style>`;
}
