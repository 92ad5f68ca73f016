/**
 * What the loader shows: layer 1 or the small button, never both. In: what to show. Out: one element at the start of the body.
 * Absent: what the controls do, and any animation.
 */
import { act } from "./act";
import { open } from "./gates";
import { later } from "./later";
import { locale } from "./locale";
import { signal } from "./signal";
import { tables } from "./tables";
import { trust } from "./trust";

/** Whether layer 1 is shown, or what the widget put in its place. */
export let asking = false;

/** What is shown; nothing yet where it is outside the document. */
export let surface: HTMLElement = document.createElement("p");

/** The locale that is shown; empty while nothing is. */
export let shown = "";

/**
 * Shows layer 1, or `markup` in its place, or the small button, in the first frame that has a body. Focus that was inside the surface
 * before goes to its successor once that is painted.
 */
export function show(ask: boolean, pick?: string, markup?: string): void {
  asking = ask;
  if (!document.body) {
    requestAnimationFrame(() => show(asking));
    return;
  }
  const text = tables.l[(shown = locale(pick))]!;
  const focused = surface.contains(document.activeElement);
  const holder = document.createElement("p");
  holder.innerHTML = trust.createHTML(ask ? markup || text.h : `<button id=countersign-button data-cs=choose lang=${shown}>`);
  surface.remove();
  surface = holder.firstChild as HTMLElement;
  if (!ask) surface.textContent = signal && !open[0] ? text.g.replace("{signal}", ["Do Not Track", "Global Privacy Control", "Global Privacy Control, Do Not Track"][signal - 1]!) : text.b;
  for (const type of ["click", "keydown", "pointerover"]) surface.addEventListener(type, act);
  document.body.prepend(surface);
  // Focus asks for a layout of its own, which would delay the frame that answers a click.
  if (focused) later(() => (surface.querySelector<HTMLElement>("button,input") || surface).focus());
}
