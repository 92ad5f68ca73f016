/**
 * What the widget's Rust needs of the browser: storage, keys, network, locks. `src/platform/ports.rs` binds it. Every member
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
  /** A notice file by its digest, parsed; nothing where it does not come. */
  notice(tag: string, digest: string): Promise<unknown>;
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
  /** One console line. */
  warn(text: string): void;
}
