/**
 * Which cookies and stored things may go. In: the purposes that are open. Out: an answer for each kind and name. Absent: clearing.
 */
import { tables, type Kind } from "./tables";

/** Whether something with this name is to be cleared. */
export type Due = (kind: Kind, name: string) => boolean;

/** The state and entries, and the database of receipts: whatever a table says, they stay. */
const OURS = /^(cs|cs\..*|countersign)$/;

const fits = (name: string, patterns: string[] = []): boolean =>
  patterns.some((one) => one === name || (one.endsWith("*") && name.startsWith(one.slice(0, -1))));

/**
 * What is due while these purposes are open: what a closed purpose declares and no open one uses. Trackers keep copies of their cookies
 * in web storage, so a cookie's name counts there as well.
 */
export const dueWith =
  (open: readonly string[]): Due =>
  (kind, name) => {
    const kinds: Kind[] = kind === "local" || kind === "session" ? [kind, "cookie"] : [kind];
    const declared = Object.keys(tables.names).filter((id) => kinds.some((one) => fits(name, tables.names[id]![one])));
    return !OURS.test(name) && declared.length > 0 && !declared.some((id) => !id || open.includes(id));
  };
