/**
 * Choices that are not yet sealed into receipts, in `localStorage["cs.pending"]` (formats.md section 6). Absent: sealing.
 * Where storage is blocked they live for this page, so that a receipt can still be made and sent.
 */
import type { Pending } from "./host";
import { storage } from "./storage";

let unstored: string | undefined;

/** The list, after writing it where one is given. Text that is no list counts as an empty one. */
export function pending(list?: Pending[]): Pending[] {
  if (list) {
    const text = JSON.stringify(list);
    unstored = storage("cs.pending", text) ? "" : text;
  }
  try {
    return [...JSON.parse(unstored || (storage("cs.pending") as string))];
  } catch {
    return [];
  }
}
