/**
 * The host object of wasm (`Host` in `src/loader/host.ts`), made of what the loader hands over. While the dialog is open the loader's
 * surface stands aside; what replaces it meanwhile does so too.
 */
import { entries, settle } from "./entries";
import type { Host, Loader, Pending } from "../loader/host";
import { signalLetter } from "../loader/signal";
import { storage } from "../loader/storage";
import { speaker } from "./speaker";

/** The host, whether the dialog covers the loader's surface, and how often it has come. */
export interface Hosting {
  host: Host;
  covered(): boolean;
  turns(): number;
}

/** Makes it. */
export function hosting(loader: Loader, told: (entry: Pending) => void): Hosting {
  const { base, tables } = loader;
  let covered = false;
  let turns = 0;
  let last = "";
  const cover = (): void => {
    loader.now().surface.style.display = covered ? "none" : "";
  };
  const host: Host = {
    base,
    ui: tables.w,
    material: tables.k,
    signal: () => signalLetter,
    by: () => speaker(tables.k, last),
    locale: () => loader.locale(),
    setLocale(tag) {
      loader.show(loader.now().asking, tag);
      cover();
    },
    notice: (tag) => tables.n[tag]!,
    open: () => loader.now().open,
    apply(state, text) {
      const entry: Pending = JSON.parse(text);
      // Wasm itself says what became of its own choices.
      told(entry);
      last = state;
      const kept = loader.apply(state, entry);
      cover();
      return kept;
    },
    pending: () => JSON.stringify(entries(loader.unstored)),
    settle: (ids) => ids.forEach((id) => settle(id, loader.unstored)),
    waiting: (yes) => void storage("cs.outbox", yes || entries(loader.unstored)[0] ? "1" : ""),
    html: (markup) => loader.trust.createHTML(markup),
    surface(open) {
      covered = open;
      if (open) turns++;
      cover();
      const { surface } = loader.now();
      // The dialog cannot give focus back to what was hidden or replaced.
      if (!open && document.activeElement === document.body) (surface.querySelector<HTMLElement>("[data-cs=choose]") || surface).focus();
    },
  };
  return { host, covered: () => covered, turns: () => turns };
}
