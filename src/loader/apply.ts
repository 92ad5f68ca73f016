/**
 * Carries a choice out, in the one safe order: close gates, write, change the surface, and in a later task open gates and tell the page.
 * In: the new state and its entry as text (formats.md sections 5 and 6). Out: whether the browser kept it.
 */
import { announce } from "./announce";
import { cookie } from "./cookie";
import { openGates, take } from "./gates";
import { pending } from "./pending";
import { parseState } from "./state";
import { storage } from "./storage";
import { mode, root, show } from "./surface";
import { tables } from "./tables";

/** Carries it out. A crash before the write leaves the old choice with gates shut; one after it leaves the new choice stored. */
export function apply(value: string, entry: string): boolean {
  const state = parseState(value);
  if (!state.row) return false;
  take(state.open);
  const inCookie = cookie(value) === value;
  const kept = storage("cs", value) === value || inCookie;
  pending([...pending(), JSON.parse(entry)]);
  show("", !!mode, kept || !mode ? "" : tables.l[root.lang]!.e + " ");
  const finish = (): void => {
    openGates();
    announce("change");
  };
  // After the next frame is painted; a hidden page paints none.
  if (document.hidden) setTimeout(finish);
  else requestAnimationFrame(() => setTimeout(finish));
  return kept;
}
