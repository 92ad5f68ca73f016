/**
 * The page on which visitors say who they are: keeps the answer on the device and shows the preferences as they then stand. Where another
 * policy applies, everything optional is refused under this one. In: the page as the build rendered it. Absent: words, and any yes.
 */
import { isElsewhere } from "../ports/role";
import type { Room } from "./room";

/** Binds the answers. */
export function scope(room: Room): void {
  const controls = [...room.root.querySelectorAll<HTMLElement>("[data-cs-role]")];
  for (const control of controls) {
    const { csRole = "", csDone = "" } = control.dataset;
    control.setAttribute("aria-pressed", String(!!csRole && csRole === room.role()));
    control.addEventListener("click", (event) => {
      if (!event.isTrusted) return;
      const { asking, open } = room.loader.now();
      room.role(csRole);
      // Nobody is asked again for what does not concern them, and nothing stays open that they are told is off.
      if (isElsewhere(csRole) && (asking || open[0])) room.choose("refuse-all", [], event);
      room.announce(csDone);
      room.anew();
    });
  }
}
