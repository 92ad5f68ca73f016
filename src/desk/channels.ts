/**
 * The switches of channels and topics, on the desk's page and inside `<countersign-channels>`: shows what this browser allows, and makes a
 * receipt of every press. In: markup of the build (`crates/views/src/channels.rs`), a person's clicks. Out: entries for receipts, the event
 * `countersign:channels` for the page's own script. Absent: words and claims, which stand in the markup, addresses, and any switch that a
 * script turns on.
 */
import { storage } from "../loader/storage";
import type { Room } from "./room";

const PREFIX = "cs.channel.";

/** What was allowed and no store took. */
const unstored = new Set<string>();

const holds = (value: string): boolean => unstored.has(value) || !!storage(PREFIX + value);

/** Keeps what a switch says; whether the browser took it. */
function keep(value: string, on: boolean): boolean {
  const kept = !!storage(PREFIX + value, on ? "1" : "") === on;
  on && !kept ? unstored.add(value) : unstored.delete(value);
  return kept;
}

/** What shows the switches: pages that are closed meanwhile are let go. */
const shown = new Set<ParentNode & Node>();

/** Puts every switch as things stand, also after a press in another tab. */
function stand(): void {
  for (const place of shown) {
    if (!place.isConnected) shown.delete(place);
    for (const box of place.querySelectorAll<HTMLInputElement>("[name=channel]")) box.checked = holds(box.value);
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

/** Carries a press out. */
function press(room: Room, place: ParentNode, box: HTMLInputElement, event: MouseEvent): void {
  const { checked, value, dataset } = box;
  if (checked && (!event.isTrusted || !mayAllow(room, box))) return event.preventDefault();
  const kept = keep(value, checked);
  const { id: rid } = room.say("channel", { kind: "unsubscribe", say: checked ? dataset.csGiven : dataset.csWithdrawn }, event);
  const word = place.querySelector<HTMLTemplateElement>(`template[data-cs-word=${checked ? "on" : "off"}]`)!.content.textContent;
  place.querySelector("[role=status]")!.textContent = checked && !kept ? room.notice.words.not_kept : word;
  setTimeout(stand);
  const [channel, topic] = value.split(".");
  document.dispatchEvent(new CustomEvent("countersign:channels", { detail: { channel, topic, allowed: checked, rid } }));
}

/** Binds the switches of a place. */
export function bind(room: Room, place: ParentNode & Node): void {
  shown.add(place);
  stand();
  for (const box of place.querySelectorAll<HTMLInputElement>("[name=channel]")) box.addEventListener("click", (event) => press(room, place, box, event));
}

/** Binds the desk's page. */
export const channels = (room: Room): void => bind(room, room.root.querySelector<HTMLElement>("[part=sheet]")!);
