/**
 * What the loader and the widget know of each other: the tables that Rust compiled, what the loader hands to the widget's module, the
 * host object that the module makes of it for wasm, and the entries that pass between them. Types only; `www/docs/formats.md`
 * sections 5, 6, 10 and 11 are the contract.
 */

import type { CountersignAnswer } from "./countersign";

/** One locale's part of the tables. */
export interface LocaleTable {
  /** HTML of layer 1. */
  h: string;
  /** Accessible name of the small button. */
  b: string;
  /** What follows the button's name when a signal refused. */
  g: string;
}

/** The tables that `countersign build` writes into the loader. */
export interface Tables {
  /** Material fingerprint. */
  k: string;
  /** Days that a choice holds. */
  t: number;
  /** What is written to `document.cookie` for a choice, one after another; `$` stands for the state. */
  a: string[];
  /** Ids of the additional purposes. */
  p: string[];
  /** Ids of those that "accept all" opens, where some have a consent of their own. */
  s?: string[];
  /** The outcome table. */
  q: string;
  /** Digits in the names of the widget's files. */
  w: string;
  /** CSS of layer 1 and the button. */
  c: string;
  /** Digits in the name of the gate's module. */
  e: string;
  /** Digests of the notice files by locale; together they name a file. */
  n: Record<string, string>;
  /** Locales, the default first. */
  l: Record<string, LocaleTable>;
}

/** What a part gets of the loader (formats.md section 10). */
export interface PartHost {
  /** The loader's own script element. */
  script: HTMLScriptElement;
  /** Makes text fit for the page's Trusted Types. */
  trust: { createHTML(markup: string): string; createScript(text: string): string; createScriptURL(address: string): string };
  /** Writes the one console line of a failure. */
  report(code: string, cause?: unknown): void;
  /** What the modules get, too. */
  handed: Handed;
}

/**
 * Is told which purposes may be open now: at once when purposes close, before that is written, and right before gates open, after it
 * is. `decided` is false while the visitor is asked.
 */
export type Told = (open: readonly string[], decided: boolean) => void;

/** A piece of script inside the loader's file. It runs once, before anything else, while a page is prerendered too. */
export type Part = (host: PartHost) => Told | void;

/** What the gate's module gets of the loader. */
export interface GateHost {
  /** Makes markup fit for the page's Trusted Types. */
  trust: { createHTML(markup: string): string };
  /** The locale in use. */
  locale(): string;
  /** Ids of the purposes that are open now. */
  open(): readonly string[];
  /** Opens this gate and no other, whatever its purposes. */
  openGate(gate: HTMLElement): void;
  /** Chooses exactly these purposes; what would open something needs a person's event. */
  choose(control: string, list: string[], event: Event): void;
  /** Opens the preferences. */
  preferences(): void;
}

/** What the gate's module offers. */
export interface GateModule {
  /** Removes what purposes outside this list left on the device, and then the mark `cs.clear`. */
  clear(open: readonly string[]): Promise<void>;
  /**
   * Gives every embed that is held, now and later, a placeholder. One call is enough: the module watches the page itself, and a
   * placeholder goes as soon as its gate loses `data-cs-purpose`.
   */
  hold(handed: Handed): void;
}

/** A choice or another statement that waits to be sealed (formats.md section 6). */
export interface Pending {
  id: string;
  /** Milliseconds since 1970, by the visitor's clock. */
  at: number;
  control: string;
  layer: number;
  locale: string;
  notice: string;
  trusted: boolean;
  /** Of the event (UI Events): zero where no pointer was pressed. */
  detail: number;
  signal: string;
  was: readonly string[];
  open: readonly string[];
  /** Ids of the purposes that it is about; absent: all of them. */
  about?: readonly string[];
  /** Only of other statements than choices. */
  kind?: string;
  say?: string;
  salt?: string;
}

/** What the loader hands to the modules that it fetches: a list, because names of members would weigh on every first visit. */
export type Handed = [
  base: Loader["base"],
  tables: Tables,
  trust: Loader["trust"],
  locale: Loader["locale"],
  unstored: Pending[],
  apply: Loader["apply"],
  choose: Loader["choose"],
  show: Loader["show"],
  openGate: GateHost["openGate"],
  now: () => [open: readonly string[], asking: boolean, surface: HTMLElement, kept: boolean],
];

/** What the widget's module makes of it. */
export interface Loader {
  /** Absolute URL of the folder of built files, with a slash at the end. */
  base: string;
  /** This site's tables. */
  tables: Tables;
  /** Makes markup fit for the page's Trusted Types. */
  trust: { createHTML(markup: string): string };
  /** The locale in use, after changing it where a tag is given. */
  locale(pick?: string): string;
  /** Pending entries that could not be stored; the stored ones stand under `cs.pending.<id>`. */
  unstored: Pending[];
  /**
   * Carries a choice out: closes gates, writes state, entry and mirror, hides every surface of the loader, and in the next task opens
   * gates in document order. Answers whether the choice could be stored; if not, it holds for this page only.
   * `state` is the value of the state cookie.
   */
  apply(state: string, entry: Pending): boolean;
  /** Chooses exactly these purposes by a control of the loader's surface. */
  choose(control: string, list: string[], event: Event): void;
  /** Shows layer 1 in a locale, or the small button. */
  show(ask: boolean, pick?: string): void;
  /** What is open, whether layer 1 is asked, the element that is shown, and whether the last choice could be stored. */
  now(): { open: readonly string[]; asking: boolean; surface: HTMLElement; kept: boolean };
}

/** What wasm gets of the loader, made in `src/ports/host.ts`. Every member is safe to call at any time. */
export interface Host {
  /** Absolute URL of the folder of built files, with a slash at the end. */
  base: string;
  /** The locale in use. */
  locale(): string;
  /** Digest of the notice file of a locale. */
  notice(tag: string): string;
  /** The pending entries as JSON, an array. */
  pending(): string;
  /** Drops an entry that is sealed, by its id, unless its receipt lives in memory alone. */
  settle(id: string): void;
}

/** What the widget's module exports. It is plain JavaScript, and works in part where wasm cannot start. */
export interface Widget {
  /** Starts wasm, seals what is pending, sends what waits. */
  start(handed: Handed): void;
  /** Opens layer 2; layer 1 where that does not come. */
  open_preferences(): void;
  /** Opens layer 3 instead of the link that was clicked; where it does not come the link is followed. */
  open_policy(event: Event): void;
  /** Says what a field or a permission is for, and answers what the visitor says to that; the field may have the focus. */
  request(field: string): Promise<CountersignAnswer | undefined>;
  /** Seals and sends again; called when a new entry was written. */
  sync(): void;
  /** All receipts as JSON, for a download by script. */
  export_receipts(): Promise<string>;
}
