/**
 * The later task of a choice: what need not be in the click's own frame. In: a function. Absent: any order among several.
 */

/** Calls back after the next frame is painted; a hidden page paints none. */
export function later(task: () => void): void {
  if (document.hidden) setTimeout(task);
  else requestAnimationFrame(() => setTimeout(task));
}
