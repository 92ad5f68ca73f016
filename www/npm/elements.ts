/**
 * The custom elements, defined by importing this file: `<countersign-channels>`, the switches of channels in a page of the site's own, and
 * `<countersign-preferences>`, around what leads to the preferences. In: a page. Out: the elements; on a server nothing.
 * Deliberately absent: words and markup; what stands inside an element is the page's, and is seen where no script runs.
 */
import { define } from "../../src/channels/element";

/** Opens the preferences instead of the link inside, where the loader is there; otherwise the link is followed. */
function lead(event: Event): void {
  const made = window.countersign;
  if (!made || !("open" in made)) return;
  event.preventDefault();
  made.open();
}

/** Defines `<countersign-preferences>`, once. */
function definePreferences(): void {
  const name = "countersign-preferences";
  if (customElements.get(name)) return;
  customElements.define(
    name,
    class extends HTMLElement {
      connectedCallback(): void {
        // An element that is moved about keeps its listener, and the same one is never added twice.
        this.addEventListener("click", lead);
      }
    },
  );
}

if (typeof customElements === "object") {
  define();
  definePreferences();
}
