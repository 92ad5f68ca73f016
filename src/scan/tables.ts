/**
 * The table that `countersign build` writes into the scan in place of the identifier `__CS_SCAN__` (formats.md section 10.3).
 */

/** What one service is known by: hosts with optional paths, and stored names as `StoredName::to_text` writes them. */
type Marks = [hosts: string[], stored: string[]];

/** What the scan knows. */
export interface ScanTables {
  /** Origins of the product's own files and receipts, where they are not this site's. */
  o: string[];
  /** Ids of the additional purposes. */
  p: string[];
  /** The site's services: purpose, name, hosts, stored names. */
  s: [purpose: string, name: string, ...Marks][];
  /** The whole catalogue: id, name, category, hosts, stored names. */
  c: [id: string, name: string, category: string, ...Marks][];
}

declare const __CS_SCAN__: ScanTables;

/** What Rust compiled. */
export const tables: ScanTables = __CS_SCAN__;
