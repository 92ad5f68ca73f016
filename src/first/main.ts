/**
 * The position "dialog": while layer 1 asks, the page behind it is out of reach, as behind every dialog. A part of the loader
 * (formats.md section 10), in the files of sites that want it. In: the body's children. Out: `inert` on those that are not ours, taken
 * back with the question, whatever ended it. Absent: any way to keep a visitor there: Escape ends the question too.
 */
import type { Part } from "../loader/host";

const first: Part = () => {
  const held = new Set<HTMLElement>();
  let asked: HTMLElement | null = null;
  const hold = (): void => {
    const now = document.getElementById("countersign");
    for (const other of now ? ([...document.body.children] as HTMLElement[]) : []) {
      // What the page itself holds back stays so when the question ends.
      if (!other.id.startsWith("countersign") && !other.inert) held.add(other);
    }
    held.forEach((other) => (other.inert = !!now));
    if (!now) held.clear();
    else if (now !== asked) {
      now.setAttribute("aria-modal", "true");
      now.focus({ preventScroll: true });
    }
    asked = now;
  };
  const watch = (): void => {
    new MutationObserver(hold).observe(document.body, { childList: true });
    hold();
  };
  // The part runs in the head, before there is a body.
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
};

export default first;
