/**
 * The style of a placeholder: a constructed sheet, which a strict `style-src` allows; in older browsers, an element.
 */
import { tables } from "./tables";

/** Gives a shadow root the style. */
export function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(tables.c);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(Object.assign(document.createElement("style"), { textContent: tables.c }));
  }
}
