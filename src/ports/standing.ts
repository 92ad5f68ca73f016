/**
 * Says in the preferences how things stand on this page: which switches are on, and the lines that hold now. In: layer 2 as the build
 * rendered it, all switches off and every line there. Absent: what follows from it; the loader has carried that out already.
 */
import { signalLetter } from "../loader/signal";
import { CHILD } from "./age";
import { AGAINST_TRACKING } from "./choose";
import { holding } from "./role";

/** What browsers call their signals, in every language. */
const NAMES: Record<string, string> = { d: "Do Not Track", g: "Global Privacy Control", b: "Global Privacy Control, Do Not Track" };

const switches = (root: ParentNode): HTMLInputElement[] => [...root.querySelectorAll<HTMLInputElement>("input[name=purpose]")];

/** The ids whose switches are on. */
export const on = (root: ParentNode): string[] => switches(root).flatMap((input) => (input.checked ? [input.value] : []));

/** The ids that "accept all" opens here: of switches that are shown and lead to no page of their own. */
export const offered = (root: ParentNode): string[] => switches(root).flatMap((input) => (input.dataset.csPage ? [] : [input.value]));

/** Puts the switches of these ids on and the others off. */
export const tick = (root: ParentNode, ids: readonly string[]): void => switches(root).forEach((input) => (input.checked = ids.includes(input.value)));

/** The switch against tracking and those of the purposes are never on together: whichever was turned on last stays. */
export function part(root: ParentNode, turned: HTMLInputElement): void {
  const against = ({ value }: HTMLInputElement): boolean => value === AGAINST_TRACKING;
  for (const input of switches(root)) if (turned.checked && against(input) !== against(turned)) input.checked = false;
}

/** Takes away every line that does not hold. */
export function keep(root: ParentNode, holds: string[]): void {
  for (const line of root.querySelectorAll<HTMLElement>("[data-cs-when]")) {
    if (!line.dataset.csWhen!.split(" ").some((when) => holds.includes(when))) line.remove();
  }
}

/** `side` is on which side of the age of consent the visitor is, `who` what they said they are, `by` whose word the stored state is; where no store took it, what is open can only be the visitor's choice, and a signal speaks first. */
export function stand(root: ParentNode, open: readonly string[], by: string, side: string, who: string): void {
  const sent = signalLetter !== "n";
  const bySignal = by === "s" || (!by && !open[0]);
  keep(root, [signalLetter, side, open[0] ? "open" : "", sent ? (bySignal ? "signal-counts" : "choice-counts") : "", ...holding(who, open)]);
  for (const hole of root.querySelectorAll("[data-cs-signal]")) hole.textContent = NAMES[signalLetter] || "";
  tick(root, by === "t" ? [AGAINST_TRACKING] : open);
  // A child may shut things alone, and open nothing.
  if (side === CHILD) for (const input of switches(root)) input.disabled = !input.checked && input.value !== AGAINST_TRACKING;
}
