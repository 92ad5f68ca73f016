/**
 * Carries choices out, those made here and those that another tab, another subdomain or an earlier page view stored, in the one safe
 * order: close gates, write, hide, and then, after a click in a later task, open gates, change the surface and tell the page.
 * In: states and entries (formats.md sections 5 and 6). Out: whether the browser kept one. Absent: consent rules; what a stored state
 * leads to is looked up in the outcome table (formats.md section 5.1).
 */
import { announce } from "./announce";
import { ask } from "./ask";
import { choose } from "./choose";
import { cookie } from "./cookie";
import { clear } from "./gate-module";
import { openGates, openReady, state, take } from "./gates";
import type { Pending } from "./host";
import { later } from "./later";
import { keep } from "./pending";
import { purposes } from "./purposes";
import { signal } from "./signal";
import { parseState } from "./state";
import { storage } from "./storage";
import { show, surface } from "./surface";
import { tables } from "./tables";
import { sealLater } from "./widget";

/** Whether the last choice could be stored. */
export let kept = true;

/** The text that this page follows. */
let last = "";

/**
 * Opens what was taken, which comes first because it has to be fetched; then shows layer 1 or the button, and tells the page. What a change
 * leaves closed is cleared; the start of a page view names its own event.
 */
function settle(ask: boolean, start?: string): void {
  openGates();
  show(ask);
  announce(start);
  start || (purposes[state.open.length] && clear());
}

/** Carries a choice out. A crash before the write leaves the old choice with gates shut; one after it leaves the new choice stored. */
export function apply(value: string, entry: Pending): boolean {
  const [row, open] = parseState(value);
  if (!row) return false;
  take(open, true);
  cookie((last = value));
  // The cookie is read back only where it is the last hope: reading it waits for another process.
  kept = storage("cs", value) === value || cookie() === value;
  keep(entry);
  // The click's own frame only takes away what was shown: whatever follows asks for a layout.
  surface.style.opacity = "0";
  later(() => settle(false));
  sealLater();
  return kept;
}

/**
 * Follows what is stored, at the start or where it is new. The mirror counts only where there is no cookie, and brings it back. A start
 * with a cookie leaves web storage alone: the first read of it costs a return visit more than opening a gate does. A store that lost its
 * value ends no choice before the next page view.
 */
export function follow(start?: string): void {
  const held = cookie();
  const value = held || storage("cs") || "";
  if (!start && (!value || value === last)) return;
  const [row, open] = parseState((last = value));
  if (row && !held) cookie(value);
  const outcome = tables.q[row + signal];
  const ask = outcome === "a";
  take(ask ? [] : open, !ask);
  if (outcome === "r") choose("signal", []);
  settle(ask, start);
}

function again(): void {
  // The page's last gate has nothing after it that would tell of its end.
  openReady();
  follow();
}

/**
 * Listens for whatever may bring news. `document.open` takes these listeners away; to listen twice is to listen once.
 * Whoever listens for `storage` has the browser open the store, which costs a return visit more than everything else here: only where
 * cookies do not tell of themselves.
 */
export function listen(): void {
  const jar = window.cookieStore;
  if (jar) jar.onchange = again;
  for (const type of ["readystatechange", "pageshow", "visibilitychange", jar ? "" : "storage"]) addEventListener(type, again, true);
  addEventListener("focusin", ask, true);
}

/** Makes the mirror equal to the cookie. */
export function mirror(): void {
  if (parseState(last)[0]) storage("cs", last);
}
