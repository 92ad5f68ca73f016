/**
 * `<countersign-channels>` in the page: the switches of the desk's page of channels in a shadow root of the element's own, for the page of an
 * account. In: elements that are empty. Out: the same elements, filled and bound. Absent: another set of words or rules.
 */
import { bind } from "./channels";
import type { Room } from "./room";

/** The element's name. */
export const NAME = "countersign-channels";

/** The dialog's style makes a layer over the page of its host; here the host is a block in the page, on paper of its own whatever the page's is. */
const HOST = ":host{position:static;display:block;box-sizing:border-box;max-width:44rem;padding:1em;border-radius:12px;background:var(--paper);pointer-events:auto}.cs-note:first-child{margin-top:0}.cs-status{margin-top:.8em;border:0;border-radius:8px}";

/** Fills every element that is empty; whether the site has channels at all. */
export function embed(room: Room): boolean {
  const page = document.createElement("template");
  page.innerHTML = room.loader.trust.createHTML(room.desk.pages.channels || "");
  const section = page.content.querySelector("[data-cs-channels]");
  if (!section) return false;
  const status = page.content.querySelector("[role=status]")!;
  const { lang, dir } = page.content.querySelector<HTMLElement>("[part=sheet]")!;
  for (const element of document.querySelectorAll<HTMLElement>(NAME)) {
    if (element.shadowRoot) continue;
    const root = element.attachShadow({ mode: "open" });
    room.dress(root, HOST);
    Object.assign(section, { lang, dir });
    root.append(section.cloneNode(true), status.cloneNode(true));
    bind(room, root);
  }
  return true;
}
