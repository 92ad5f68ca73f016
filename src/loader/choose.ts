/**
 * Turns an expressed choice into a state and an entry, and has them carried out (formats.md sections 5 and 6). Absent: sealing.
 */
import { apply } from "./apply";
import { state } from "./gates";
import { newId } from "./id";
import { locale } from "./locale";
import { report } from "./report";
import { signalLetter } from "./signal";
import { shown } from "./surface";
import { tables } from "./tables";

/** When the last choice of this page was made: the next is later, whatever the clock says, so that their order is never in doubt. */
let last = 0;

/**
 * Chooses exactly `list`. A script's event may refuse; where it would open anything it does nothing.
 * Without an event the browser's signal speaks (`signal`) or a page's script (`api-refuse`).
 */
export function choose(control: string, list: string[], event: Partial<UIEvent> = {}): void {
  const { isTrusted: trusted = false, target, detail = 0 } = event;
  if (!trusted && list.some((id) => !state.open.includes(id))) return report("CS-UNTRUSTED");
  const bySignal = control === "signal";
  const expires = ~~(Date.now() / 864e5) + tables.t;
  const language = shown || locale();
  apply(`1.${tables.k}.${expires}.${signalLetter}${bySignal ? "s" : "u"}.${list.join("~")}`, {
    trusted,
    control,
    id: newId(),
    open: list,
    layer: +!!target,
    was: state.open,
    at: (last = Math.max(Date.now(), last + 1)),
    signal: signalLetter,
    notice: tables.n[language]!,
    detail,
    locale: language,
  });
}
