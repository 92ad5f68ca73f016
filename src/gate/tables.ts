/**
 * The table that `countersign build` writes into the gate's module in place of the identifier `__CS_GATE__` (formats.md section 10).
 */

/** What the module knows of this site. */
export interface GateTables {
  /** Cookie and storage names by purpose. */
  names: Record<string, string[]>;
}

declare const __CS_GATE__: GateTables;

/** What Rust compiled for this site. */
export const tables: GateTables = __CS_GATE__;
