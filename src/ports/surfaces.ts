/**
 * Which surface the dialog shows: the preferences, the full policy, the receipts, pages of the desk; and the way back, on which everybody
 * finds a surface as it was left. In: what a control asks for. Out: the dialog filled, choices handed to the loader. Absent: markup of its
 * own, which the build rendered, and any wait for wasm.
 */
import type { DeskModule, Room } from "../desk/room";
import type { CountersignAnswer } from "../loader/countersign";
import type { Loader, Pending } from "../loader/host";
import { later } from "../loader/later";
import { age, CHILD, GROWN } from "./age";
import { choiceOf, type Sight } from "./choose";
import { fillContents } from "./contents";
import { fill, type Hands, hide, isOpen, make, reach, reachAnchor, root, vanish } from "./dialog";
import type { Hosting } from "./host";
import { built, type Desk, deskOf, fetchLayer2, layer2Of, type NoticeFile, noticeOf, styleOf } from "./notice";
import { announce } from "./page";
import { adopt } from "./page-style";
import { downloadAll, openReceipts } from "./receipts";
import { isElsewhere, role } from "./role";
import { roomOf } from "./room";
import { offered, on, part, stand, tick } from "./standing";

/** A surface that was left for another: its elements, how far down, and what led away. */
interface Left {
  name: string;
  nodes: ChildNode[];
  top: number;
  by: HTMLElement;
}

/** The pages of the desk that a control opens by their name. */
const PAGES = ["policy", "rights", "permissions", "channels", "age", "guardian", "updates", "incidents", "transfers", "scope"];

let loader: Loader;
let hosted: Hosting;
let told: (entry: Pending) => void;
let sync: () => void;
let css: string | undefined;
let notice: NoticeFile;
let desk: Desk;
let locale = "";
/** What is shown: `preferences`, or a page. */
let name = "";
let left: Left[] = [];
/** The links inside the full text that were followed: Back undoes them first. */
let trail: HTMLElement[] = [];
let busy = false;
/** A choice that waits for the visitor's age. */
let waits: [state: string, entry: Pending] | undefined;

/** What the surfaces need of the widget's module. */
export function serve(of: Loader, by: Hosting, tell: (entry: Pending) => void, seal: () => void): void {
  [loader, hosted, told, sync] = [of, by, tell, seal];
}

const body = (): Element | null => root.querySelector("[part=body]");

/** One thing at a time: a second click while a surface is on its way is dropped, not queued. */
async function once(work: () => Promise<unknown>): Promise<void> {
  if (busy) return;
  busy = true;
  await work().finally(() => (busy = false));
}

/** Shows markup as a surface. */
function show(markup: string, as: string): void {
  make(css!, hands);
  fill(loader.trust.createHTML(markup), locale);
  [name, trail] = [as, []];
  hosted.surface(true);
}

/** Leaves a surface for another by a control of its own. */
function leave(by?: HTMLElement): void {
  if (by && isOpen()) left.push({ name, nodes: [...root.childNodes], top: body()?.scrollTop || 0, by });
}

/** Notice and style, without which nothing is shown. */
async function ready(tag: string): Promise<NoticeFile | undefined> {
  const [found, style] = await Promise.all([noticeOf(loader, tag), styleOf(loader)]);
  css = style;
  return css === undefined ? undefined : found;
}

/** Shows the preferences in a locale while `wanted` holds; whether they could be had. */
async function showPreferences(tag: string, wanted: () => boolean): Promise<boolean> {
  fetchLayer2(loader, tag);
  const found = await ready(tag);
  const markup = found && (await layer2Of(loader, tag, found));
  if (!markup) return false;
  if (!wanted()) return true;
  [notice, locale, left] = [found, tag, []];
  show(markup, "preferences");
  stand(root, loader.now().open, hosted.by(), ["", GROWN].includes(side()) ? GROWN : CHILD, role(loader.tables.t));
  root.querySelectorAll("details").forEach(unfold);
  return true;
}

/** Shows a page of the desk; the full policy takes its text. Whether everything could be had. */
async function showPage(page: string, by?: HTMLElement, tag = isOpen() ? locale : loader.locale()): Promise<boolean> {
  const found = await ready(tag);
  const isPolicy = page === "policy";
  const [pages, text] = await Promise.all([found && deskOf(loader, tag, found), isPolicy && found ? built(loader, "text", tag, found.text, "html") : ""]);
  if (!found || !pages || text === undefined) return false;
  const markup = pages.pages[page];
  const module = markup?.includes("data-cs-desk") ? await deskModule() : undefined;
  if (!markup || module === null) return false;
  leave(by);
  [notice, desk, locale] = [found, pages, tag];
  show(markup, page);
  module?.serve(room());
  if (isPolicy) {
    root.querySelector("[data-cs-text]")!.innerHTML = loader.trust.createHTML(text);
    fillContents(root);
  }
  return true;
}

/** The desk's module; null where it does not come. */
const deskModule = (): Promise<DeskModule | null> => hosted.module("desk").catch((cause) => (console.error("CS-DESK", cause), null));

/** What the desk's module may do. */
const room = (): Room =>
  roomOf({
    page: name,
    notice,
    desk,
    loader,
    sight: sight(),
    sync,
    carry,
    show: (page, by) => showPage(page, by),
    // What stood behind was made for somebody of unknown age.
    forget: () => void (left = []),
    anew,
    proceed() {
      const held = waits;
      close();
      if (held) carry(...held);
    },
    back: () => (left[0] ? goBack() : close()),
    close,
    dress: (place, more) => [css!, more].forEach((style) => adopt(style, place)),
  });

/** The desk's module with a room, where nothing need be shown. */
async function staffed<T>(work: (module: DeskModule, room: Room) => Promise<T>): Promise<T | undefined> {
  const tag = loader.locale();
  const [found, module] = await Promise.all([ready(tag), deskModule()]);
  const pages = found && module && (await deskOf(loader, tag, found));
  if (!pages) return;
  [notice, desk] = [notice || found, pages];
  return work(module, room());
}

/** Has the desk's module ask what a field or a permission is for; undefined where nobody can be asked. */
export const ask = (field: string): Promise<CountersignAnswer | undefined> => staffed((module, room) => module.request(room, field));

/** Has it go on with what earlier pages left. */
export const wake = (): Promise<void> => staffed((module, room) => module.wake(room));

/** Says in the dialog that something did not come. */
function lack(): void {
  const line = root.querySelector("[role=status]");
  if (line) line.textContent = notice.words.lacking;
}

/** Opens a page at an anchor; where it does not come, says so, or follows the link that was clicked. */
export const openPage = (page: string, anchor: string, by?: HTMLElement, address?: string): Promise<void> =>
  once(async () => {
    if (await showPage(page, by)) anchor && reachAnchor(anchor);
    else if (isOpen()) lack();
    else if (address) location.assign(address);
  });

/** Opens the preferences while `wanted` holds; where they do not come, layer 1: there everything can be refused. */
export const openPreferences = (wanted: () => boolean): Promise<void> =>
  once(async () => (await showPreferences(loader.locale(), wanted)) || (wanted() && loader.show(true)));

/** Back to where a link was followed, to the surface that was left, or to the preferences. */
function goBack(): void {
  const link = trail.pop();
  const before = link ? undefined : left.pop();
  if (link) reach(link);
  else if (before) {
    fill(before.nodes, locale);
    name = before.name;
    const place = body();
    if (place) place.scrollTop = before.top;
    before.by.focus({ preventScroll: true });
  } else anew();
}

/** Shows the preferences as things stand now. */
const anew = (): Promise<unknown> => once(async () => (await showPreferences(locale, isOpen)) || lack());

/** Goes to another language, with switches, folds, place and focus as they are. */
const speak = (field: HTMLSelectElement): Promise<void> =>
  once(async () => {
    const folds = (): HTMLDetailsElement[] => [...root.querySelectorAll("details")];
    const was = { on: on(root), open: folds().map(({ open }) => open), top: body()!.scrollTop };
    const page = name;
    if (!(await (page === "preferences" ? showPreferences(field.value, isOpen) : showPage(page, undefined, field.value)))) {
      field.value = locale;
      return lack();
    }
    loader.show(loader.now().asking, locale);
    hosted.surface(true);
    tick(root, was.on);
    folds().forEach((details, place) => (details.open = !!was.open[place]));
    body()!.scrollTop = was.top;
    root.querySelector<HTMLElement>("[data-cs=locale]")?.focus({ preventScroll: true });
  });

/** Fills a fold that is open for the first time. */
async function unfold(details: HTMLDetailsElement): Promise<void> {
  const fold = details.dataset.csMore;
  const desk = details.open && fold ? await deskOf(loader, locale, notice) : undefined;
  if (!fold || !details.open || !details.dataset.csMore) return;
  if (!desk) return lack();
  delete details.dataset.csMore;
  details.insertAdjacentHTML("beforeend", loader.trust.createHTML(desk.folds[fold]!));
}

/** How a module of its own fills the dialog, where the visitor still waits for it; answers its root. */
function showElse(by: HTMLElement): (markup: string) => ShadowRoot | undefined {
  const shown = root.firstChild;
  return (markup) => {
    if (!isOpen() || root.firstChild !== shown) return;
    leave(by);
    show(markup, "else");
    return root;
  };
}

/** Says in the preferences that the receipts' module did not come, and offers the download. */
function lose(): void {
  const place = root.querySelector<HTMLElement>("[part=lost]");
  place?.removeAttribute("hidden");
  if (place) reach(place);
}

const sight = (): Sight => ({ locale: locale || loader.locale(), layer: name === "policy" ? 3 : 2 });

/** On which side of the age of consent the visitor is; somebody of age where nobody is asked and nobody has said otherwise. */
const side = (): string => age(loader.tables.t) || (notice.asks_age ? "" : GROWN);

/** Carries a choice out and says what became of it; one that would open something for a child, or for nobody knows whom, leads elsewhere. */
function carry(state: string, entry: Pending): Pending | undefined {
  const opens = entry.open.some((id) => !entry.was.includes(id));
  // Nothing is agreed to under a policy that does not cover the visitor.
  if (opens && isElsewhere(role(loader.tables.t))) return void openPage("scope", "", (root.activeElement || root.querySelector("h1")) as HTMLElement);
  if (opens && side() !== GROWN && entry.kind !== "guardian") {
    if (!side()) waits = [state, entry];
    openPage(side() ? "guardian" : "age", "", (root.activeElement || root.querySelector("h1")) as HTMLElement);
    return;
  }
  told(entry);
  const kept = hosted.apply(state, entry);
  const { saved, reload, not_kept } = notice.words;
  const withdraws = entry.was.some((id) => !entry.open.includes(id));
  const line = !kept && entry.open[0] ? not_kept : withdraws ? reload : saved;
  // A new element lays the page out, which the click's frame need not wait for.
  later(() => announce(line));
  return entry;
}

/** A choice by a control of the layers. */
function choose(hook: string, event: UIEvent): void {
  const choice = choiceOf(loader, hook, on(root), offered(root), event, sight());
  if (choice && carry(...choice)) vanish(close);
}

function close(): void {
  hide();
  [left, waits] = [[], undefined];
  hosted.surface(false);
}

const hands: Hands = {
  work(control, event) {
    const { cs = "" } = control.dataset;
    const anchor = control.getAttribute("href")?.slice(1);
    if (anchor) {
      event.preventDefault();
      if (!reachAnchor(anchor)) openPage("policy", anchor, control);
      else if (control.closest("nav")) trail = [];
      else trail.push(control);
    } else if (cs === "back") goBack();
    else if (PAGES.includes(cs)) openPage(cs, "", control);
    else if (cs === "receipts") openReceipts(loader, locale, notice, showElse(control), lose);
    else if (cs === "download") downloadAll();
    else if (cs === "close") close();
    else choose(cs, event);
  },
  change(field) {
    if (field.dataset.cs === "locale") speak(field as HTMLSelectElement);
    else if (field.dataset.csPage && (field as HTMLInputElement).checked) {
      // It is on only after the answer on its own page.
      (field as HTMLInputElement).checked = false;
      openPage(field.dataset.csPage, "", field);
    } else if (field.name === "purpose") part(root, field as HTMLInputElement);
  },
  fold: unfold,
  close,
};
