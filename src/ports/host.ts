/**
 * What the widget's module makes of the loader: the host object of wasm (`Host` in `src/loader/host.ts`), and how its surfaces carry a
 * choice out. While the dialog is open the loader's surface stands aside; what replaces it meanwhile does so too.
 */
import { isOpen } from "./dialog";
import { entries, settle } from "./entries";
import type { Host, Loader, Pending } from "../loader/host";
import { storage } from "../loader/storage";
import { speaker } from "./speaker";
import { isVolatile } from "./storage";

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
  /** Notes for the loader whether sealed receipts wait for delivery; entries that wait to be sealed keep the sign. */
  waiting(yes: boolean): void;
  /** Fetches another of the widget's modules, by its name without digits. */
  module(name: string): Promise<any>;
}

/** Makes it. */
export function hosting(loader: Loader): Hosting {
  const { base, tables } = loader;
  let turns = 0;
  let last = "";
  const cover = (): void => {
    // The loader dims what leads to layer 2 until that comes.
    Object.assign(loader.now().surface.style, { display: isOpen() ? "none" : "", opacity: "" });
  };
  const waiting = (yes: boolean): void => void storage("cs.outbox", yes || entries(loader.unstored)[0] || storage("cs.desk") ? "1" : "");
  return {
    host: {
      base,
      locale: () => loader.locale(),
      notice: (tag) => tables.n[tag]!,
      pending: () => JSON.stringify(entries(loader.unstored)),
      settle(id) {
        if (isVolatile(id)) return;
        // Before an entry ends, so that a page which goes away in between leaves a sign that something waits.
        waiting(true);
        settle(id, loader.unstored);
      },
    },
    apply(state, entry) {
      const kept = loader.apply((last = state), entry);
      cover();
      return kept;
    },
    by: () => speaker(tables.k, last),
    surface(open) {
      if (open) turns++;
      cover();
      // A surface that waits for the first frame is not there yet.
      requestAnimationFrame(cover);
      const { surface } = loader.now();
      // The dialog cannot give focus back to what was hidden or replaced.
      if (!open && document.activeElement === document.body) (surface.querySelector<HTMLElement>("[data-cs=choose]") || surface).focus();
    },
    covered: isOpen,
    turns: () => turns,
    waiting,
    module: (name) => import(`${base}${name}.${tables.w}.js`),
  };
}
