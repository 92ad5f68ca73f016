/**
 * Timers by which a page gives something up, for tests that are not about giving up: on a busy machine they end before what they wait for.
 *
 * Enters: the times. Leaves: scripts that run before a page's own. Absent: clocks; what is measured and shown stays as it is.
 */

/** A script with which timers of some times take others, all in milliseconds. */
export const delayed = (times) =>
  `{ const native = window.setTimeout; window.setTimeout = (task, ms, ...rest) => native(task, (${JSON.stringify(times)})[ms] ?? ms, ...rest); }`;

/**
 * A page that waits a minute for the preferences and for the module of the receipts, and says a line for as long (`src/ports/main.ts`,
 * `src/ports/receipts.ts`, `src/ports/page.ts`).
 */
export const patient = delayed({ 4_000: 60_000, 8_000: 60_000 });
