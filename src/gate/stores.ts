/**
 * Takes away what stands in web storage, IndexedDB and the Cache API. Absent: service workers, whose scope no vendor declares.
 */
import type { Due } from "./due";

/** Clears web storage; answers whether there was anything. A blocked store holds nothing. */
export function clearStores(due: Due): boolean {
  let found = false;
  for (const [kind, area] of [["local", "localStorage"], ["session", "sessionStorage"]] as const) {
    try {
      const store = window[area];
      for (const name of Object.keys(store).filter((one) => due(kind, one))) {
        store.removeItem(name);
        found = true;
      }
    } catch {
      // This one is blocked; the other may not be.
    }
  }
  return found;
}

/** Deletes a database. Where a connection is open the browser deletes it when that closes; `false` says so instead of waiting. */
const drop = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = () => resolve(true);
    request.onblocked = () => resolve(false);
  });

/** Clears databases; answers whether all are gone. Without a list of them, those are tried whose names are declared without a pattern. */
export async function clearDatabases(due: Due, declared: string[]): Promise<boolean> {
  const names = indexedDB.databases ? (await indexedDB.databases()).map(({ name }) => name || "") : declared.filter((name) => !name.endsWith("*"));
  const gone = await Promise.all(names.filter((name) => due("indexeddb", name)).map(drop));
  return gone.every((one) => one);
}

/** Clears caches. */
export async function clearCaches(due: Due): Promise<void> {
  for (const name of await caches.keys()) if (due("cache", name)) await caches.delete(name);
}
