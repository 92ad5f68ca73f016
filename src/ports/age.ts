/**
 * On which side of the age of consent the visitor is, where a site asks (formats.md section 6). In: an answer. Out: that answer while it
 * holds. Deliberately absent: an age, a date of birth, and any wait: nobody is asked here.
 */
import { storage } from "../loader/storage";

/** Who opens nothing alone. */
export const CHILD = "child";

/** Who decides alone. */
export const GROWN = "grown";

const KEY = "cs.age";

let said = "";

/** The answer that holds, after taking a new one; empty where there is none. It holds as long as a choice does, so many days. */
export function age(days: number, answer?: string): string {
  const today = ~~(Date.now() / 864e5);
  if (answer) storage(KEY, (said = `${answer}.${today + days}`));
  const [, side = "", until = 0] = /^(child|grown|guarded)\.(\d{1,9})$/.exec(storage(KEY) || said) || [];
  return +until > today ? side : "";
}
