/**
 * The state cookie's value, read strictly (formats.md section 5). In: its text. Out: a state that speaks for this notice today, or
 * none. Absent: any repair of a value that does not fit, which counts as no state.
 */
import { purposes } from "./purposes";
import { tables } from "./tables";

/**
 * A stored choice that holds, or none: where its row of the outcome table begins (formats.md section 5.1), 0 where there is none, and the
 * open purposes.
 */
export type State = [row: number, open: string[]];

/** What a signal alone or the visitor's switch decided can have nothing open. */
const FORM = /^1\.([\w-]{8})\.(\d{1,9})\.([ndgb])(u|[st](?=\.$))\.(.*)$/;

/** Reads a value. */
export function parseState(value: string): State {
  const [, material, expires, signal, by, listed = ""] = FORM.exec(value) || [];
  const open = purposes.filter((id) => listed.split("~").includes(id));
  // The switch speaks for every notice.
  if ((material !== tables.k && by !== "t") || open.join("~") !== listed || +expires! * 864e5 <= Date.now()) return [0, []];
  return [4 + 16 * (by === "s" ? 2 : open[0] ? 0 : 1) + 4 * "ndgb".indexOf(signal!), open];
}
