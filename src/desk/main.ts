/**
 * The desk's module, fetched when a page of the desk with behavior is shown: gives each page what it needs of script. In: the room. Absent:
 * markup and words, which the build rendered, and consent rules.
 */
import type { Room } from "./room";

/** What each page needs, by its name up to the first hyphen. */
const PAGES: Record<string, (room: Room) => void> = {};

/** Binds the page that is shown. */
export const serve = (room: Room): void => PAGES[room.page.split("-")[0]!]?.(room);

/** Nobody is asked for what the site says nothing of. */
export const request = async (): Promise<undefined> => undefined;
