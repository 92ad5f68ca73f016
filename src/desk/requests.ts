/**
 * The requests of this browser: what is kept of each, and telling the site what a person wrote (formats.md sections 6.2 and 8.4).
 * In: requests that were made. Out: the site's answers. Absent: the receipts, which the widget's module seals and sends.
 *
 * Contact and words stay on the device until the site has them, and no longer: then a masked contact is left, so that the person knows
 * where the answer goes. A page that is closed in between leaves both, and the sign `cs.desk`, by which a later page view goes on.
 */
import { storage } from "../loader/storage";

const PREFIX = "cs.request.";

/** The longest that one question may take, and the pauses between tries, in milliseconds. */
const PATIENCE_MS = 20_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/** What is kept of a request. */
export interface Kept {
  /** The id of its receipt. */
  id: string;
  right: string;
  /** When it was made; RFC 3339. */
  at: string;
  /** Where contact and words go. */
  to: string;
  /** What the site knows the browser by. */
  secret: string;
  /** The contact with most of it masked. */
  masked: string;
  /** Whether the time until an answer counts from when it is clear who asks. */
  later: boolean;
  /** What is still to be told. */
  tell?: { contact: string; words: string; lang: string };
  /** Whether the site would not take it. */
  lost?: boolean;
}

/** Where a request stands, as the site says. */
export interface Standing {
  state: string;
  due_on?: string;
  reason?: string;
}

/** A contact of which the person still sees which it is, and nobody else learns it. */
export function mask(contact: string): string {
  const place = contact.lastIndexOf("@");
  return place > 0 ? `${contact[0]}•••${contact.slice(place)}` : `•••${contact.length > 5 ? contact.slice(-3) : ""}`;
}

/** Every request, newest first; a key whose text is none is passed over and left alone. */
export function kept(): Kept[] {
  try {
    const all = Object.keys(localStorage).flatMap((key): Kept | [] => {
      if (!key.startsWith(PREFIX)) return [];
      try {
        const request: Kept = JSON.parse(localStorage[key]);
        return PREFIX + request.id === key ? request : [];
      } catch {
        return [];
      }
    });
    return all.sort((a, b) => (a.at < b.at ? 1 : -1));
  } catch {
    return [];
  }
}

/** Writes a request; whether the store took it. The sign goes first, so that a page which is closed in between leaves it. */
export function keep(request: Kept): boolean {
  const text = JSON.stringify(request);
  if (request.tell) storage("cs.desk", "1");
  return storage(PREFIX + request.id, text) === text;
}

/** Drops a request. */
export const forget = (id: string): void => void storage(PREFIX + id, "");

/** Asks the site; the status is 0 where no answer came. */
async function ask({ to, id, secret }: Kept, told?: Kept["tell"]): Promise<[status: number, standing?: Standing]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const headers = { authorization: `Bearer ${secret}`, ...(told && { "content-type": "application/json" }) };
    const body = told && JSON.stringify(told);
    const answer = await fetch(`${to}/${id}`, { method: told ? "POST" : "GET", headers, body, credentials: "omit", cache: "no-store", signal: stop.signal });
    return [answer.status, answer.ok ? await answer.json() : undefined];
  } catch {
    return [0];
  } finally {
    clearTimeout(timer);
  }
}

/** Tells once what is to be told; whether nothing is left to tell. Until the receipt is there the site knows of no such request. */
async function tell(request: Kept): Promise<boolean> {
  const { tell: told, ...rest } = request;
  if (!told) return true;
  const [status] = await ask(request, told);
  // Told before, or closed: it has what it needs. What it cannot read it will not read the next time either.
  if (status === 200 || status === 409) keep(rest);
  else if (status === 400 || status === 413) keep({ ...rest, lost: true });
  else return false;
  return true;
}

/** Where a request stands; nothing where the site cannot be asked, and `waiting` where it does not know of the request yet. */
export async function standing(request: Kept): Promise<Standing | undefined> {
  const [status, found] = await ask(request);
  return status === 401 ? { state: "waiting" } : found;
}

let telling: Promise<void> | undefined;

/** Tells the site what waits, again and again while the page is open; `changed` is called when something was told. */
export const tellAll = (changed: () => void): Promise<void> =>
  (telling ||= (async () => {
    for (const pause of PAUSES_MS) {
      const waiting = kept().filter((request) => request.tell);
      const done = await Promise.all(waiting.map(tell));
      if (done.includes(true)) changed();
      if (!kept().some((request) => request.tell)) return;
      await new Promise((go) => setTimeout(go, pause));
    }
  })().finally(() => (telling = undefined)));

/** Whether something waits to be told. */
export const waits = (): boolean => kept().some((request) => request.tell);
