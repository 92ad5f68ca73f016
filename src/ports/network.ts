/**
 * Fetching files of the build and sending receipts: no cookies, no word about the visitor, bounded in time, alive beyond the page.
 */
import type { Answer } from "./ports";

/** The longest that one try to send may take, in milliseconds. */
export const PATIENCE_MS = 20_000;

/** The text of a file; only an OK answer counts. */
export const file = (url: string): Promise<string | undefined> =>
  fetch(url, { credentials: "omit" }).then((answer) => (answer.ok ? answer.text() : undefined)).catch(() => undefined);

/** What an answer holds for the visitor. */
export function taken(status: number, body: unknown, retryAfter = 0): Answer {
  const { countersignature, proof } = (body || {}) as Partial<Answer>;
  if (typeof countersignature !== "string" || countersignature.split(".").length !== 3) return { status, retryAfter };
  return { status, retryAfter, countersignature, ...(typeof proof === "string" && { proof }) };
}

/** Sends one receipt. Without `keepalive` it ends with the page, and needs nothing of the 64 KiB that all of a page's requests share. */
export async function post(to: string, headers: HeadersInit, body: BodyInit, keepalive: boolean): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(to, { method: "POST", headers, body, credentials: "omit", keepalive, signal: stop.signal });
    const after = answer.headers.get("retry-after");
    // Seconds, or a date (RFC 9110 section 10.2.3).
    const wait = Math.ceil(Math.max(0, Number(after) || (Date.parse(after!) - Date.now()) / 1000)) || 0;
    // A body may be none of ours; one that breaks off is no answer, and the receipt goes again.
    const other = (cause: Error): void => {
      if (cause.name !== "SyntaxError") throw cause;
    };
    return taken(answer.status, answer.ok && (await answer.json().catch(other)), wait);
  } catch {
    return { status: 0, retryAfter: 0 };
  } finally {
    clearTimeout(timer);
  }
}
