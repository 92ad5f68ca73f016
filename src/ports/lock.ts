/**
 * One tab at a time by Web Locks. Where the browser has none, every tab gets the lock: the store's own check of the head must hold, and
 * a backend that gets a receipt twice answers the same. A page that is left keeps no lock and waits for none, because some browsers
 * freeze it with what it has, and every later page would wait for it.
 */

let left = false;

/** What ends each turn of this page, those that wait and the one that holds. */
const turns = new Set<() => void>();

addEventListener("pagehide", () => {
  left = true;
  for (const end of [...turns]) end();
});
addEventListener("pageshow", () => (left = false));

/** Takes the lock over all tabs, waiting for its turn, until the answer is called. */
export const lock = (): Promise<() => void> =>
  new Promise((resolve) => {
    const free = () => resolve(() => {});
    if (left || !navigator.locks) return free();
    const stop = new AbortController();
    let leave = (): void => stop.abort();
    const end = (): void => {
      turns.delete(end);
      leave();
    };
    turns.add(end);
    const hold = () =>
      new Promise<void>((release) => {
        leave = release;
        resolve(end);
      });
    navigator.locks.request("countersign", { signal: stop.signal }, hold).catch(() => {
      turns.delete(end);
      free();
    });
  });
