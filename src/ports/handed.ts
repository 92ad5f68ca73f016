/**
 * Gives names to what the loader hands over (`Handed` in `src/loader/host.ts`), which itself saves the bytes.
 */
import type { Handed, Loader } from "../loader/host";

/** The loader by names. */
export function named([base, tables, trust, locale, unstored, apply, choose, show, , now]: Handed): Loader {
  return {
    base,
    tables,
    trust,
    locale,
    unstored,
    apply,
    choose,
    show,
    now() {
      const [open, asking, surface, kept] = now();
      return { open, asking, surface, kept };
    },
  };
}
