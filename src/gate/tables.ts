/**
 * The table that `countersign build` writes into the gate's module in place of the identifier `__CS_GATE__` (formats.md section 10.2).
 */

/** Where a name lives. */
export type Kind = "cookie" | "local" | "session" | "indexeddb" | "cache";

/** One locale's placeholders. */
export interface HeldText {
  /** HTML around the purposes, with `{purposes}` for their titles and `{texts}` for what is said of each. */
  f: string;
  /**
   * The additional purposes in notice order: id, title, HTML that says who would get what, and one member more where only the dialog opens
   * it. Titles are escaped.
   */
  p: [id: string, title: string, text: string, apart?: string][];
}

/** What the module knows of this site. */
export interface GateTables {
  /** Names by purpose and kind; the purpose with the empty id is always open. `*` at the end of a name matches any rest. */
  names: Record<string, Partial<Record<Kind, string[]>>>;
  /** CSS of placeholders. */
  c: string;
  /** Placeholders by locale tag. */
  l: Record<string, HeldText>;
}

declare const __CS_GATE__: GateTables;

/** What Rust compiled for this site. */
export const tables: GateTables = __CS_GATE__;
