/**
 * Elements whose address is held: they keep it as `data-cs-src` and ask for nothing. Frames and other embeds so become gates of inert
 * markup (`data-cs-purpose`), with a placeholder. In: an element and what it is given. Absent: giving it back, which is `release.ts`.
 */
import { ATTRIBUTES, needs } from "./names";
import { decided, shut } from "./wall";
import { wake } from "./watch";

const MARK = "data-cs-held";
const PURPOSES = "data-cs-purpose";
const kept = (name: string): string => "data-cs-" + name;
/** Of elements outside the document, no more than this many are kept in mind. */
const MANY = 500;

/** Held elements in the order of being held, and whether each was seen in a document. */
export const held = new Map<Element, boolean>();

/** Elements that had a known address while it was open, or by a gate that opened: what they have is theirs. */
export const done = new WeakSet<Element>();

/** Whether an element becomes a gate of inert markup; a frame that carries its document with it asks nobody as a whole. */
export const embed = (element: Element): boolean =>
  /^(iframe|video|audio|embed|object)$/.test(element.localName) && !element.hasAttribute(kept("srcdoc"));

/** Whether the guards marked it as held: a copy of a held element is, too. */
export const marked = (element: Element): boolean => element.hasAttribute(MARK);

/** What an element keeps, by attribute. */
export const keeps = (element: Element): string[] => ATTRIBUTES.filter((name) => element.hasAttribute(kept(name)));

/** The address that a page gave an element and that is held; null where there is none. */
export const heldValue = (element: Element, name: string): string | null =>
  held.has(element) || marked(element) ? element.getAttribute(kept(name)) : null;

/** The purposes that a value needs on this element. */
export const neededBy = (element: Element, name: string, value: string): string[] | undefined =>
  needs(element.localName, name, value, element.localName === "link" ? element.getAttribute("rel") : "");

/** Whether all that it keeps may be asked for. */
export const ready = (element: Element): boolean =>
  keeps(element).every((name) => !shut(neededBy(element, name, element.getAttribute(kept(name))!), element.getAttribute(kept(name))!));

/** Forgets what was held of one attribute. */
export function forget(element: Element, name: string): void {
  if (heldValue(element, name) === null) return;
  element.removeAttribute(kept(name));
  if (keeps(element)[0]) return;
  element.removeAttribute(MARK);
  if (embed(element)) element.removeAttribute(PURPOSES);
  held.delete(element);
}

/** Keeps it in mind. A pixel that is made under a refusal is not: whoever agrees later has not agreed to that. */
function remember(element: Element): void {
  const inside = element.isConnected;
  if (!inside && decided && element.localName === "img") return;
  if (!inside && held.size >= MANY) held.delete([...held.keys()].find((one) => !one.isConnected) || element);
  held.set(element, inside || !!held.get(element));
}

/** Marks an element by what it keeps, and keeps it in mind. */
export function mark(element: Element): void {
  if (embed(element)) {
    const needed = keeps(element).flatMap((name) => neededBy(element, name, element.getAttribute(kept(name))!) || []);
    element.setAttribute(PURPOSES, [...new Set(needed)].join(" "));
    element.removeAttribute(MARK);
  } else element.setAttribute(MARK, "");
  remember(element);
}

/** Whether a value is held; if so, the element keeps it. `before` runs first, and stops it all by throwing. */
export function hold(element: Element, name: string, value: string, before?: () => void): boolean {
  const needed = neededBy(element, name, value);
  // A gate that is being opened has lost its purposes first, and then gets what it kept.
  const opening = needed && embed(element) && !element.hasAttribute(PURPOSES) && element.getAttribute(kept(name)) === value;
  if (opening || !shut(needed, value)) {
    if (needed) done.add(element);
    forget(element, name);
    return false;
  }
  if (before) before();
  wake();
  element.removeAttribute(name);
  element.setAttribute(kept(name), value);
  mark(element);
  return true;
}
