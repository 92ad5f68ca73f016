/**
 * `window.countersign`, for the page's own scripts (formats.md section 9; `countersign.d.ts` is its public type). Absent: any way to accept.
 */
import { openPreferences } from "./act";
import { request } from "./ask";
import { subscribe } from "./announce";
import { choose } from "./choose";
import type { Countersign, CountersignCall } from "./countersign";
import { state } from "./gates";

/** The page's side of Countersign. */
export const api: Countersign = {
  open: openPreferences,
  state: () => state,
  refuseAll: () => choose("api-refuse", []),
  push([name, ...values]: CountersignCall) {
    if (api[name]) (api[name] as (...values: unknown[]) => void)(...values);
  },
  allows: (purpose) => state.open.includes(purpose),
  request,
  subscribe,
};
