/**
 * Turns an expressed choice into a state and an entry, and has them carried out (formats.md sections 5 and 6). Absent: sealing.
 */
import { open } from "./gates";
import type { Pending } from "./host";
import { host } from "./make-host";
import { report } from "./report";
import { signalLetter } from "./signal";
import { today } from "./state";
import { root } from "./surface";
import { tables } from "./tables";

/**
 * Chooses exactly `list`. A script's event may refuse; where it would open anything it does nothing.
 * Without an event the browser's signal speaks (`signal`) or a page's script (`api-refuse`).
 */
export function choose(control: string, list: string[], event?: Event): void {
  const trusted = !!event && event.isTrusted;
  if (!trusted && list.some((id) => !open.includes(id))) return report("CS-UNTRUSTED");
  const alone = control === "signal";
  const locale = root.lang || host.locale();
  const entry: Pending = {
    // The File API ends every such address with a new UUID; crypto.randomUUID is missing in older web-views and on plain HTTP.
    id: URL.createObjectURL(new Blob()).slice(-36),
    at: new Date().toISOString(),
    control,
    layer: event ? 1 : 0,
    locale,
    notice: host.notice(locale),
    trusted,
    input: alone ? "none" : !trusted ? "script" : (event as UIEvent).detail ? "pointer" : "keyboard",
    signal: signalLetter,
    was: open,
    open: list,
  };
  host.apply(`1.${tables.k}.${today() + tables.t}.${signalLetter}${alone ? "s" : "u"}.${list.join("~")}`, JSON.stringify(entry));
}
