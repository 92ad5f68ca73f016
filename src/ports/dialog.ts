/**
 * The dialog of layers 2 and 3: a `<dialog>` with an open shadow root inside, made once, filled anew for each surface. Modal by the
 * browser's own means: the page behind is inert, focus stays inside and comes back on closing. Escape and a click beside close it;
 * neither is a choice. What a control means is Rust's to say. Whoever leaves the preferences for another layer finds them as they were.
 */
import { fillContents } from "./contents";
import { adopt } from "./page-style";
import type { Actions } from "./ports";

let dialog: HTMLDialogElement | undefined;
let root: ShadowRoot | undefined;
/** The links inside the full text that were followed: Back undoes them first. */
let trail: HTMLElement[] = [];
/** The preferences that were left for another layer: their elements, how far down, and what led away. */
let left: { nodes: ChildNode[]; top: number; by: HTMLElement } | undefined;

const switches = (): HTMLInputElement[] => (root ? [...root.querySelectorAll<HTMLInputElement>("input[name=purpose]")] : []);
const on = (): string[] => switches().flatMap((input) => (input.checked ? [input.value] : []));

/** Puts the switches of these purposes on and the others off. */
export const tick = (ids: string[]): void => switches().forEach((input) => (input.checked = ids.includes(input.value)));

/** The switch against tracking and those of the purposes are never on together: whichever was turned on last stays. */
function part(turned: HTMLInputElement): void {
  const against = (input: HTMLInputElement): boolean => input.value === "do_not_track";
  for (const input of switches()) if (against(input) !== against(turned)) input.checked = false;
}

/** Moves focus to a place, so that keyboard and reader go on from it. */
function reach(place: HTMLElement): void {
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus();
}

/** The preferences alone lead to the receipts. */
const arePreferences = (): boolean => !!root!.querySelector("[data-cs=receipts]");
const body = (): Element => root!.querySelector("[part=body]")!;

function openLayer(surface: string, anchor: string, by: HTMLElement, actions: Actions): void {
  if (arePreferences()) left = { nodes: [...root!.childNodes], top: body().scrollTop, by };
  actions.open(surface, anchor);
}

/** Puts the preferences back as they were left: switches, folds, place and focus. */
function restore({ nodes, top, by }: NonNullable<typeof left>): void {
  root!.replaceChildren(...nodes);
  body().scrollTop = top;
  by.focus({ preventScroll: true });
}

/** Goes to a heading or block of what is shown; whether there is one. */
function reachAnchor(anchor: string): boolean {
  const place = root!.getElementById(anchor);
  place?.scrollIntoView();
  if (place) reach(place);
  return !!place;
}

/** No pointer was pressed where `detail` is zero. */
const inputOf = (event: MouseEvent): string => (!event.isTrusted ? "script" : event.detail ? "pointer" : "keyboard");

const CONTROLS: Record<string, string> = { accept: "accept-all", refuse: "refuse-all", save: "save", withdraw: "withdraw-all" };
const SURFACES: Record<string, string> = { back: "preferences", policy: "policy", receipts: "receipts" };

function onClick(event: MouseEvent, actions: Actions): void {
  const control = (event.target as Element).closest<HTMLElement>("[data-cs],[href^='#']");
  if (!control) return;
  const { cs = "" } = control.dataset;
  const anchor = control.getAttribute("href")?.slice(1);
  if (anchor) {
    event.preventDefault();
    if (!reachAnchor(anchor)) openLayer("policy", anchor, control, actions);
    else if (control.closest("nav")) trail = [];
    else trail.push(control);
  } else if (cs === "back" && trail.length) reach(trail.pop()!);
  else if (cs in CONTROLS) actions.act(CONTROLS[cs]!, on(), inputOf(event), event.isTrusted);
  else if (cs in SURFACES) {
    event.preventDefault();
    openLayer(SURFACES[cs]!, "", control, actions);
  } else if (cs === "close") actions.close();
  else if (cs === "download") actions.download();
}

/** A click on the dialog element itself outside its box is a click beside: the backdrop belongs to the element. */
function onClickBeside(event: MouseEvent, actions: Actions): void {
  const { left, right, top, bottom } = dialog!.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  if (event.target === dialog && (x < left || x > right || y < top || y > bottom)) actions.close();
}

function create(css: string, actions: Actions): HTMLDialogElement {
  const made = document.createElement("dialog");
  made.id = "countersign-dialog";
  // A dialog element takes no shadow root of its own (DOM, "attach a shadow root"): a host inside it does.
  const host = made.appendChild(document.createElement("div"));
  root = host.attachShadow({ mode: "open" });
  adopt(css, root);
  root.addEventListener("click", (event) => onClick(event as MouseEvent, actions));
  root.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target.dataset.cs === "locale") actions.change_locale(target.value, on());
    else if (target instanceof HTMLInputElement && target.checked) part(target);
  });
  made.addEventListener("cancel", (event) => {
    event.preventDefault();
    actions.close();
  });
  made.addEventListener("click", (event) => onClickBeside(event, actions));
  document.body.append(made);
  return made;
}

/** Fills the dialog and shows it, at an anchor where one is given. */
export function show(markup: unknown, css: string, locale: string, label: string, anchor: string, actions: Actions): ShadowRoot {
  dialog ||= create(css, actions);
  // Where sheets cannot be adopted, the style is an element beside the content.
  const style = root!.querySelector("style");
  root!.innerHTML = markup as string;
  if (style) root!.append(style);
  fillContents(root!);
  trail = [];
  dialog.lang = locale;
  dialog.setAttribute("aria-label", label);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  if (left && arePreferences()) {
    restore(left);
    left = undefined;
  } else if (!anchor || !reachAnchor(anchor)) {
    const first = root!.querySelector<HTMLElement>("[autofocus],h1,h2");
    if (first) reach(first);
  }
  return root!;
}

/** Whether the dialog shows, later, what it shows now. */
export function watch(): () => boolean {
  const shown = root?.firstChild;
  return () => !!dialog?.open && root!.firstChild === shown;
}

/** Says in the preferences that the receipts' module did not come, and offers the download. */
export function lose(): void {
  const place = root!.querySelector<HTMLElement>("[part=lost]");
  place?.removeAttribute("hidden");
  if (place) reach(place);
}

/** Says inside the open dialog that something did not come; where none is open, a link was clicked, and it is followed. */
export function lack(text: string, page: string): void {
  if (!dialog?.open) return location.assign(page);
  const line = root!.querySelector("[role=status]");
  if (line) line.textContent = text;
}

/** Closes the dialog; the browser gives focus back to where it was. */
export function hide(): void {
  left = undefined;
  dialog?.close();
  // What had the focus before may be out of sight still; and the focus of what is no longer shown is dropped only with the next frame.
  if (dialog?.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
}
