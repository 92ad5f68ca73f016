/**
 * Which hosts automatic mode knows: the table that `countersign build` writes in place of the identifier `__CS_AUTO__` (formats.md
 * section 10). In: an address as a page writes it. Out: the purposes that must all be open before it is asked for. Absent: whether they
 * are open, which is `wall.ts`.
 */

/** The table of `crates/cli/src/dist/auto.rs`. */
interface AutoTable {
  /** Ids of all additional purposes, parted by spaces. */
  a: string;
  /** The domain that the site's hosts share; empty where `site.toml` names none. */
  d: string;
  /**
   * Host suffixes, each with an optional port and path, parted by spaces; by the purposes they need. Under the empty key stand hosts
   * that are always free, under `?` those of services that the site has not declared.
   */
  h: Record<string, string>;
}

declare const __CS_AUTO__: AutoTable;

const table = __CS_AUTO__;
const rules = new Map<string, [path: string, needed: string[]][]>();
/** What the site's own hosts end with; where no domain is named, the page's host without its `www.`. */
const site = "." + (table.d || location.hostname.replace(/^www\./, ""));
const own = [location.host];
let strangers = false;

/** Ids of a list; none in the empty text. */
const ids = (list: string): string[] => list.match(/\S+/g) || [];

/** Reads the table. `all` also holds hosts that it does not name; `script` is where the loader itself comes from. */
export function readTable(all: boolean, script: string): void {
  strangers = all;
  if (script) own.push(new URL(script).host);
  for (const needed of Object.keys(table.h)) {
    for (const rule of ids(table.h[needed]!)) {
      const [, host, path] = /([^/]*)\/?(.*)/.exec(rule)!;
      const listed = rules.get(host!) || [];
      rules.set(host!, [...listed, [path!, ids(needed)] as [string, string[]]].sort((a, b) => b[0].length - a[0].length));
    }
  }
}

/**
 * The purposes that an address needs: those of the most specific rule. Nothing where the address is free, as every address is that
 * fetches nothing (`data:`, `blob:`). The page's own host is free, unless a rule names a path of it.
 */
export function purposesOf(address: string): string[] | undefined {
  if (/^(data|blob):/.test(address)) return;
  let url: URL;
  try {
    url = new URL(address, document.baseURI);
  } catch {
    return;
  }
  if (!/^(http|ws)s?:$/.test(url.protocol)) return;
  const free = own.includes(url.host);
  const name = url.hostname.replace(/\.$/, "");
  for (let host = name; host; host = host.replace(/^[^.]*\.?/, "")) {
    for (const key of [`${host}:${url.port}`, host]) {
      for (const [path, needed] of rules.get(key) || []) {
        if (path ? (url.pathname + "/").startsWith(`/${path}/`) : !free) return needed;
      }
    }
  }
  if (strangers && !free && !("." + name).endsWith(site)) return ids(table.a || "?");
}
