/**
 * The desk's module, fetched when a page of the desk with behavior is shown: gives each page what it needs of script. In: the room. Absent:
 * markup and words, which the build rendered, and consent rules.
 */
import { request, serve as serveAsk } from "./ask";
import { serve as servePermissions } from "./permissions";
import type { Room } from "./room";

export { request };

/** What each page needs, by its name up to the first hyphen. */
const PAGES: Record<string, (room: Room) => void> = { ask: serveAsk, permissions: servePermissions };

/** Binds the page that is shown. */
export const serve = (room: Room): void => PAGES[room.page.split("-")[0]!]?.(room);
