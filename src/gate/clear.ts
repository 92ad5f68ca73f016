/**
 * Takes away what closed purposes left on the device, and once more when the page goes: a script that was running when its purpose was
 * closed cannot be un-run, and may write again until then. In: the purposes that are open. Out: a cleared device, and where anything was
 * there, the mark that lets the next page view look again, when nothing of the purpose runs any more.
 */
import { storage } from "../loader/storage";
import { clearCookies, clearJar } from "./cookies";
import { dueWith, type Due } from "./due";
import { clearCaches, clearDatabases, clearStores } from "./stores";
import { tables } from "./tables";

/** The purposes that are open now; a later choice on this page changes them. */
let now: readonly string[] = [];
let found = false;
let watching = false;

/** What can be cleared while a page goes: nothing here waits. */
function sweep(due: Due): void {
  let there = clearStores(due);
  try {
    there = clearCookies(due) || there;
  } catch {
    // A page without an origin has no cookies.
  }
  found ||= there;
}

function again({ type }: Event): void {
  if (type !== "pagehide" && !document.hidden) return;
  sweep(dueWith(now));
  if (found) storage("cs.clear", "1");
}

function watch(): void {
  if (watching) return;
  watching = true;
  document.addEventListener("countersign:change", (event) => (now = (event as CustomEvent<{ open: readonly string[] }>).detail.open));
  document.addEventListener("visibilitychange", again);
  addEventListener("pagehide", again);
}

/** Clears what purposes outside the list left. A browser that lacks a store, or refuses it, has nothing there to clear. */
export async function clear(open: readonly string[]): Promise<void> {
  now = open;
  watch();
  const due = dueWith(open);
  sweep(due);
  const databases = Object.values(tables.names).flatMap((names) => names.indexeddb || []);
  const [, gone] = await Promise.all([
    clearJar(due).catch(() => {}),
    clearDatabases(due, databases).catch(() => true),
    clearCaches(due).catch(() => {}),
  ]);
  found ||= !gone;
}
