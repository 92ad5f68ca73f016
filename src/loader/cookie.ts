/**
 * The state cookie as text. In: a value, for writing. Out: what the browser holds, undefined where there is no such cookie or cookies
 * are blocked. Absent: any meaning.
 */
import { tables } from "./tables";

/** Reads the cookie `cs`, after writing it where a value is given. */
export function cookie(value?: string): string | undefined {
  if (value) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `cs=${value}; Path=/; SameSite=Lax; Max-Age=${tables.t * 86400}${secure}`;
  }
  return (/(^| )cs=([^;]*)/.exec(document.cookie) || [])[2];
}
