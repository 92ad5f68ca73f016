/**
 * When the observer watches. While the page loads, because the parser makes elements; after that only once something is held, because held
 * elements may leave the page and come back, and copies of them may enter it. Watching costs a page something, resting nothing. Absent:
 * what is done with what it sees, which is `net.ts`.
 */
import { atUndo } from "./patch";
import { ATTRIBUTES } from "./names";

let observer: MutationObserver | undefined;
let resting = false;
let needed = false;

const observe = (page: Document, by: MutationObserver): void =>
  by.observe(page, { childList: true, subtree: true, attributeFilter: ATTRIBUTES });

/** Watches a document; the first one is the page itself. */
export function watch(page: Document, see: MutationCallback): void {
  const mine = new MutationObserver(see);
  observe(page, mine);
  atUndo(() => {
    mine.disconnect();
    observer = undefined;
  });
  if (page !== document) return;
  observer = mine;
  if (page.readyState === "complete") rest();
  else addEventListener("load", rest);
}

function rest(): void {
  if (needed || !observer) return;
  resting = true;
  observer.disconnect();
}

/** Watches from now on: something is held, or a parser is at work again. */
export function wake(): void {
  needed = true;
  if (resting && observer) observe(document, observer);
  resting = false;
}
