/**
 * Where the built files are served: the folder of this script, or `data-cs-base` where it stands inline.
 */

/** The element that this script came in. */
export const script = document.currentScript as HTMLScriptElement;

/** Absolute URL with a slash at its end. */
export const base = new URL(script.dataset.csBase || ".", script.src || (location as unknown as string)).href;
