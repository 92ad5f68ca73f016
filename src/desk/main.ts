/**
 * The desk's module, fetched when a page of the desk with behavior is shown: gives each page what it needs of script. In: the room. Absent:
 * markup and words, which the build rendered, and consent rules.
 */
import { storage } from "../loader/storage";
import { age, guardian, requestAge } from "./age";
import { channels } from "./channels";
import { embed, NAME } from "./embed";
import { request as requestField, serve as serveAsk } from "./ask";
import { serve as servePermissions } from "./permissions";
import { tellAll, waits } from "./requests";
import { rights } from "./rights";
import type { DeskModule, Room } from "./room";
import { scope } from "./scope";
import { separate } from "./separate";
import { isUnseen, popUp, updates } from "./updates";

/** Asks what a field or a permission is for, or whether the visitor is of age; or fills the switches of channels that the page embeds. */
export const request: DeskModule["request"] = async (room, field) => {
  if (field === "channels" && document.querySelector(NAME) && embed(room)) return;
  return field === "age" && room.desk.pages.age ? requestAge(room) : requestField(room, field);
};

/** What each page needs, by its name up to the first hyphen. */
const PAGES: Record<string, (room: Room) => void> = { age, ask: serveAsk, channels, guardian, permissions: servePermissions, rights, scope, separate, updates };

/** Binds the page that is shown. */
export const serve = (room: Room): void => PAGES[room.page.split("-")[0]!]?.(room);

/** Goes on with what earlier pages left: words for the site, an update to show. The sign stays while something waits. */
export async function wake(room: Room): Promise<void> {
  await Promise.all([popUp(room), tellAll(() => {})]);
  if (!waits() && !isUnseen()) storage("cs.desk", "");
}
