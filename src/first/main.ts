/**
 * The position "dialog": while layer 1 asks, the page behind it is out of reach, as behind every dialog. A part of the loader
 * (formats.md section 10), in the files of sites that want it. In: the body's children. Out: `inert` on those that are not ours, taken
 * back with the question, whatever ended it; what comes nearest where the browser has no `inert` (Safari before 15.5, Firefox before 112).
 * Absent: any way to keep a visitor there: Escape ends the question too.
 */
import type { Part } from "../loader/host";

const first: Part = () => {
  const able = "inert" in document.documentElement;
  /** What is out of reach, and how it took pointers before. */
  const held = new Map<HTMLElement, string>();
  let asked: HTMLElement | null = null;
  const isOut = (other: HTMLElement): boolean => (able ? other.inert : other.hasAttribute("aria-hidden"));
  const put = (other: HTMLElement, out: boolean): void => {
    if (able) other.inert = out;
    else {
      other.style.pointerEvents = out ? "none" : held.get(other)!;
      out ? other.setAttribute("aria-hidden", "true") : other.removeAttribute("aria-hidden");
    }
  };
  const hold = (): void => {
    const now = document.getElementById("countersign");
    for (const other of now ? ([...document.body.children] as HTMLElement[]) : []) {
      // What the page itself holds back stays so when the question ends.
      if (!other.id.startsWith("countersign") && !held.has(other) && !isOut(other)) held.set(other, other.style.pointerEvents);
    }
    held.forEach((_, other) => put(other, !!now));
    if (!now) held.clear();
    else if (now !== asked) {
      now.setAttribute("aria-modal", "true");
      now.focus({ preventScroll: true });
    }
    asked = now;
  };
  const watch = (): void => {
    new MutationObserver(hold).observe(document.body, { childList: true });
    if (!able) document.addEventListener("focusin", ({ target }) => asked && !(target as Element).closest("[id^=countersign]") && asked.focus());
    hold();
  };
  // The part runs in the head, before there is a body.
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
};

export default first;
