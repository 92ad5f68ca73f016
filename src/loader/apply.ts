/**
 * Carries a choice out, in the one safe order: close gates, write, change the surface, and in a later task open gates and tell the page.
 * In: the new state and its entry (formats.md sections 5 and 6). Out: whether the browser kept it.
 */
import { announce } from "./announce";
import { cookie } from "./cookie";
import { clear } from "./gate-module";
import { open, openGates, take } from "./gates";
import type { Pending } from "./host";
import { later } from "./later";
import { keep } from "./pending";
import { purposes } from "./purposes";
import { parseState } from "./state";
import { storage } from "./storage";
import { show } from "./surface";
import { sealLater } from "./widget";

/** Whether the last choice could be stored. */
export let kept = true;

/** Carries it out. A crash before the write leaves the old choice with gates shut; one after it leaves the new choice stored. */
export function apply(value: string, entry: Pending): boolean {
  const state = parseState(value);
  if (!state.row) return false;
  take(state.open, true);
  cookie(value);
  // The cookie is read back only where it is the last hope: reading it waits for another process.
  kept = storage("cs", value) === value || cookie() === value;
  keep(entry);
  show(false);
  later(() => {
    openGates();
    announce("change");
    if (purposes[open.length]) clear();
  });
  sealLater();
  return kept;
}
