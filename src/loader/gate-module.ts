/**
 * Fetches the gate's module, which holds what a page view without a choice and without a held embed never needs. Out: what refused
 * purposes left is cleared, if not now then on a later page view. Absent: any fetch on a return visit that has nothing to do.
 */
import { open } from "./gates";
import type { GateModule } from "./host";
import { report } from "./report";
import { base } from "./script-base";
import { storage } from "./storage";
import { tables } from "./tables";

/** Fetches the module, or rejects; the browser keeps it once it is here. */
const gateModule = (): Promise<GateModule> => import(`${base}gate.${tables.e}.js`);

/** Clears what purposes that are not open left on this device. The mark stays until that is done, whatever comes between. */
export function clear(): void {
  storage("cs.clear", "1");
  clearDue(true);
}

/** Does what an earlier page view could not finish. */
export function clearDue(due: unknown = storage("cs.clear")): void {
  if (due)
    gateModule()
      .then((module) => module.clear(open))
      .then(() => storage("cs.clear", ""))
      .catch((cause) => report("CS-CLEAR", cause));
}
