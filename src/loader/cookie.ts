/**
 * The state cookie as text. In: a value, for writing. Out: what the browser holds, undefined where there is no such cookie or cookies
 * are blocked, and a text that says nothing where there are two. Absent: any meaning.
 */
import { tables } from "./tables";

/**
 * Reads the cookie `cs`, after writing it where a value is given. Where a cookie of the host and one of its domain meet, neither may speak
 * for the other.
 */
export function cookie(value?: string): string | undefined {
  try {
    if (value) {
      for (const form of tables.a) document.cookie = form.replace("$", value) + (location.protocol > "http:" ? "; Secure" : "");
      return;
    }
    const [, held, twice] = ("; " + document.cookie).split("; cs=");
    return held && (twice ? "-" : held.split(";")[0]);
  } catch {
    // A page in a sandbox has none.
  }
}
