/**
 * What a mini program wrote into the address of the page, the only way on which it reaches a page: a code for one use, and the id of a
 * request for an answer. In: fragment and query. Out: both, taken out of the address at once, so that no history, link or `Referer` has
 * them. Absent: any meaning, and any reading where no mini program shows the page.
 */
import { table } from "./table";

/** A code, and the id of a request; empty where there is none. */
export interface Brought {
  code: string;
  rid: string;
}

/** What a value has to look like. */
const WORD = /^[\w-]{1,64}$/;

/** Takes both out of the address; everything else in it stays as it was. */
export function bring(): Brought {
  const found: Brought = { code: "", rid: "" };
  const without = (list: string): string =>
    list
      .split("&")
      .filter((pair) => {
        const [name, value = ""] = pair.split("=");
        const member = name === table.c ? "code" : name === table.c + "-rid" ? "rid" : undefined;
        if (member && WORD.test(value)) found[member] = value;
        return !member;
      })
      .join("&");
  const { pathname, search, hash } = location;
  const [query, fragment] = [without(search.slice(1)), without(hash.slice(1))];
  if (query.length + fragment.length < search.slice(1).length + hash.slice(1).length) {
    history.replaceState(history.state, "", pathname + (query && "?" + query) + (fragment && "#" + fragment));
  }
  return found;
}
