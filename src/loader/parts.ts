/**
 * Parts: pieces of script that `countersign build` puts into the loader's file and that run before anything else on the page, such as
 * the guards of automatic mode and the vendors' consent calls (formats.md section 10). In: what is open. Absent: any trust in a part;
 * one that fails is reported and stops nobody else.
 */
import { state } from "./gates";
import type { Part, Told } from "./host";
import { report } from "./report";
import { script } from "./script-base";
import { trust } from "./trust";
import { handed } from "./widget";

declare const __CS_PARTS__: Part[];

const told: (Told | void)[] = [];

function safely(run: () => void): void {
  try {
    run();
  } catch (cause) {
    report("CS-PART", cause);
  }
}

/** Starts every part. */
export function startParts(): void {
  for (const part of __CS_PARTS__) safely(() => told.push(part({ script, trust, report, handed })));
}

/** Tells every part which purposes may be open now, and whether the visitor or a signal has decided at all. */
export function tell(open = state.open): void {
  for (const one of told) safely(() => one && one(open, state.decided));
}

/** Tells them of what has just closed; `before` was open until now. */
export function tellClosed(before: readonly string[]): void {
  const kept = before.filter((id) => state.open.includes(id));
  if (kept.length < before.length) tell(kept);
}
