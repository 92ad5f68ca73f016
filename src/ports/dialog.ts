/**
 * The dialog of everything behind layer 1: a `<dialog>` with an open shadow root inside, made once, filled anew for each surface. Modal by
 * the browser's own means, or by `modal.ts` where it has none: the page behind is inert, focus stays inside and comes back on closing. Escape
 * and a click beside close it; neither is a choice. Absent: what a control means, which is for `surfaces.ts`.
 */
import { later } from "../loader/later";
import { sayDates } from "./dates";
import { standIn } from "./modal";
import { adopt } from "./page-style";
import { refill } from "./refill";

let dialog: HTMLDialogElement | undefined;
/** Whether this browser has no such element of its own. */
let stoodIn = false;
/** Whether it is out of sight already and closes with the next frame. */
let leaving = false;

/** Where the surface stands. */
export let root: ShadowRoot;

/** What the dialog asks of whoever fills it. */
export interface Hands {
  /** A control was clicked: it bears `data-cs`, or leads to an anchor. */
  work(control: HTMLElement, event: MouseEvent): void;
  /** A field was changed. */
  change(field: HTMLInputElement | HTMLSelectElement): void;
  /** A fold was opened or shut. */
  fold(details: HTMLDetailsElement): void;
  /** The dialog was turned away from. */
  close(): void;
}

/** Moves focus to a place, so that keyboard and reader go on from it. */
export function reach(place: HTMLElement): void {
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus();
}

/** Goes to a heading or block of what is shown; whether there is one. */
export function reachAnchor(anchor: string): boolean {
  const place = root.getElementById(anchor);
  place?.scrollIntoView();
  if (place) reach(place);
  return !!place;
}

/** A click on the dialog element itself outside its box is a click beside: the backdrop belongs to the element, or is the element. */
function isBeside({ target, clientX: x, clientY: y }: MouseEvent): boolean {
  // Asking for the box lays the page out: only where it decides.
  if (target !== dialog || stoodIn) return target === dialog;
  const { left, right, top, bottom } = dialog!.getBoundingClientRect();
  return x < left || x > right || y < top || y > bottom;
}

/** Makes it, unless it is there. */
export function make(css: string, hands: Hands): void {
  if (dialog) return;
  dialog = document.createElement("dialog");
  dialog.id = "countersign-dialog";
  // A layer of its own goes out of sight without being painted again (48 to 40 ms to the next paint of a save, slow). Without the mark that a
  // phone paints under a finger the click comes a frame sooner (40 to 32); what was pressed answers at once anyway.
  dialog.style.cssText = "will-change:opacity;-webkit-tap-highlight-color:transparent";
  stoodIn = !dialog.showModal;
  if (stoodIn) standIn(dialog);
  // A dialog element takes no shadow root of its own (DOM, "attach a shadow root"): a host inside it does.
  root = dialog.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
  adopt(css, root);
  root.addEventListener("click", (event) => {
    const control = (event.target as Element).closest<HTMLElement>("[data-cs],[href^='#']");
    if (control && !leaving) hands.work(control, event as MouseEvent);
  });
  root.addEventListener("change", ({ target }) => hands.change(target as HTMLInputElement));
  // This event does not bubble.
  root.addEventListener("toggle", ({ target }) => hands.fold(target as HTMLDetailsElement), true);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    hands.close();
  });
  dialog.addEventListener("click", (event) => isBeside(event) && hands.close());
}

/** Fills the dialog with markup, or with what stood in it before, and shows it. */
export function fill(content: unknown, locale: string): void {
  // A page that replaces its body throws the dialog away, which ends nothing but what is seen of it.
  if (!dialog!.isConnected) {
    dialog!.removeAttribute("open");
    document.body.append(dialog!);
  }
  // Where sheets cannot be adopted, the style is an element beside the content.
  const style = root.querySelector("style");
  if (Array.isArray(content)) refill(root, content);
  else {
    root.innerHTML = content as string;
    sayDates(root);
  }
  if (style) root.append(style);
  dialog!.lang = locale;
  const title = root.querySelector<HTMLElement>("h1");
  dialog!.setAttribute("aria-label", title?.textContent || "");
  if (!dialog!.open) dialog!.showModal();
  see(true);
  dialog!.scrollTop = 0;
  if (title) reach(title);
}

/** Whether it is shown. */
export const isOpen = (): boolean => !!dialog?.isConnected && dialog.open;

/** Takes the dialog out of sight and back, which costs no layout. */
function see(yes: boolean): void {
  leaving = !yes;
  if (dialog) dialog.style.opacity = yes ? "" : "0";
}

/**
 * Takes the dialog out of sight and has it closed after the next frame: closing gives back focus and lays the page out, which the click that
 * was a choice need not wait for (its own work: 20 ms before on a slow phone, 10 so). Whatever fills it meanwhile stays.
 */
export function vanish(close: () => void): void {
  see(false);
  later(() => leaving && close());
}

/** Closes the dialog; the browser gives focus back to where it was. */
export function hide(): void {
  dialog?.close();
  see(true);
  // What had the focus before may be out of sight still; and the focus of what is no longer shown is dropped only with the next frame.
  if (dialog?.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
}
