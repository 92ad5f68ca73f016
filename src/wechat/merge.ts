/**
 * How two answers about the same purposes become one: the stricter wins, purpose by purpose. In: what holds here and what was handed over.
 * Out: what holds then. Absent: any default: what is decided on neither side stays undecided.
 */

/** `true` agreed to, `false` refused, undefined not decided. */
export type Word = boolean | undefined;

/** What follows for each purpose. */
export interface Merged {
  /** What is open. */
  open: string[];
  /** What nobody has decided yet. */
  left: string[];
  /** What is new here. */
  learned: string[];
}

/** Joins both sides. */
export function merge(purposes: string[], here: (id: string) => Word, there: (id: string) => Word): Merged {
  const merged: Merged = { open: [], left: [], learned: [] };
  for (const id of purposes) {
    const [mine, theirs] = [here(id), there(id)];
    const word = mine === false || theirs === false ? false : mine || theirs;
    if (word) merged.open.push(id);
    if (word === undefined) merged.left.push(id);
    else if (word !== mine) merged.learned.push(id);
  }
  return merged;
}
