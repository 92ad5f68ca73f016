/**
 * Turns a control of the dialog into an entry, and a choice into a state as well (formats.md sections 5 and 6). As at the loader's surface a
 * control opens what it says, and what would open something needs a person's event. Absent: carrying it out, which is the loader's.
 */
import type { Loader, Pending } from "../loader/host";
import { newId } from "../loader/id";
import { signalLetter } from "../loader/signal";

/** The switch "Do not track me on this site" among the switches of purposes; no purpose can be called so. */
export const AGAINST_TRACKING = "do_not_track";

/** What is shown when a control is worked. */
export interface Sight {
  locale: string;
  layer: number;
}

/** When the last entry of this page was made: the next is later, whatever the clock says, so that their order is never in doubt. */
let last = 0;

/** An entry that leaves open what is open. */
export function entryOf({ tables, now }: Loader, control: string, event: UIEvent, { locale, layer }: Sight): Pending {
  const { isTrusted: trusted, detail } = event;
  const { open } = now();
  return {
    id: newId(),
    at: (last = Math.max(Date.now(), last + 1)),
    control,
    layer,
    locale,
    notice: tables.n[locale]!,
    trusted,
    detail,
    signal: signalLetter,
    was: open,
    open,
  };
}

/** What a control says: the purposes that are open after it, and whose word that is. */
type Said = [control: string, open: (on: string[], all: string[]) => string[]];

const SAYS: Record<string, Said> = {
  accept: ["accept-all", (_, all) => all],
  refuse: ["refuse-all", () => []],
  save: ["save", (on, all) => all.filter((id) => on.includes(id))],
  withdraw: ["withdraw-all", () => []],
  [AGAINST_TRACKING]: ["do-not-track", () => []],
};

/** The state and the entry of a choice after which exactly `open` is open; nothing where a script would open something. */
export function choiceFor(loader: Loader, control: string, open: string[], event: UIEvent, sight: Sight): [string, Pending] | undefined {
  const { k, t } = loader.tables;
  const entry = { ...entryOf(loader, control, event, sight), open };
  if (!entry.trusted && open.some((id) => !entry.was.includes(id))) return;
  return [`1.${k}.${~~(Date.now() / 864e5) + t}.${signalLetter}${control === "do-not-track" ? "t" : "u"}.${open.join("~")}`, entry];
}

/** The same for a control of the layers, which has these switches on and offers these; nothing where it is none of a choice. */
export function choiceOf(loader: Loader, hook: string, on: string[], offered: string[], event: UIEvent, sight: Sight): [string, Pending] | undefined {
  const [control, opens] = SAYS[hook === "save" && on.includes(AGAINST_TRACKING) ? AGAINST_TRACKING : hook] || [];
  // What is not shown, or has a consent of its own, is opened by nothing here, and closed by nobody who accepts.
  const { p } = loader.tables;
  const all = hook === "accept" ? p.filter((id) => offered.includes(id) || loader.now().open.includes(id)) : p;
  return control ? choiceFor(loader, control, opens!(on, all), event, sight) : undefined;
}
