/**
 * One tab at a time by Web Locks. Where the browser has none, every tab gets the lock: the store's own check of the head must hold, and
 * a backend that gets a receipt twice answers the same.
 */

/** Takes the lock over all tabs, waiting for its turn, until the answer is called. */
export const lock = (): Promise<() => void> =>
  new Promise((resolve) => {
    const free = () => resolve(() => {});
    if (!navigator.locks) free();
    else navigator.locks.request("countersign", () => new Promise<void>((release) => resolve(release))).catch(free);
  });
