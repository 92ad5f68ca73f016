/**
 * The page of updates: shows what changed since the version that the visitor chose for, and carries out what they answer to what is asked
 * again. In: the page as the build rendered it (`crates/views/src/updates.rs`), the note of the part `renew`. Out: a choice. Absent: the
 * rule of what is asked again, which the build compiled, and consent by closing: what is asked stays closed until it is accepted.
 */
import { storage } from "../loader/storage";
import { news, note } from "./news";
import type { Room } from "./room";

/** Binds the page. */
export function updates(room: Room): void {
  const { root, loader } = room;
  const sheet = root.querySelector<HTMLElement>("[part=sheet]")!;
  const found = news();
  // What has a consent of its own is opened on its own page alone.
  const { p, s = p } = loader.tables;
  const asked = (found?.ask || []).filter((id) => p.includes(id) && !loader.now().open.includes(id));

  // The piece of the version that the choice was made for; else of the one that was read last, or the newest.
  const pieces = [...sheet.querySelectorAll<HTMLElement>("[data-cs-since]")];
  const since = found?.since || storage("cs.seen");
  const mine = pieces.find(({ dataset }) => dataset.csSince === since) || pieces[0];
  pieces.forEach((piece) => piece === mine || piece.remove());
  const stands = sheet.querySelector<HTMLElement>("[data-cs-stands]")!;
  if (found) stands.textContent = stands.textContent!.replace("{version}", () => found.since);
  else stands.remove();
  for (const row of sheet.querySelectorAll<HTMLElement>("[data-cs-again]")) if (!asked.includes(row.dataset.csAgain!)) row.remove();
  if (!asked[0]) sheet.querySelectorAll("[data-cs-asked]").forEach((piece) => piece.remove());
  if (!asked.some((id) => s.includes(id))) sheet.querySelector("[data-cs-answer=accept]")?.remove();

  // It is read now; what is asked stays noted until it is answered.
  storage("cs.seen", sheet.dataset.csVersion);
  if (found) note(asked[0] ? { ...found, shown: true } : undefined);
  if (!asked[0]) undot();

  sheet.addEventListener("click", (event) => {
    const { csAnswer } = (event.target as Element).closest<HTMLElement>("[data-cs-answer]")?.dataset || {};
    const way = (event.target as Element).closest<HTMLElement>("[data-cs-page]");
    if (way) room.show(way.dataset.csPage!, way);
    if (!csAnswer) return;
    // Read anew: the visitor may have been on such a page in between.
    const { open } = loader.now();
    const after = p.filter((id) => open.includes(id) || (csAnswer === "accept" && asked.includes(id) && s.includes(id)));
    if (!room.choose("save", after, event)) return;
    note();
    room.close();
  });
}

/** Takes the quiet dot off the button. */
function undot(): void {
  const button = document.getElementById("countersign-button");
  if (!button?.dataset.csNews) return;
  delete button.dataset.csNews;
  button.removeAttribute("title");
  button.querySelector("span")?.remove();
}

/** Whether nobody is in the middle of something: no field has the focus, no dialog is open, and the page is seen. */
function isQuiet(): boolean {
  const at = document.activeElement as HTMLElement | null;
  return !document.hidden && !document.querySelector("dialog[open]") && !at?.matches("input,textarea,select,iframe") && !at?.isContentEditable;
}

/** How often it is looked whether the visitor has a moment, in milliseconds. */
const PAUSE_MS = 1_000;

/** Shows the page once by itself, when the visitor has a moment; it counts as shown only when it is. */
export async function popUp(room: Room): Promise<void> {
  while (isUnseen() && !isQuiet()) await new Promise((go) => setTimeout(go, PAUSE_MS));
  if (isUnseen()) await room.show("updates");
}

/** Whether something is noted that nobody was shown yet. */
export const isUnseen = (): boolean => news()?.shown === false;
