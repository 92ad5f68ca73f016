/**
 * The element `<countersign-channels>`, a script of its own that only pages with the element carry: asks the loader for what fills it
 * (`src/desk/embed.ts`). In: the element in a page with the loader. Absent: everything else; where nothing comes, what the page wrote inside
 * the element is seen.
 */
import type {} from "../loader/countersign";

const NAME = "countersign-channels";

class Channels extends HTMLElement {
  connectedCallback(): void {
    const made = window.countersign;
    // The loader may stand behind this script.
    if (made && "request" in made) made.request("channels");
    else document.addEventListener("countersign:ready", () => this.isConnected && this.connectedCallback(), { once: true });
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, Channels);
