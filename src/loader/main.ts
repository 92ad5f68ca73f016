/**
 * The loader: keeps optional content shut, shows layer 1 or the small button, carries choices out before any wasm is there.
 * In: the tables that Rust compiled, the stored state, the browser's signal. Absent: consent rules; what a page view starts with is
 * looked up in the outcome table (formats.md section 5.1). Whatever fails here leaves every gate shut.
 */
import { announce } from "./announce";
import { api } from "./api";
import { choose } from "./choose";
import { clear, clearDue } from "./gate-module";
import { openGates, take } from "./gates";
import { startParts } from "parts";
import { report } from "./report";
import { signal } from "./signal";
import { storedState } from "./stored-state";
import { dress } from "./style";
import { show } from "./surface";
import { tables } from "./tables";
import { sealLater } from "./widget";

type Page = { countersign?: typeof api | Parameters<typeof api.push>[0][] };

/** Looks up what the stored state and the signal lead to, and does it; again when another tab or the way back brings a new state. */
function follow(event: string): void {
  const state = storedState();
  const outcome = tables.q[state.row + signal];
  const shut = take(outcome === "a" ? [] : state.open, outcome !== "a");
  if (outcome === "r") choose("signal", []);
  else {
    openGates();
    show(outcome === "a");
    if (shut) clear();
  }
  announce(event);
}

function again(event: Partial<PageTransitionEvent & StorageEvent>): void {
  if (event.persisted || (event.newValue && event.key === "cs")) follow("change");
}

function start(): void {
  dress();
  follow("ready");
  addEventListener("storage", again);
  addEventListener("pageshow", again);
  sealLater();
  clearDue();
}

try {
  const page = window as Page;
  const queue = page.countersign || [];
  if (Array.isArray(queue)) {
    page.countersign = api;
    startParts();
    if ((document as { prerendering?: boolean }).prerendering) document.addEventListener("prerenderingchange", start);
    else start();
    queue.forEach(api.push);
  }
} catch (cause) {
  report("CS-START", cause);
}
