/**
 * Tells the page what is open: DOM events on `document` (formats.md section 9). Absent: anything about the visitor.
 */
import { open } from "./gates";
import { signalLetter } from "./signal";

/** What the events and `countersign.state()` say. */
export const summary = (): { open: string[]; signal: string } => ({ open: [...open], signal: signalLetter });

/** Dispatches `countersign:ready` or `countersign:change`. */
export function announce(type: string): void {
  document.dispatchEvent(new CustomEvent("countersign:" + type, { detail: summary() }));
}
