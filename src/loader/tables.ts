/**
 * The tables that `countersign build` writes into the loader in place of the identifier `__CS_TABLES__` (formats.md section 10).
 * Absent here: any default. Without tables the loader stops at this line and every gate stays shut.
 */
import type { Tables } from "./host";

declare const __CS_TABLES__: Tables;

/** What Rust compiled for this site. */
export const tables = __CS_TABLES__;
