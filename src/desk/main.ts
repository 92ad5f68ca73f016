/**
 * The desk's module, fetched when a page of the desk with behavior is shown: gives each page what it needs of script. In: the room. Absent:
 * markup and words, which the build rendered, and consent rules.
 */
import { storage } from "../loader/storage";
import { request, serve as serveAsk } from "./ask";
import { serve as servePermissions } from "./permissions";
import { tellAll, waits } from "./requests";
import { rights } from "./rights";
import type { Room } from "./room";
import { isUnseen, popUp, updates } from "./updates";

export { request };

/** What each page needs, by its name up to the first hyphen. */
const PAGES: Record<string, (room: Room) => void> = { ask: serveAsk, permissions: servePermissions, rights, updates };

/** Binds the page that is shown. */
export const serve = (room: Room): void => PAGES[room.page.split("-")[0]!]?.(room);

/** Goes on with what earlier pages left: words for the site, an update to show. The sign stays while something waits. */
export async function wake(room: Room): Promise<void> {
  await Promise.all([popUp(room), tellAll(() => {})]);
  if (!waits() && !isUnseen()) storage("cs.desk", "");
}
