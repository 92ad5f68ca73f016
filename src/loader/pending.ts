/**
 * Choices that are not yet sealed into receipts, each under its own key `cs.pending.<id>` (formats.md section 6), so that two tabs which
 * choose at once never write over each other. Absent: reading and sealing them, which is the widget's.
 */
import type { Pending } from "./host";
import { storage } from "./storage";

/** Entries that no store would take: they live for this page, so that a receipt can still be made and sent. */
export const unstored: Pending[] = [];

/** Writes an entry. */
export function keep(entry: Pending): void {
  if (!storage("cs.pending." + entry.id, JSON.stringify(entry))) unstored.push(entry);
}

/** Whether anything waits to be sealed or sent. */
export function waits(): boolean {
  try {
    return !!unstored[0] || Object.keys(localStorage).some((key) => /^cs\.(p|o)/.test(key));
  } catch {
    return false;
  }
}
