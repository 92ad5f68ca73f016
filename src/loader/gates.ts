/**
 * The wall: which purposes are open, and the gates of the page that follow them, in document order, now and as the page grows.
 * In: lists of purpose ids. Absent: any decision about the lists, and shadow roots, which no observer of the document sees.
 */
import type { CountersignState } from "./countersign";
import { holdLater } from "./gate-module";
import { openGate } from "./open-gate";
import { tell, tellClosed } from "parts";
import { purposes } from "./purposes";
import { signalLetter } from "./signal";
import { restore } from "./surface";

const frozen = (open: readonly string[], decided: boolean): CountersignState => Object.freeze({ open: Object.freeze(open), signal: signalLetter, decided });

/** What is open, and whether the visitor or a signal decided: the same object until something changes. */
export let state = frozen([], false);

/** Purposes that were decided on and are not open. */
let refused: string[] = [];

/** Whether a list was taken and is not written yet. */
let waits = true;

/** Whether the parser has gone on behind a node; WebKit knows no last child while it parses. */
const whole = (node: Node | null): unknown => node && (node.nextSibling || whole(node.parentNode));

/** Selects gates. */
export const GATES = "[data-cs-purpose],[data-cs-refused]";

const observer = new MutationObserver(() => {
  openReady();
  restore();
});

/** Whether all of a gate's purposes are in a list; a gate without the attribute asks for none, and unknown and empty names are in no list. */
const all = (ids: string | undefined, list: readonly string[]): boolean => ids == null || ids.split(/\s+/).every((id) => list.includes(id));

/** Whether a gate with these attributes may open. */
export const mayOpen = (purpose?: string, refusal?: string): boolean => all(purpose, state.open) && all(refusal, refused);

/**
 * Opens what may open. One that fails does not keep the others shut. While the page loads, only what has something after it is whole:
 * the parser may still be inside a template.
 */
export function openReady(): void {
  if (waits) return;
  for (const gate of document.querySelectorAll<HTMLElement>(GATES)) {
    if (!mayOpen(gate.dataset.csPurpose, gate.dataset.csRefused)) holdLater(gate);
    else if (whole(gate) || document.readyState !== "loading") openGate(gate);
  }
}

/** Takes exactly this list as open and shuts the rest at once. Nothing opens before `openGates`. */
export function take(list: readonly string[], decided: boolean): void {
  const before = state.open;
  waits = true;
  state = frozen(list, decided);
  refused = decided ? purposes.filter((id) => !list.includes(id)) : [];
  tellClosed(before);
}

/** Opens the gates of the list that was taken, and those still to come. */
export function openGates(): void {
  tell();
  waits = false;
  observer.observe(document, { childList: true, subtree: true });
  openReady();
}
