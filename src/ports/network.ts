/**
 * Fetching files of the build and sending receipts: no cookies, no word about the visitor, bounded in time, alive beyond the page.
 */
import type { Answer } from "./ports";

/** The longest that one try to send may take, in milliseconds. */
const PATIENCE_MS = 20_000;

/** The text of a file; only an OK answer counts. */
export const file = (url: string): Promise<string | undefined> =>
  fetch(url, { credentials: "omit" }).then((answer) => (answer.ok ? answer.text() : undefined), () => undefined);

/** Sends one structured CloudEvent. */
export async function post(endpoint: string, id: string, event: string): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json", "idempotency-key": `"${id}"` },
      body: event,
      credentials: "omit",
      keepalive: true,
      signal: stop.signal,
    });
    const after = answer.headers.get("retry-after");
    // Seconds, or a date (RFC 9110 section 10.2.3).
    const retryAfter = Math.ceil(Math.max(0, Number(after) || (Date.parse(after!) - Date.now()) / 1000)) || undefined;
    const body: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined;
    const proof = (body as { countersignature?: unknown } | undefined)?.countersignature;
    const countersignature = typeof proof === "string" && proof.split(".").length === 3 ? proof : undefined;
    return { status: answer.status, retryAfter, countersignature };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}
