/**
 * What the loader and the widget know of each other: the tables that Rust compiled, the host object that the widget is booted with,
 * and the entries that pass between them. Types only; `www/docs/formats.md` sections 5, 6, 10 and 11 are the contract.
 */

/** One locale's part of the tables. */
export interface LocaleTable {
  /** Digest of the notice file; with the locale it names the file. */
  n: string;
  /** HTML of layer 1. */
  h: string;
  /** Accessible name of the small button. */
  b: string;
  /** The button's name when a signal refused, for the signals d, g and b. */
  g: [string, string, string];
  /** HTML of the plain chooser, for when the widget cannot start. */
  f: string;
  /** What is said when a choice could not be stored. */
  e: string;
}

/** The tables that `countersign build` writes into the loader. */
export interface Tables {
  /** Material fingerprint. */
  k: string;
  /** Days that a choice holds. */
  t: number;
  /** Ids of the additional purposes, parted by spaces. */
  p: string;
  /** The outcome table. */
  q: string;
  /** Digits in the names of the widget's files. */
  w: string;
  /** CSS of layer 1 and the button. */
  c: string;
  /** Cookie and storage names by purpose, parted by spaces. */
  x: Record<string, string>;
  /** Locales, the default first. */
  l: Record<string, LocaleTable>;
}

/** A choice that waits to be sealed (formats.md section 6). */
export interface Pending {
  id: string;
  at: string;
  control: string;
  layer: number;
  locale: string;
  notice: string;
  trusted: boolean;
  input: string;
  signal: string;
  was: string[];
  open: string[];
}

/** What the widget gets from the loader. Every member is safe to call at any time. */
export interface Host {
  /** Absolute URL of the folder of built files, with a slash at the end. */
  base: string;
  /** Digits in the names of the widget's files. */
  ui: string;
  /** Material fingerprint. */
  material: string;
  /** The browser's signal: n, d, g or b. */
  signal(): string;
  /** The locale in use. */
  locale(): string;
  /** Changes the locale, of layer 1 too. */
  setLocale(tag: string): void;
  /** Digest of the notice file of a locale. */
  notice(tag: string): string;
  /** Ids of the purposes that are open now. */
  open(): string[];
  /**
   * Carries a choice out: closes gates, writes state, entry and mirror, hides every surface of the loader, and in the next task opens
   * gates in document order. Answers whether the choice could be stored; if not, it holds for this page only.
   * `state` is the value of the state cookie, `entry` a pending entry as JSON.
   */
  apply(state: string, entry: string): boolean;
  /** The pending entries as JSON, an array. */
  pending(): string;
  /** Drops entries that are sealed, by their ids. */
  settle(ids: string[]): void;
  /** Remembers whether sealed receipts wait for delivery. */
  waiting(yes: boolean): void;
  /** Markup in the form that the page's Trusted Types ask for; the text itself elsewhere. */
  html(markup: string): unknown;
  /** Tells the loader that the widget has a surface open or has closed it: layer 1 and the button stand aside meanwhile. */
  surface(open: boolean): void;
}

/** What the widget module exports. */
export interface Widget {
  /** Starts wasm; the address of the `.wasm` file. */
  default(options: { module_or_path: string }): Promise<unknown>;
  /** Starts the widget: seals what is pending, sends what waits. */
  boot(host: Host): void;
  /** Opens layer 2. */
  open_preferences(): void;
  /** Opens layer 3, at an anchor or at the top. */
  open_policy(anchor: string): void;
  /** Seals and sends again; called when a new entry was written. */
  sync(): void;
  /** All receipts as JSON, for a download by script. */
  export_receipts(): Promise<string>;
}
