/**
 * Who a name or an address belongs to. In: what was seen, the site's services, the catalogue. Out: findings. Absent: certainty about what
 * only the catalogue knows; that is a guess.
 */
import type { Finding, SeenKind } from "./report";
import type { Names } from "./seen";
import { tables } from "./tables";

/** The state and entries, and the database of receipts. */
const OURS = /^(cs|cs\..*|countersign)$/;

/** What stays of a host when its own labels go: the last two, or three where the end is like `com.my`. */
const siteOf = (host: string): string => host.split(".").slice(/\.[^.]{1,3}\.[a-z]{2}$/.test(host) ? -3 : -2).join(".");

/** Whether a stored name of a table covers a name; a cookie's name counts in web storage as well, as in clearing. */
function covers(line: string, kind: SeenKind, name: string): boolean {
  const [pattern = "", kept = "cookie"] = line.split(" ");
  const same = kept === kind || (kept === "cookie" && (kind === "local" || kind === "session"));
  return same && (pattern === name || (pattern.endsWith("*") && name.startsWith(pattern.slice(0, -1))));
}

/** Whether a host of a table, with its optional path, covers an address. */
function leads(entry: string, { host, hostname, pathname }: URL): boolean {
  const [name = "", ...path] = entry.split("/");
  const named = [host, hostname].some((one) => one === name || one.endsWith("." + name));
  return named && (pathname + "/").startsWith(["", ...path.filter((one) => one), ""].join("/"));
}

function judge(kind: SeenKind, name: string, fits: (hosts: string[], stored: string[]) => boolean): Finding {
  const own = tables.s.find(([, , hosts, stored]) => fits(hosts, stored));
  if (own) return { kind, name, vendor: own[1], purpose: own[0] };
  const known = tables.c.find(([, , , hosts, stored]) => fits(hosts, stored));
  if (!known) return { kind, name };
  return { kind, name, vendor: known[0] };
}

/** Everything that was seen, each name once. Of a host that is covered in part, the address that is not is the one that counts. */
export function findings(names: Names, addresses: Iterable<URL>): Finding[] {
  const found: Finding[] = [];
  for (const kind of ["cookie", "local", "session", "indexeddb", "cache"] as const)
    for (const name of names[kind]) if (name && !OURS.test(name)) found.push(judge(kind, name, (_, stored) => stored.some((line) => covers(line, kind, name))));
  const hosts = new Map<string, Finding>();
  for (const url of addresses) {
    const own = [location.host, ...tables.o.map((origin) => new URL(origin).host)];
    const same = siteOf(url.hostname) === siteOf(location.hostname) && url.port === location.port;
    const covered = judge("host", url.host, (entries) => entries.some((entry) => leads(entry, url)));
    if (!covered.purpose && (own.includes(url.host) || same)) continue;
    if (hosts.get(url.host)?.purpose !== undefined || !hosts.has(url.host)) hosts.set(url.host, covered);
  }
  return [...found, ...hosts.values()];
}
