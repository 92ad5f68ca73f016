/**
 * The switches of channels and topics, on the desk's page and inside `<countersign-channels>`: shows what is allowed, in this browser or by
 * somebody whom the site has signed in (`account.ts`), and makes a receipt of every press. In: markup of the build (`crates/views/src/channels.rs`), a person's clicks. Out: entries for receipts, the event
 * `countersign:channels` for the page's own script. Absent: words and claims, which stand in the markup, addresses, and any switch that a
 * script turns on.
 */
import { storage } from "../loader/storage";
import type { Room } from "./room";

const PREFIX = "cs.channel.";

/** Where switches are kept. Values are those of the switches: a channel, or channel and topic with a dot between them. */
export interface Keeper {
  holds(value: string): boolean;
  /** What became of it: it is kept, for this page alone, or not at all. */
  keep(value: string, on: boolean): Promise<"kept" | "page" | "lost">;
  /** Whether it can be switched: a channel needs an address. */
  reaches(value: string): boolean;
}

/** What was allowed and no store took. */
const unstored = new Set<string>();

/** Keeps them in this browser, where no address is known. */
const browser: Keeper = {
  holds: (value) => unstored.has(value) || !!storage(PREFIX + value),
  async keep(value, on) {
    const kept = !!storage(PREFIX + value, on ? "1" : "") === on;
    on && !kept ? unstored.add(value) : unstored.delete(value);
    return kept ? "kept" : "page";
  },
  reaches: () => true,
};

/** What shows the switches, and where each is kept: pages that are closed meanwhile are let go. */
const shown = new Map<ParentNode & Node, Keeper>();

/** Puts every switch as things stand, also after a press in another tab. */
function stand(): void {
  for (const [place, { holds, reaches }] of shown) {
    if (!place.isConnected) shown.delete(place);
    for (const box of place.querySelectorAll<HTMLInputElement>("[name=channel]")) {
      box.checked = holds(box.value);
      box.disabled = !reaches(box.value);
    }
  }
}

addEventListener("storage", stand);

/** Whether somebody may allow something alone; who may not, and who has not said yet, is led to the page that asks. */
function mayAllow(room: Room, by: HTMLElement): boolean {
  const side = room.age();
  if (!room.notice.asks_age || side === "grown" || side === "guarded") return true;
  room.show(side ? "guardian" : "age", by);
  return false;
}

/** Carries a press out; what the site would not take is taken back, and there is no receipt of it. */
async function press(room: Room, place: ParentNode, keeper: Keeper, box: HTMLInputElement, event: MouseEvent): Promise<void> {
  const { checked, value, dataset } = box;
  if (checked && (!event.isTrusted || !mayAllow(room, box))) return event.preventDefault();
  const kept = await keeper.keep(value, checked);
  stand();
  const word = (name: string): string => place.querySelector<HTMLTemplateElement>(`template[data-cs-word=${name}]`)!.content.textContent!;
  const line = place.querySelector("[role=status]")!;
  if (kept === "lost") return void (line.textContent = word("unsaved"));
  line.textContent = checked && kept === "page" ? room.notice.words.not_kept : word(checked ? "on" : "off");
  const { id: rid } = room.say("channel", { kind: "unsubscribe", say: checked ? dataset.csGiven : dataset.csWithdrawn }, event);
  const [channel, topic] = value.split(".");
  document.dispatchEvent(new CustomEvent("countersign:channels", { detail: { channel, topic, allowed: checked, rid } }));
}

/** Binds the switches of a place. */
export function bind(room: Room, place: ParentNode & Node, keeper = browser): void {
  shown.set(place, keeper);
  stand();
  for (const box of place.querySelectorAll<HTMLInputElement>("[name=channel]")) box.addEventListener("click", (event) => press(room, place, keeper, box, event));
}

/** Binds the desk's page. */
export const channels = (room: Room): void => bind(room, room.root.querySelector<HTMLElement>("[part=sheet]")!);
