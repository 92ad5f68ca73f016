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
  subscribe,
  state: () => state,
  open: openPreferences,
  request,
  allows: (purpose) => state.open.includes(purpose),
  push([name, ...values]: CountersignCall) {
    if (api[name]) (api[name] as (...values: unknown[]) => void)(...values);
  },
  refuseAll: () => choose("api-refuse", []),
};
