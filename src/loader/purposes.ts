/**
 * The additional purposes of this site, from the tables. Absent: core purposes, which no gate waits for.
 */
import { tables } from "./tables";

/** Ids in the order of the notice. */
export const purposes = tables.p;
