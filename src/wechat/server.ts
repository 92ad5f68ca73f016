/**
 * Codes for one use, made and redeemed at the site's own server (formats.md section 8.9). In: what was chosen. Out: a code, or what a code
 * stands for; undefined where there is none. Absent: keys, cookies, and a second try: a code that was lost on its way is gone, and the
 * visitor is asked.
 */
import { table } from "./table";

/** What was decided about each purpose. */
export type Decisions = Record<string, "granted" | "refused">;

/** What a code stands for. */
export interface HandedOver {
  purposes: Decisions;
  notice: string;
}

/** How long a try may take, in milliseconds. */
const PATIENCE_MS = 8_000;

async function ask<T>(to: string, said: object): Promise<T | undefined> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const body = JSON.stringify({ site: table.s, ...said });
    const answer = await fetch(to, { method: "POST", headers: { "content-type": "application/json" }, body, credentials: "omit", signal: stop.signal });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    // Offline, blocked or too slow.
  } finally {
    clearTimeout(timer);
  }
}

/** Makes a code for what was refused: whoever has no key of the site can hand over nothing else. */
export const make = (purposes: Decisions, notice: string): Promise<{ code: string } | undefined> => ask(table.h, { purposes, notice });

/** Takes what a code stands for. */
export const redeem = (code: string): Promise<HandedOver | undefined> => ask(table.h + "/redeem", { code });
