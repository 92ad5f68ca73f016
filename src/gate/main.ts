/**
 * The gate's module: what a page view needs only after a choice or where an embed is held. In: what is open. Out: a device without what
 * closed purposes left on it, and placeholders for what is held. Absent: any decision about purposes.
 */
export { clear } from "./clear";
export { hold } from "./hold";
