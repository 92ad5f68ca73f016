/**
 * One tab at a time by Web Locks. Where the browser has none, every tab gets the lock: the store's own check of the head must hold, and
 * a backend that gets a receipt twice answers the same.
 */

/** Takes a lock until the answer is called; undefined where another tab holds it and `wait` is false. */
export function lock(name: string, wait: boolean): Promise<(() => void) | undefined> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    const hold = (held: Lock | null): Promise<void> | undefined => {
      if (held) return new Promise((release) => resolve(release));
      resolve(undefined);
      return undefined;
    };
    navigator.locks.request(name, { ifAvailable: !wait }, hold).catch(() => resolve(() => {}));
  });
}
