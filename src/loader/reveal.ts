/**
 * Turns what an element was kept from into what it has: `data-cs-src` becomes `src`, and so on for every `data-cs-` attribute.
 */
import { trust } from "./trust";

/** Gives `to` the attributes of `from`; where both are one element, only those that were kept back. */
export function reveal(from: Element, to: Element): void {
  for (const { name, value } of [...from.attributes]) {
    const real = name.replace("data-cs-", "");
    if (value !== "text/plain" && (from !== to || real !== name)) to.setAttribute(real, real === "srcdoc" ? trust.createHTML(value) : trust.createScriptURL(value));
  }
}
