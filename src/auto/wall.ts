/**
 * What is open now, for the guards. In: what the loader tells. Absent: any decision, and any memory of what was refused.
 */
import type { PartHost } from "../loader/host";
import { purposesOf } from "./table";

let open: readonly string[] = [];
let on = true;
const said = new Set<string>();

/** Whether a choice or a signal is known; until then a pixel is kept for later. */
export let decided = false;

/** The loader's side. */
export let host: PartHost;

/** Starts, with everything shut. */
export const connect = (loader: PartHost): void => void (host = loader);

/** Takes what is open. */
export function takeOpen(list: readonly string[], known: boolean): void {
  open = list;
  decided = known;
}

/** Ends guarding: nothing is shut any more. */
export const switchOff = (): void => void (on = false);

/** Whether one of these purposes is shut; says once for each host that a service is not declared. */
export function shut(needed: string[] | undefined, address: string): boolean {
  if (!on || !needed || needed.every((id) => open.includes(id))) return false;
  const name = address.replace(/^\w*:?\/\/([^/?#]*).*/s, "$1");
  if (needed.includes("?") && !said.has(name)) host.report("CS-UNDECLARED", said.add(name) && name);
  return true;
}

/** Whether a call to this address is refused. */
export const refused = (address: string): boolean => shut(purposesOf(address), address);
