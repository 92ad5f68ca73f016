/**
 * The page of a purpose with a consent of its own: carries the answer out at once, with a receipt that names this purpose alone, and goes back
 * to the preferences, where its switch says what was answered, or closes the dialog where a script had asked. In: the page as the build rendered it. Absent: consent rules; what each answer
 * says stands in its button.
 */
import { part } from "../ports/standing";
import type { Room } from "./room";

/** Binds both answers. */
export function separate(room: Room): void {
  const id = room.page.slice("separate-".length);
  const { p } = room.loader.tables;
  const answer = (control: HTMLElement, event: MouseEvent): void => {
    const { csSeparate, csSay: say, csDone = "" } = control.dataset;
    const statement = { kind: "choice", say };
    const { open } = room.loader.now();
    const given = csSeparate === "given";
    if (!given) room.say("separate", statement, event);
    else if (!room.choose("separate", p.filter((one) => one === id || open.includes(one)), event, statement)) return;
    room.back();
    if (!room.isOpen()) return room.announce(csDone);
    const field = room.root.querySelector<HTMLInputElement>(`input[name=purpose][value="${id}"]`);
    if (field) {
      field.checked = given;
      part(room.root, field);
    }
    const line = room.root.querySelector("[role=status]");
    if (line) line.textContent = csDone;
  };
  for (const control of room.root.querySelectorAll<HTMLElement>("[data-cs-separate]")) {
    control.addEventListener("click", (event) => answer(control, event));
  }
}
