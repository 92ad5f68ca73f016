/**
 * Trusted Types: the policy `countersign`, so that the loader works where a page enforces them. What passes through is the site's own
 * tables and markup. Where the policy is not allowed, plain text is used, an enforcing page refuses it, and all stays shut.
 */

declare const trustedTypes: { createPolicy(name: string, rules: typeof trust): typeof trust };

const same = (text: string): string => text;

/** Makes text fit for the browser's injection sinks. */
export let trust = { createHTML: same, createScript: same, createScriptURL: same };

try {
  trust = trustedTypes.createPolicy("countersign", trust);
} catch {
  // No Trusted Types here, or not for us.
}
