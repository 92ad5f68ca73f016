/**
 * What the loader shows: layer 1 or the small button, never both. In: what to show. Out: one element at the start of the body.
 * Absent: what the controls do, and any animation.
 */
import { act } from "./act";
import { listen } from "./apply";
import { state } from "./gates";
import { later } from "./later";
import { locale } from "./locale";
import { signal } from "./signal";
import { tables } from "./tables";
import { trust } from "./trust";

/** Whether layer 1 is shown. */
export let asking = false;

/** What is shown; nothing yet where it is outside the document. */
export let surface: HTMLElement = document.createElement("p");

/** The locale that is shown; empty while nothing is. */
export let shown = "";

/**
 * Shows layer 1 or the small button, in the first frame that has a body. Focus that was inside the surface
 * before goes to its successor once that is painted.
 */
export function show(ask: boolean, pick?: string): void {
  asking = ask;
  if (!document.body) {
    requestAnimationFrame(() => show(asking));
    return;
  }
  const text = tables.l[(shown = locale(pick, !ask))]!;
  const focused = surface.contains(document.activeElement);
  surface.remove();
  document.body.insertAdjacentHTML("afterbegin", trust.createHTML(ask ? text.h : `<button id=countersign-button data-cs=choose lang=${shown}>`));
  surface = document.body.firstChild as HTMLElement;
  if (!ask) surface.append(text.b, signal && !state.open[0] ? text.g : "");
  surface.onpointerover = surface.onclick = surface.onkeydown = act;
  // Focus asks for a layout of its own, which would delay the frame that answers a click.
  if (focused) later(() => (surface.querySelector<HTMLElement>("button") || surface).focus());
}

/** Shows the surface again where the page threw it away: a new body, or `document.open`, which takes listeners away as well. */
export function restore(): void {
  if (shown && !surface.isConnected) {
    listen();
    // Not in this task: a page that means it would fight for ever.
    later(() => surface.isConnected || show(asking));
  }
}
