/**
 * Gives names to what the loader hands over (`Handed` in `src/loader/host.ts`), which itself saves the bytes.
 */
import type { Countersign } from "../loader/countersign";
import type { GateHost, Handed } from "../loader/host";

/** The gate's share of the loader by names. */
export const named = ([, , trust, locale, , , choose, , openGate, now]: Handed): GateHost => ({
  trust,
  locale,
  choose,
  openGate,
  open: () => now()[0],
  preferences: () => (window.countersign as Countersign).open(),
});
