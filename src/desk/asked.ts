/**
 * What a visitor answered at the moment itself: kept in `localStorage["cs.asked.<field>"]` (formats.md section 6.2), or for this page where no
 * store takes it, and told to whoever uses it. In: fields as the desk's pages describe them. Out: answers. Absent: prompts, receipts, rules.
 */
import type { CountersignAnswer } from "../loader/countersign";
import { storage } from "../loader/storage";
import type { Room } from "./room";

const PREFIX = "cs.asked.";

/** What the desk says of a field. */
export interface Field {
  /** Its id in `site.toml`. */
  id: string;
  /** Changes with what is asked: an answer to something else counts for nothing. */
  mark: string;
  /** Whether it rests on consent; else it is explained. */
  asks: boolean;
  /** Whether it is a purpose of the notice, which a yes opens. */
  opens: boolean;
  /** What browsers call it. */
  query: string;
  /** Whom it concerns, as conditions of `data-cs-when`; empty: everybody. */
  whose: string;
}

/** Answers that no store took. */
const unstored = new Map<string, string>();
/** What ends the use of what was given, by field. */
const uses = new Map<string, [Field, AbortController]>();

/** What an element of the desk says of its field. */
export function fieldOf({ dataset }: HTMLElement): Field {
  const { csField: id = "", csMark: mark = "", csQuery: query = "", csFor: whose = "" } = dataset;
  return { id, mark, asks: "csAsks" in dataset, opens: "csOpens" in dataset, query, whose };
}

/** The page of the desk that asks for a field; a purpose with a consent of its own has a page of its own. */
export const pageOf = ({ desk }: Room, name: string): string => (desk.pages["separate-" + name] ? "separate-" : "ask-") + name;

/** What the desk says of a field by one of its names; nothing where the site says nothing of it. */
export function described(room: Room, name: string): Field | undefined {
  const { desk, loader } = room;
  if (desk.pages["separate-" + name]) return { id: name, mark: "", asks: true, opens: true, query: "", whose: "" };
  const page = document.createElement("template");
  page.innerHTML = loader.trust.createHTML(desk.pages["ask-" + name] || "");
  const sheet = page.content.firstElementChild as HTMLElement | null;
  return sheet ? fieldOf(sheet) : undefined;
}

/** The remembered answer: `g` given, `r` refused; nothing where there is none for what is asked today. A purpose of the notice answers for itself. */
export function recall({ loader }: Room, { id, mark, opens }: Field): string {
  const { open, asking } = loader.now();
  if (opens && (open.includes(id) || !asking)) return open.includes(id) ? "g" : "r";
  const [, of, expires, answer = ""] = /^1\.([\w-]{8})\.(\d{1,9})\.([gr])$/.exec(unstored.get(id) || storage(PREFIX + id) || "") || [];
  return of === mark && +expires! * 864e5 > Date.now() && (!opens || answer === "r") ? answer : "";
}

/** Keeps an answer; whether the browser took it. Whoever used what is refused now is told to stop. */
export function keep({ loader }: Room, field: Field, given: boolean): boolean {
  // A purpose that is open says so itself.
  const text = given && field.opens ? "" : `1.${field.mark}.${~~(Date.now() / 864e5) + loader.tables.t}.${given ? "g" : "r"}`;
  const kept = (storage(PREFIX + field.id, text) || "") === text;
  kept ? unstored.delete(field.id) : unstored.set(field.id, text);
  if (!given) stop(field.id);
  return kept;
}

/** Ends the use of a field. */
export function stop(id: string): void {
  uses.get(id)?.[1].abort();
  uses.delete(id);
}

/** How the browser's own permission stands; nothing where it does not tell. */
export const browserOf = async ({ query }: Field): Promise<PermissionStatus | undefined> => {
  try {
    return query ? await navigator.permissions.query({ name: query as PermissionName }) : undefined;
  } catch {
    return undefined;
  }
};

/** An answer as pages get it. Its signal is that of everybody who uses the field, and has fired already where nothing was given. */
export async function answered(field: Field, answer: CountersignAnswer["answer"]): Promise<CountersignAnswer> {
  const status = await browserOf(field);
  const given = answer === "given";
  const control = (given && uses.get(field.id)?.[1]) || new AbortController();
  if (!given) control.abort();
  else if (!uses.has(field.id)) {
    uses.set(field.id, [field, control]);
    // Closed in the browser's own settings.
    status?.addEventListener("change", () => status.state === "denied" && stop(field.id));
  }
  return { field: field.id, answer, browser: status?.state || "unknown", signal: control.signal };
}

/** Follows what is closed elsewhere: in another tab, or a purpose in the preferences. */
export function follow(room: Room): void {
  const look = (): void => uses.forEach(([field]) => recall(room, field) === "g" || stop(field.id));
  document.addEventListener("countersign:change", look);
  addEventListener("storage", look);
}
