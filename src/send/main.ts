/**
 * Sends a receipt in the other forms that a site can choose (formats.md section 8): the bare JWS, text, a form, or a function of the page,
 * with headers and a bearer token. A file of its own, fetched where a backend of the site asks for one of them.
 * In: one receipt and the backend's wishes. Out: what came back, status 0 where nothing did. Absent: what that means.
 */
import { PATIENCE_MS, post, taken } from "../ports/network";
import type { Answer, Row, Sender } from "../ports/ports";

const NOTHING: Answer = { status: 0, retryAfter: 0 };

/** Asks the page's own scripts (formats.md section 9): what the first of them answers, nothing where none does or it takes too long. */
function ask(name: string, rid: string, receipt?: string): Promise<any> {
  let given: unknown;
  const answer = (value: unknown): void => void (given ??= value);
  document.dispatchEvent(new CustomEvent("countersign:backend", { detail: { name, rid, receipt, answer } }));
  return Promise.race([given, new Promise((late) => setTimeout(late, PATIENCE_MS))]);
}

/** The fields of a form, by the names that the site chose. */
function form({ jws, id, kind, sub, at }: Row, fields: Record<string, string> = { receipt: "receipt" }): URLSearchParams {
  const said: Record<string, string> = { receipt: jws, rid: id, kind, sub, time: at };
  return new URLSearchParams(Object.entries(fields).map(([name, called]) => [called, said[name]!]));
}

export const put: Sender["put"] = async (to, { format, fields, headers, token }, row, event, keepalive) => {
  if (to.startsWith("function:")) {
    const given = await ask(to.slice(9), row.id, row.jws);
    return given ? taken(+given.status || 200, given, +given.retryAfter || 0) : NOTHING;
  }
  const sent = new Headers(headers);
  if (token) {
    const bearer = await ask(token, row.id);
    if (!bearer) return NOTHING;
    sent.set("authorization", `Bearer ${bearer}`);
  }
  // The browser itself writes the types of text and form, and neither is made to need a preflight.
  if (format === "text") return post(to, sent, row.jws, keepalive);
  if (format === "form") return post(to, sent, form(row, fields), keepalive);
  sent.set("content-type", format ? "application/jose" : "application/cloudevents+json");
  sent.set("idempotency-key", `"${row.id}"`);
  return post(to, sent, format ? row.jws : event, keepalive);
};
