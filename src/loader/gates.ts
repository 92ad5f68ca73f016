/**
 * The wall: which purposes are open, and the gates of the page that follow them, in document order, now and as the page grows.
 * In: lists of purpose ids. Absent: any decision about the lists.
 */
import { openGate } from "./open-gate";
import { tell } from "parts";
import { report } from "./report";

/** Purposes that are open. */
export let open: string[] = [];

/** Whether the visitor or a signal decided. */
let decided = false;

const observer = new MutationObserver(openReady);

/**
 * Opens what may open. A gate with an unknown purpose stays shut, and one that fails does not keep the others shut. While the page
 * loads, only what has something after it is whole: the parser may still be inside a template.
 */
function openReady(): void {
  for (const gate of document.querySelectorAll<HTMLElement>("[data-cs-purpose]")) {
    const needed = gate.dataset.csPurpose!.split(" ");
    if (needed.every((id) => open.includes(id)) && (gate.nextSibling || document.readyState !== "loading")) {
      try {
        openGate(gate);
      } catch (cause) {
        report("CS-GATE", cause);
      }
    }
  }
}

/** Takes exactly this list as open and shuts the rest at once. Nothing opens before `openGates`. Answers whether anything was shut. */
export function take(list: string[], isDecided: boolean): boolean {
  const kept = open.filter((id) => list.includes(id));
  const shut = kept.length < open.length;
  observer.disconnect();
  open = list;
  decided = isDecided;
  if (shut) tell(kept, decided);
  return shut;
}

/** Opens the gates of the list that was taken, and those still to come. */
export function openGates(): void {
  tell(open, decided);
  if (open[0]) observer.observe(document, { childList: true, subtree: true });
  openReady();
}

// The page's last gate has nothing after it that would tell of its end.
document.addEventListener("readystatechange", openReady);
