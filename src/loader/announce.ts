/**
 * Tells the page what is open: DOM events on `document` (formats.md section 9). Absent: anything about the visitor.
 */
import type { CountersignState } from "./countersign";
import { state } from "./gates";

const CHANGE = "countersign:change";

/** Calls back now and after each change. Answers how to end that. */
export function subscribe(listener: (state: CountersignState) => void): () => void {
  const call = (): void => listener(state);
  document.addEventListener(CHANGE, call);
  call();
  return () => document.removeEventListener(CHANGE, call);
}

/** Dispatches `countersign:change`, or another event. */
export function announce(type?: string): void {
  document.dispatchEvent(new CustomEvent(type || CHANGE, { detail: state }));
}
