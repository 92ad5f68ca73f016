/**
 * The element `<countersign-channels>`: asks the loader for what fills it (`src/desk/embed.ts`). In: the element in a page with the loader.
 * Absent: everything else; where nothing comes, what the page wrote inside the element is seen.
 */
import type {} from "../loader/countersign";

const NAME = "countersign-channels";

/** Tells the browser of the element, once; nothing of it is touched before, because servers that render have no elements. */
export function define(): void {
  if (customElements.get(NAME)) return;
  customElements.define(
    NAME,
    class extends HTMLElement {
      connectedCallback(): void {
        const made = window.countersign;
        // The loader may stand behind this script.
        if (made && "request" in made) made.request("channels");
        else document.addEventListener("countersign:ready", () => this.isConnected && this.connectedCallback(), { once: true });
      }
    },
  );
}
