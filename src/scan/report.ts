/**
 * What a scan answers (`www/docs/gate.md`, "Scan"). Types only.
 */

/** What something that was seen is. */
export type SeenKind = "cookie" | "local" | "session" | "indexeddb" | "cache" | "host";

/** One thing that was seen on the page. */
export interface Finding {
  kind: SeenKind;
  /** The name of the cookie, key, database or cache, or the host. */
  name: string;
  /** The service of the site that declares it, or else the catalogue's guess. */
  vendor?: string;
  /** The purpose that covers it; absent where `site.toml` does not declare it. */
  purpose?: string;
  /** What to write, for what is not declared. */
  advice?: string;
}

/** The whole report. */
export interface ScanReport {
  /** What `site.toml` covers. */
  declared: Finding[];
  /** What it does not. */
  undeclared: Finding[];
  /** Lines for `site.toml` that would cover the rest; empty where nothing is missing. */
  toml: string;
}
