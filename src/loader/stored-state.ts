/**
 * The stored choice: the cookie, and its mirror where the browser lost the cookie. Absent: the outcome, which is a table's matter.
 */
import { cookie } from "./cookie";
import { parseState, type State } from "./state";
import { storage } from "./storage";

/** The state that holds now. The mirror is asked only where there is no cookie, and then the cookie is set again. */
export function storedState(): State {
  const held = cookie();
  const value = held || storage("cs") || "";
  const state = parseState(value);
  if (!held && state.row) cookie(value);
  return state;
}
