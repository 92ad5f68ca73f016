/**
 * Takes away what a closed purpose left on the device: cookies that script can reach, on the host and every parent domain, on `/` and
 * the current path, and both web storages. Names come from the tables. Absent: HttpOnly and third-party cookies, which only their
 * servers can remove.
 */
import { storage } from "./storage";
import { tables } from "./tables";

const AREAS = ["localStorage", "sessionStorage"] as const;

function remove(name: string): void {
  for (const area of AREAS) storage(name, "", area);
  for (const path of ["/", location.pathname]) {
    let domain = "." + location.hostname;
    do {
      domain = domain.replace(/^[^.]*\.?/, "");
      document.cookie = `${name}=; Max-Age=0; Path=${path}; Domain=${domain}`;
    } while (domain);
  }
}

/** Clears the names of a purpose; a `*` at the end of a name matches any rest. */
export function clear(purpose: string): void {
  try {
    const present = [...document.cookie.split(/=[^;]*;? ?/), ...AREAS.flatMap((area) => Object.keys(window[area]))];
    for (const pattern of tables.x[purpose]!.split(" ")) {
      present.filter((name) => name === pattern || (/.\*$/.test(pattern) && name.startsWith(pattern.slice(0, -1)))).forEach(remove);
    }
  } catch {
    // Blocked stores hold nothing that could be cleared.
  }
}
