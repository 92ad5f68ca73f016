/**
 * What the widget's module and the receipts' module know of each other. Types only; both are of one build, so nothing of it is kept.
 */

/** A stored receipt as far as this module names its members; formats.md section 6.1 is its form. */
export interface Row {
  id: string;
  seq: number;
  jws: string;
}

/** What the widget's module hands over. */
export interface Shelf {
  /** Absolute URL of the folder of built files, with a slash at the end. */
  base: string;
  /** Digits in the names of this module's files. */
  digits: string;
  /** The locale in use. */
  locale: string;
  /** Titles of the additional purposes by id, in that locale. */
  titles: Record<string, string>;
  /** Where receipts are posted; empty where they stay on the device, or a script of the page takes them. */
  endpoint: string;
  /** Markup in the form that the page's Trusted Types ask for. */
  html(markup: string): unknown;
  /** Every receipt of this browser in the order of the chain. */
  rows(): Promise<Row[]>;
  /** Fills the dialog, where the visitor still waits for it; its root, or nothing. */
  show(markup: string, label: string): ShadowRoot | undefined;
  /** Offers a file to the browser's downloads. */
  download(name: string, text: string): void;
}

/** What this module exports. */
export interface Receipts {
  /** Shows the receipts. Rejects where that fails, and has shown nothing then. */
  open(shelf: Shelf): Promise<void>;
}
