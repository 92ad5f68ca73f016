/**
 * What the loader shows: layer 1, the plain chooser or the small button, never two of them.
 * In: what to show. Out: DOM at the start of the body. Absent: what the controls do, and any animation.
 */
import { open } from "./gates";
import { locale } from "./locale";
import { signal } from "./signal";
import { style } from "./style";
import { tables } from "./tables";
import { trust } from "./trust";

/** Layer 1 or the plain chooser, by their names in the tables; empty: the small button. */
export type Mode = "h" | "f" | "";

/** What is shown, or would be if the widget had no surface open. */
export let mode: Mode = "";

/** Holds whatever is shown and has no box of its own; its `lang` is the locale shown. */
export const root = document.createElement("div");
root.style.display = "contents";

/** The wait for the widget before the plain chooser stands in for it; 0 when that has happened. */
export let waiting = 0;
let covered = false;

/**
 * Shows a surface in the first frame that has a body. With `focus`, a focus that was lost with an older surface comes here.
 * `said` is announced.
 */
export function show(next: Mode, focus = false, said = ""): void {
  mode = next;
  root.textContent = "";
  if (!document.body) {
    requestAnimationFrame(() => show(mode));
    return;
  }
  if (covered) return;
  const text = tables.l[(root.lang = locale())]!;
  root.innerHTML = trust.createHTML(style + (mode ? text[mode] : "<button id=countersign-button data-cs=choose>"));
  if (said) root.setAttribute("role", "status");
  if (!mode) root.lastChild!.textContent = said + [text.b, ...text.g][open[0] ? 0 : signal];
  for (const box of root.querySelectorAll("input")) box.checked = open.includes(box.name);
  document.body.prepend(root);
  if (focus && document.activeElement === document.body) root.querySelector<HTMLElement>("button,input")!.focus();
}

/** Makes our surfaces stand aside for the widget's, or return. */
export function cover(yes: boolean): void {
  clearTimeout(waiting);
  covered = yes;
  show(mode, true);
}

/** Shows the plain chooser unless the widget covers it in time. */
export function fallBack(): void {
  waiting = setTimeout(() => {
    waiting = 0;
    show("f", true);
  }, 400);
}
