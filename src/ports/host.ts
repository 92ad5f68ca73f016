/**
 * What the widget's module makes of the loader: the host object of wasm (`Host` in `src/loader/host.ts`), and how its surfaces carry a
 * choice out. While the dialog is open the loader's surface stands aside; what replaces it meanwhile does so too.
 */
import { entries, settle } from "./entries";
import type { Host, Loader, Pending } from "../loader/host";
import { storage } from "../loader/storage";
import { speaker } from "./speaker";

/** The host, and the surfaces' side of the loader. */
export interface Hosting {
  host: Host;
  /** Carries a choice out (`Loader.apply`); whether it could be stored. */
  apply(state: string, entry: Pending): boolean;
  /** Whose word the stored state is: u, s or t; empty where none holds. */
  by(): string;
  /** Tells that a surface is open or closed: layer 1 and the button stand aside meanwhile. */
  surface(open: boolean): void;
  /** Whether the dialog covers the loader's surface. */
  covered(): boolean;
  /** How often it has come. */
  turns(): number;
}

/** Makes it. */
export function hosting(loader: Loader): Hosting {
  const { base, tables } = loader;
  let covered = false;
  let turns = 0;
  let last = "";
  const cover = (): void => {
    loader.now().surface.style.display = covered ? "none" : "";
  };
  return {
    host: {
      base,
      locale: () => loader.locale(),
      notice: (tag) => tables.n[tag]!,
      pending: () => JSON.stringify(entries(loader.unstored)),
      settle: (ids) => ids.forEach((id) => settle(id, loader.unstored)),
      waiting: (yes) => void storage("cs.outbox", yes || entries(loader.unstored)[0] ? "1" : ""),
    },
    apply(state, entry) {
      const kept = loader.apply((last = state), entry);
      cover();
      return kept;
    },
    by: () => speaker(tables.k, last),
    surface(open) {
      covered = open;
      if (open) turns++;
      cover();
      const { surface } = loader.now();
      // The dialog cannot give focus back to what was hidden or replaced.
      if (!open && document.activeElement === document.body) (surface.querySelector<HTMLElement>("[data-cs=choose]") || surface).focus();
    },
    covered: () => covered,
    turns: () => turns,
  };
}
