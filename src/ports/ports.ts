/**
 * What the widget's Rust needs of the browser: storage, keys, network, locks, the dialog. `src/platform/ports.rs` binds it. Every member
 * is safe to call: a refusal of the browser is a value, never a rejected promise. Decisions are absent; Rust takes them.
 */

/** The signing key in use. */
export interface Signer {
  /** Public coordinates, base64url; empty where there is no key. */
  x: string;
  y: string;
  /** device, session or server (formats.md section 7). */
  assurance: string;
}

/** A stored receipt; `crates/core/src/wire/row.rs` is its form. */
export interface Row {
  id: string;
  seq: number;
  jws: string;
}

/** What a backend answered; status 0 where nothing came. */
export interface Answer {
  status: number;
  /** Seconds, where the backend named a number or a date. */
  retryAfter?: number;
  countersignature?: string;
}

/** The ports. */
export interface Ports {
  /** Cryptographic randomness. */
  random(length: number): Uint8Array;
  /** The visitor's clock, milliseconds since 1970. */
  now(): number;
  /** The page's origin. */
  origin: string;
  /** The text of a file of the build. */
  file(url: string): Promise<string | undefined>;
  /** Parses JSON; undefined where it is none. */
  parse(text: string): unknown;
  /** The signing key, kept or made. */
  signer(): Promise<Signer>;
  /** An ES256 signature: 64 bytes. */
  sign(text: string): Promise<Uint8Array | undefined>;
  /** The head of the chain. */
  head(): Promise<string | undefined>;
  /** Adds a receipt and moves the head from `before`, at once or not at all. */
  append(row: string, before: string | undefined, after: string): Promise<boolean>;
  /** Writes a row that changed. */
  update(row: string): Promise<boolean>;
  /** Every receipt in the order of the chain. */
  rows(): Promise<Row[]>;
  /** Sends one event. */
  post(endpoint: string, id: string, event: string): Promise<Answer>;
  /** Takes the lock over all tabs, waiting for its turn; the answer gives it back. */
  lock(): Promise<() => void>;
  /** Asks for another turn of sealing and sending. */
  later(ms: number): void;
  /** Fills the dialog and shows it. */
  show(markup: unknown, css: string, locale: string, label: string, anchor: string): void;
  /** Closes the dialog. */
  hide(): void;
  /** Puts switches on and the others off. */
  tick(on: string[]): void;
  /** Says one line inside the open dialog; where none is open, goes to the page that was asked for. */
  lack(text: string, page: string): void;
  /** Says one line to everybody. */
  announce(text: string): void;
  /** One console line. */
  warn(text: string): void;
}

/** What the dialog asks for. The receipts and the download are the ports' own; the rest is the wasm module's. */
export interface Actions {
  /** A surface was asked for: preferences, policy or receipts. */
  open(surface: string, anchor: string): void;
  /** A control was worked. */
  act(control: string, on: string[], input: string, trusted: boolean): void;
  /** The dialog was closed by button, Escape or a click beside. */
  close(): void;
  /** Another language was chosen. */
  change_locale(tag: string, on: string[]): void;
  /** A download of all receipts was asked for. */
  download(): void;
  /** Seals and sends again. */
  sync(): void;
}
