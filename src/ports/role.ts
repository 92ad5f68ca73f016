/**
 * Who the visitor said they are, where a site has groups of people or other policies (formats.md section 6). In: an answer. Out: that answer
 * while it holds: `r:` and a role, `x:` and what another policy covers. Deliberately absent: guesses, and any receipt of it.
 */
import { storage } from "../loader/storage";

const KEY = "cs.role";

let said = "";

/** The answer that holds, after taking a new one; empty where there is none. It holds as long as a choice does, so many days. */
export function role(days: number, answer?: string): string {
  const today = ~~(Date.now() / 864e5);
  if (answer !== undefined) storage(KEY, (said = answer && `${answer}.${today + days}`));
  const [, who = "", until = 0] = /^([rx]:[a-z0-9-]{1,32})\.(\d{1,9})$/.exec(storage(KEY) || said) || [];
  return +until > today ? who : "";
}

/** Whether another policy applies: then nothing opens under this one. */
export const isElsewhere = (who: string): boolean => who[0] === "x";

/** The conditions of `data-cs-when` that hold for somebody of this answer with these purposes open: what is open can always be closed. */
export const holding = (who: string, open: readonly string[] = []): string[] =>
  [who || "all", open[0] || !isElsewhere(who) ? "here" : "", ...open.map((id) => "open:" + id)].filter(Boolean);
