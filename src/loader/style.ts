/**
 * The style of layer 1 and the button: a constructed sheet, which a strict `style-src` allows; in older browsers, whose list of
 * sheets cannot grow, an element.
 */
import { tables } from "./tables";

/** Gives the page the style. */
export function dress(): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(tables.c);
    document.adoptedStyleSheets.push(sheet);
  } catch {
    document.head.appendChild(document.createElement("style")).textContent = tables.c;
  }
}
