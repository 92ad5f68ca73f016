/**
 * Takes cookies away that script can reach (RFC 6265bis section 5.7): on the host and every parent domain, on `/` and every path above
 * the page. Absent: HttpOnly cookies, those of other sites, and those of paths that this page is not under; a browser shows none of them
 * to a script, so they are left to the server, or to a page on their path.
 */
import type { Due } from "./due";

interface StoredCookie {
  name: string;
  domain?: string | null;
  path?: string;
  partitioned?: boolean;
}

declare const cookieStore: { getAll(): Promise<StoredCookie[]>; delete(cookie: StoredCookie): Promise<void> };

/** The attribute for this host alone, then for each domain above it; browsers ignore those that are public suffixes. */
function domains(): string[] {
  const labels = location.hostname.split(".");
  return ["", ...labels.map((_, at) => "; Domain=" + labels.slice(at).join("."))];
}

/** Every path that a cookie of this page can have: the page's own and each one above it, with and without a slash at the end. */
function paths(): string[] {
  const found = ["/"];
  const { pathname } = location;
  for (let at = pathname.length; at > 0; at = pathname.lastIndexOf("/", at - 1)) found.push(pathname.slice(0, at), pathname.slice(0, at) + "/");
  return found;
}

/** Clears them; answers whether there were any. */
export function clearCookies(due: Due): boolean {
  const names = document.cookie.split("; ").map((pair) => pair.split("=")[0]!).filter((name) => due("cookie", name));
  // A secure page may take any cookie away with `Secure`, which `__Host-` and `__Secure-` names ask for; a partitioned one is another.
  const kinds = location.protocol === "https:" ? ["; Secure", "; Secure; Partitioned"] : [""];
  for (const name of new Set(names))
    for (const domain of domains())
      for (const path of paths()) for (const kind of kinds) document.cookie = `${name}=; Max-Age=0; Path=${path}${domain}${kind}`;
  return !!names[0];
}

/** Clears what the browser itself can tell of domain, path and partition. */
export async function clearJar(due: Due): Promise<void> {
  for (const { name, domain, path = "/", partitioned } of await cookieStore.getAll())
    if (due("cookie", name)) await cookieStore.delete({ name, path, ...(domain && { domain }), ...(partitioned && { partitioned }) });
}
