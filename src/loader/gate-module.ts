/**
 * Fetches the gate's module, which holds what a page view without a choice and without a held embed never needs. Out: what refused
 * purposes left is cleared, if not now then on a later page view; held embeds have placeholders. Absent: any fetch on a page view that
 * has nothing to do.
 */
import { state } from "./gates";
import type { GateModule } from "./host";
import { report } from "./report";
import { base } from "./script-base";
import { storage } from "./storage";
import { tables } from "./tables";
import { handed } from "./widget";

let holds = false;

/** Has the module, which the browser keeps once it is here, do something. */
function gateModule(task: (module: GateModule) => unknown): void {
  import(`${base}gate.${tables.e}.js`).then(task).catch((cause) => report("CS-CLEAR", cause));
}

/** Clears what purposes that are not open left on this device. The mark stays until that is done, whatever comes between. */
export function clear(): void {
  storage("cs.clear", "1");
  clearDue();
}

/** Does what an earlier page view could not finish. */
export function clearDue(): void {
  if (storage("cs.clear")) gateModule((module) => module.clear(state.open));
}

/** Has embeds held from now on, where a shut gate is or holds one, once the page has loaded. */
export function holdLater(gate: HTMLElement): void {
  if (!holds && document.readyState === "complete" && /<(iframe|video|audio|embed|object)/.test(gate.outerHTML)) {
    holds = true;
    gateModule((module) => module.hold(handed));
  }
}
