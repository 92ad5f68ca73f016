/**
 * `window.countersign`, for the page's own scripts (formats.md section 9). Absent: any way to accept.
 */
import { openPreferences } from "./act";
import { summary } from "./announce";
import { choose } from "./choose";
import { open } from "./gates";

type Call = [name: "open" | "refuseAll" | "onChange", ...values: never[]];

/** The page's side of Countersign. */
export const api = {
  /** Opens the preferences. */
  open: openPreferences,
  /** Refuses everything; a script may do that. */
  refuseAll: (): void => choose("api-refuse", []),
  /** Whether a purpose is open. */
  allows: (purpose: string): boolean => open.includes(purpose),
  /** What is open, and the browser's signal. */
  state: summary,
  /** Calls back with the new state after each change. */
  onChange(listener: (state: unknown) => void): void {
    document.addEventListener("countersign:change", (event) => listener((event as CustomEvent).detail));
  },
  /** Makes a call that was written as a list, as before this script ran. */
  push([name, ...values]: Call): void {
    if (api[name]) (api[name] as (...values: never[]) => void)(...values);
  },
};
