/**
 * Stands in for `parts.ts` in the loader of a site that has no parts. Absent: everything.
 */

/** Starts nothing. */
export function startParts(): void {}

/** Tells nobody. */
export function tell(): void {}

/** Tells nobody. */
export function tellClosed(_before: readonly string[]): void {}
