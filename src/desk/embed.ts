/**
 * `<countersign-channels>` in the page: the switches of the desk's page of channels in a shadow root of the element's own, for the page of an
 * account. In: elements, perhaps with `data-cs-token` of somebody whom the site has signed in. Out: the same elements, filled and bound; until
 * then what the page wrote inside is seen. Absent: another set of words or rules.
 */
import { accountOf } from "./account";
import { bind, type Keeper } from "./channels";
import type { Room } from "./room";

/** The element's name. */
export const NAME = "countersign-channels";

/** The dialog's style makes a layer over the page of its host; here the host is a block in the page, on paper of its own whatever the page's is. */
const HOST = ":host{position:static;display:block;box-sizing:border-box;max-width:44rem;padding:1em;border-radius:12px;background:var(--paper);pointer-events:auto}.cs-note:first-child{margin-top:0}.cs-status{margin-top:.8em;border:0;border-radius:8px}";

/** Nothing can be switched where the site cannot be asked what holds: what it does not tell now it would not take either. */
const NOTHING: Keeper = { holds: () => false, keep: async () => "lost", reaches: () => false };

/** Elements that are filled, or being so. */
const taken = new WeakSet<Element>();

/** Fills every element that is empty; whether the site has channels at all. */
export function embed(room: Room): boolean {
  const page = document.createElement("template");
  page.innerHTML = room.loader.trust.createHTML(room.desk.pages.channels || "");
  const section = page.content.querySelector<HTMLElement>("[data-cs-channels]");
  if (!section) return false;
  const { lang, dir } = page.content.querySelector<HTMLElement>("[part=sheet]")!;
  Object.assign(section, { lang, dir });
  const parts = [section, page.content.querySelector("[role=status]")!];
  for (const element of document.querySelectorAll<HTMLElement>(NAME)) {
    if (!taken.has(element)) fill(room, element, parts);
    taken.add(element);
  }
  return true;
}

async function fill(room: Room, element: HTMLElement, parts: Element[]): Promise<void> {
  const { csToken: token, csAccount } = element.dataset;
  const account = token ? (await accountOf(token, csAccount)) || NOTHING : undefined;
  const root = element.attachShadow({ mode: "open" });
  room.dress(root, HOST);
  root.append(...parts.map((part) => part.cloneNode(true)));
  bind(room, root, account);
  if (account === NOTHING) root.querySelector("[role=status]")!.textContent = room.notice.words.lacking;
}
