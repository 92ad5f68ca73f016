/**
 * The object that the widget is booted with; `host.ts` is its contract.
 */
import { apply } from "./apply";
import { open } from "./gates";
import type { Host } from "./host";
import { locale } from "./locale";
import { pending } from "./pending";
import { base } from "./script-base";
import { signalLetter } from "./signal";
import { storage } from "./storage";
import { cover, mode, show } from "./surface";
import { tables } from "./tables";
import { trust } from "./trust";
import { sealLater } from "./widget";

/** The host of this page. */
export const host: Host = {
  base,
  ui: tables.w,
  material: tables.k,
  signal: () => signalLetter,
  locale: () => locale(),
  setLocale(tag) {
    locale(tag);
    show(mode, true);
  },
  notice: (tag) => tables.l[tag]!.n,
  open: () => open,
  apply(state, entry) {
    sealLater(host);
    return apply(state, entry);
  },
  pending: () => JSON.stringify(pending()),
  settle: (ids) => void pending(pending().filter((entry) => !ids.includes(entry.id))),
  waiting: (yes) => void storage("cs.outbox", yes ? "1" : ""),
  html: (markup) => trust.createHTML(markup),
  surface: cover,
};
