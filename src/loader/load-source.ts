/**
 * Gives an element the addresses that it was kept from: `data-cs-srcset` and `data-cs-src` become `srcset` and `src`.
 */
import { trust } from "./trust";

/** Starts loading. */
export function loadSource(element: Element): void {
  for (const name of ["srcset", "src"]) {
    const address = element.getAttribute("data-cs-" + name);
    if (address) element.setAttribute(name, trust.createScriptURL(address));
  }
}
