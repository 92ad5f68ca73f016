/**
 * The page of permissions: what the visitor has answered, what the browser says, and switches that change the answer. In: a person's clicks.
 * Out: entries for receipts; whoever used what is closed is told to stop. Absent: the browser's own switches, which no page can work.
 */
import { holding, isElsewhere } from "../ports/role";
import { keep as keepLines } from "../ports/standing";
import { browserOf, fieldOf, keep, recall } from "./asked";
import type { Room } from "./room";

/** Which of the page's platforms this is; empty where it is none of them. */
function platform(): string {
  const { userAgent, maxTouchPoints } = navigator;
  const signs: [string, RegExp][] = [["wechat", /MicroMessenger/], ["android", /Android/], ["ios", /iPhone|iPad|iPod/]];
  const found = signs.find(([, sign]) => sign.test(userAgent))?.[0];
  // An iPad calls itself a Mac, which has no touch screen.
  return found || (/Macintosh/.test(userAgent) && maxTouchPoints > 1 ? "ios" : "computer");
}

/** Binds the page. */
export function serve(room: Room): void {
  const { root } = room;
  const word = (name: string): string => root.querySelector<HTMLTemplateElement>(`template[data-cs-word=${name}]`)!.content.textContent!;
  const line = root.querySelector<HTMLElement>("[role=status]")!;
  const own = root.querySelector<HTMLDetailsElement>(`[data-cs-platform=${platform()}]`);
  if (own) own.open = true;
  const who = room.role();
  const given = [...root.querySelectorAll<HTMLElement>("[data-cs-field]")].map(fieldOf).filter((field) => recall(room, field) === "g");
  keepLines(root, holding(who, given.map(({ id }) => id)));
  for (const card of root.querySelectorAll<HTMLElement>("[data-cs-field]")) {
    const field = fieldOf(card);
    const place = card.querySelector<HTMLElement>("[data-cs-browser]");
    if (place)
      browserOf(field).then((status) => {
        const show = (): void => void (place.textContent = word(status?.state || "unknown"));
        show();
        status?.addEventListener("change", show);
      });
    const box = card.querySelector("input");
    if (!box) continue;
    box.checked = recall(room, field) === "g";
    box.disabled = isElsewhere(who) && !box.checked;
    box.addEventListener("click", (event) => {
      const { checked, dataset } = box;
      if (checked && !event.isTrusted) return event.preventDefault();
      const kept = keep(room, field, checked);
      room.say("ask", checked ? { kind: "choice", say: dataset.csGiven } : { kind: "withdrawal", say: dataset.csWithdrawn }, event);
      line.textContent = checked && !kept ? room.notice.words.not_kept : word(checked ? "opened" : "closed");
    });
  }
}
