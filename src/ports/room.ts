/**
 * What the desk's module may do, made of what the surfaces lend for what is shown now (`src/desk/room.ts`). In: a page's wishes. Out: statements
 * written down and sent on their way, choices handed to whoever carries them out. Absent: what is shown, which is for `surfaces.ts`.
 */
import type { Room } from "../desk/room";
import { keep } from "../loader/pending";
import type { Loader, Pending } from "../loader/host";
import { age } from "./age";
import { choiceFor, entryOf, type Sight } from "./choose";
import { isOpen, root } from "./dialog";
import { announce } from "./page";
import { role } from "./role";

/** What the surfaces lend. */
export interface Lent extends Pick<Room, "page" | "notice" | "desk" | "anew" | "back" | "close" | "dress" | "proceed" | "show"> {
  loader: Loader;
  /** Language and layer. */
  sight: Sight;
  /** Has what was written down sealed and sent. */
  sync(): void;
  /** Carries a choice out; nothing where something else is asked first. */
  carry(state: string, entry: Pending): Pending | undefined;
  /** Forgets what stood behind, because it was made for somebody else. */
  forget(): void;
}

/** The room. */
export const roomOf = ({ loader, sight, sync, carry, forget, ...lent }: Lent): Room => ({
  ...lent,
  get root() {
    return root;
  },
  locale: sight.locale,
  loader,
  say(control, statement, event) {
    const entry = { ...entryOf(loader, control, event, sight), ...statement };
    keep(entry, loader.unstored);
    sync();
    return entry;
  },
  choose(control, open, event, statement) {
    const [state, entry] = choiceFor(loader, control, open, event, sight) || [];
    return entry && carry(state!, { ...entry, ...statement });
  },
  age(answer) {
    if (answer) forget();
    return age(loader.tables.t, answer);
  },
  role(answer) {
    if (answer !== undefined) forget();
    return role(loader.tables.t, answer);
  },
  isOpen,
  announce,
});
