/**
 * What every family of consent calls shares: a part of the loader (formats.md section 10) that says first what holds before a choice,
 * then each change. In: for each consent type, the ids of the purposes that grant it. Absent: any decision of what grants what.
 */
import type { Part } from "../loader/host";

/** Runs something that a vendor's code may have made impossible; a failure is one console line and stops nobody. */
export type Safely = (run: () => void) => void;

/** Tells a vendor what is granted, type by type. */
export type Tell = (granted: boolean[]) => void;

/**
 * Makes a part. `start` gets what holds before a choice, says it to the vendor, and answers with what says the rest.
 * A vendor is told once where a choice is known, and again when a value changes: at once when it becomes denied.
 */
export const part = (grants: string[], start: (granted: boolean[], safely: Safely) => Tell): Part => ({ report }) => {
  const granted = (open: readonly string[]): boolean[] => grants.map((ids) => ids.split(" ").some((id) => id === "*" || open.includes(id)));
  const safely: Safely = (run) => {
    try {
      run();
    } catch (cause) {
      report("CS-CALLS", cause);
    }
  };
  const tell = start(granted([]), safely);
  let last = "";
  return (open, decided) => {
    const now = granted(open);
    const words = now.join();
    // Who was never told anything but the first word needs no second one while the visitor is asked.
    if (words === last || !(decided || last)) return;
    last = words;
    safely(() => tell(now));
  };
};
