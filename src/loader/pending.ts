/**
 * Choices that are not yet sealed into receipts, each under its own key `cs.pending.<id>` (formats.md section 6), so that two tabs which
 * choose at once never write over each other. Absent: reading and sealing them, which is the widget's.
 */
import type { Pending } from "./host";
import { storage } from "./storage";

/** Entries that no store would take: they live for this page, so that a receipt can still be made and sent. */
export const unstored: Pending[] = [];

/** Writes an entry, and before it the sign that something waits, which the widget takes away when nothing does; it has the list of this page's. */
export function keep(entry: Pending, list = unstored): void {
  storage("cs.outbox", "1");
  if (!storage("cs.pending." + entry.id, JSON.stringify(entry))) list.push(entry);
}
