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
  /** The key before, where one took over from it. */
  old?: { x: string; y: string };
}

/** A stored receipt; formats.md section 6.1 is its form. */
export interface Row {
  id: string;
  seq: number;
  at: string;
  kind: string;
  /** Ids of the purposes that were open after it. */
  open: string[];
  sub: string;
  jws: string;
  posting: string;
  posts: Post[];
  countersignature?: string;
  /** A tlog-proof. */
  proof?: string;
}

/** Where a receipt stands with one backend. */
export interface Post {
  to: string;
  posting: string;
  tries: number;
  next_at_ms: number;
}

/** What a backend answered; status 0 where nothing came. */
export interface Answer {
  status: number;
  /** Seconds, where the backend named a number or a date; else 0. */
  retryAfter: number;
  countersignature?: string;
  /** A tlog-proof. */
  proof?: string;
}

/** How a backend wants its receipts, where that is not one CloudEvent (formats.md section 8). */
export interface How {
  format?: "jose" | "text" | "form";
  fields?: Record<string, string>;
  headers?: Record<string, string>;
  token?: string;
}

/** The file that sends in such forms (`src/send/main.ts`). */
export interface Sender {
  put(to: string, how: How, row: Row, event: string, keepalive: boolean): Promise<Answer>;
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
  /** An ES256 signature, 64 bytes, by the key in use or by the one before it. */
  sign(text: string, old: boolean): Promise<Uint8Array | undefined>;
  /** The head of the chain. */
  head(): Promise<string | undefined>;
  /** Adds a receipt and moves the head from `before`, at once or not at all; whether a receipt with its id is there now. */
  append(jws: string, seq: number, before: string | undefined, after: string): Promise<boolean>;
  /** Everything that can be sealed is. */
  sealed(): void;
}
