/**
 * Takes away what closed purposes left on the device: cookies that script can reach, on the host and every parent domain, on `/` and
 * the current path, and both web storages. Names come from the table. Absent: HttpOnly and third-party cookies, which only their
 * servers can remove.
 */

/** Clears the listed names; a `*` at the end of a name matches any rest. */
export function clear(names: string[]): void {
  const listed = (name: string): boolean => names.some((one) => one === name || (one.endsWith("*") && name.startsWith(one.slice(0, -1))));
  try {
    for (const name of document.cookie.split(/=[^;]*;? ?/).filter(listed)) {
      for (const path of ["/", location.pathname]) {
        let domain = "." + location.hostname;
        do {
          domain = domain.replace(/^[^.]*\.?/, "");
          document.cookie = `${name}=; Max-Age=0; Path=${path}; Domain=${domain}`;
        } while (domain);
      }
    }
    for (const store of [localStorage, sessionStorage]) for (const name of Object.keys(store).filter(listed)) store.removeItem(name);
  } catch {
    // Blocked stores hold nothing that could be cleared.
  }
}
