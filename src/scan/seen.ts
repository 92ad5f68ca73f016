/**
 * What can be seen on a page: names in every store, and addresses that it asked for or names. In: the page. Out: names by kind, and URLs.
 * Absent: HttpOnly cookies, cookies of other sites, what frames of other origins do, and anything of browser extensions, whose addresses
 * have schemes of their own.
 */
import type { SeenKind } from "./report";

/** Names by kind. */
export type Names = Record<Exclude<SeenKind, "host">, Set<string>>;

const ADDRESSED = "script[src],img[src],iframe[src],frame[src],embed[src],video[src],audio[src],source[src],track[src],input[src],object[data],video[poster],link[href]";

/** An address of the web, without those that a browser or its extensions made. */
function webAddress(text: string | null): URL | undefined {
  try {
    const url = new URL(text!, document.baseURI);
    return /^(https?|wss?):$/.test(url.protocol) ? url : undefined;
  } catch {
    return;
  }
}

/** Collects from now on; `addresses` and `names` fill while the page runs. */
export function watch(): { names: Names; addresses: Map<string, URL>; look(): Promise<void> } {
  const names: Names = { cookie: new Set(), local: new Set(), session: new Set(), indexeddb: new Set(), cache: new Set() };
  const addresses = new Map<string, URL>();
  const add = (text: string | null): void => {
    const url = webAddress(text);
    if (url) addresses.set(url.host + url.pathname, url);
  };
  const cookies = (list: { name?: string }[]): void => list.forEach(({ name }) => name && names.cookie.add(name));

  try {
    const observer = new PerformanceObserver((list) => (list.getEntries() as (PerformanceEntry & { initiatorUrl?: string })[]).forEach((entry) => {
      if (!entry.initiatorUrl || webAddress(entry.initiatorUrl)) add(entry.name);
    }));
    observer.observe({ type: "resource", buffered: true });
  } catch {
    // Without resource timing the page's elements remain.
  }
  const store = (window as { cookieStore?: EventTarget }).cookieStore;
  store?.addEventListener("change", (event) => cookies((event as Event & { changed: { name?: string }[] }).changed));

  /** Looks at what stands there now. A store that is missing or blocked holds nothing. */
  async function look(): Promise<void> {
    const tried: (() => unknown)[] = [
      () => cookies(document.cookie.split("; ").map((pair) => ({ name: pair.split("=")[0] }))),
      () => Object.keys(localStorage).forEach((name) => names.local.add(name)),
      () => Object.keys(sessionStorage).forEach((name) => names.session.add(name)),
      async () => (await indexedDB.databases()).forEach(({ name }) => name && names.indexeddb.add(name)),
      async () => (await caches.keys()).forEach((name) => names.cache.add(name)),
      () => {
        for (const one of document.querySelectorAll(ADDRESSED)) {
          const link = one.localName === "link";
          if (link && !/stylesheet|icon|preload|prefetch|preconnect|manifest/.test((one as HTMLLinkElement).rel)) continue;
          for (const name of link ? ["href"] : ["src", "data", "poster"]) if (one.hasAttribute(name)) add(one.getAttribute(name));
        }
        for (const one of document.querySelectorAll("[srcset]")) one.getAttribute("srcset")!.split(/,\s+/).forEach((part) => add(part.trim().split(/\s/)[0]!));
      },
    ];
    for (const one of tried) {
      try {
        await one();
      } catch {
        // This one is closed to scripts.
      }
    }
  }
  return { names, addresses, look };
}
