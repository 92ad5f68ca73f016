/**
 * Turns an expressed choice into a state and an entry, and has them carried out (formats.md sections 5 and 6). Absent: sealing.
 */
import { open } from "./gates";
import type { Pending } from "./host";
import { locale } from "./locale";
import { host } from "./make-host";
import { report } from "./report";
import { signalLetter } from "./signal";
import { root } from "./surface";
import { tables } from "./tables";

/**
 * Chooses exactly `list`. A script's event may refuse; where it would open anything it does nothing.
 * Without an event the browser's signal speaks (`signal`) or a page's script (`api-refuse`).
 */
export function choose(control: string, list: string[], event: Partial<UIEvent> = {}): void {
  const { isTrusted: trusted = false, target, detail } = event;
  if (!trusted && list.some((id) => !open.includes(id))) return report("CS-UNTRUSTED");
  const by = control === "signal" ? "s" : "u";
  const shown = root.lang || locale();
  const entry: Pending = {
    // The File API ends every such address with a new UUID; crypto.randomUUID is missing in older web-views and on plain HTTP.
    id: URL.createObjectURL(new Blob()).slice(-36),
    at: new Date().toISOString(),
    control,
    layer: target ? 1 : 0,
    locale: shown,
    notice: tables.l[shown]!.n,
    trusted,
    input: trusted ? (detail ? "pointer" : "keyboard") : by === "s" ? "none" : "script",
    signal: signalLetter,
    was: open,
    open: list,
  };
  const expires = Math.floor(Date.now() / 864e5) + tables.t;
  host.apply(`1.${tables.k}.${expires}.${signalLetter}${by}.${list.join("~")}`, JSON.stringify(entry));
}
