/**
 * Receipts with Express: takes all four bodies, verifies, stores durably, countersigns.
 *
 * In: PORT (default 3000), DATA (a folder, default `data`), PUBLIC_ORIGIN (what countersignatures name as their issuer), and ORIGINS, the
 * sites on other origins whose pages may send, parted by spaces. Out: `POST /receipts`, `GET /receipts/:rid`, `GET /.well-known/jwks.json`.
 */
import { HTTP } from "cloudevents";
import express from "express";
import { open } from "./ledger.mjs";
import { readReceipt, Refusal } from "./receipt.mjs";

const { PORT = "3000", DATA = "data", ORIGINS = "", PUBLIC_ORIGIN = `http://127.0.0.1:${PORT}` } = process.env;
const origins = ORIGINS.split(" ").filter(Boolean);
const app = express().disable("x-powered-by");
const ledger = await open(DATA, PUBLIC_ORIGIN);

// Pages on other origins ask first; without these headers no browser lets the receipt through. Cookies are never sent, so none are allowed.
app.use((request, response, next) => {
  const { origin } = request.headers;
  if (origins.includes(origin)) response.set({ "Access-Control-Allow-Origin": origin, Vary: "Origin" });
  if (request.method !== "OPTIONS") return next();
  response.set({ "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key", "Access-Control-Max-Age": "86400" });
  response.status(204).end();
});

const TEXTS = ["application/cloudevents+json", "application/jose", "text/plain"];
const bodies = [express.text({ type: TEXTS, limit: 65_536 }), express.urlencoded({ extended: false, limit: 65_536 })];

app.post("/receipts", bodies, async (request, response) => {
  const jws = receiptOf(request);
  const receipt = await readReceipt(jws);
  const key = request.get("Idempotency-Key")?.replaceAll('"', "");
  if (key && key !== receipt.rid) throw new Refusal(400, "Idempotency-Key is not the receipt's rid");
  const { entry, state } = await ledger.append(receipt.rid, jws);
  if (state === "conflict") throw new Refusal(409, "another receipt has this rid");
  response.status(state === "new" ? 201 : 200).location(`/receipts/${entry.rid}`).json({ ...entry, receipt: undefined });
});

app.get("/receipts/:rid", (request, response) => {
  const entry = ledger.entry(request.params.rid);
  if (!entry) throw new Refusal(404, "no receipt has this rid");
  response.json(entry);
});

app.get("/.well-known/jwks.json", (_request, response) => response.json(ledger.keySet));

/** The compact JWS of a request, whichever of the four bodies it has. */
function receiptOf(request) {
  const { headers, body } = request;
  if (request.is("application/x-www-form-urlencoded")) return String(body.receipt ?? "");
  if (!request.is(TEXTS)) throw new Refusal(415, `send ${TEXTS.join(", ")} or a form`);
  if (!request.is("application/cloudevents+json")) return body;
  try {
    const event = HTTP.toEvent({ headers, body });
    if (typeof event.data === "string") return event.data;
  } catch {
    // Said below.
  }
  throw new Refusal(400, "the body is not a structured CloudEvent with the JWS in `data`");
}

// Errors as RFC 9457 problem documents. A status of 5xx makes the widget try again, 4xx makes it keep the receipt and show it.
app.use((error, _request, response, _next) => {
  const status = error.status ?? 500;
  if (status >= 500) console.error(error);
  response.status(status).type("application/problem+json").json({ status, title: status < 500 ? error.message : "try again later" });
});

app.listen(Number(PORT), "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${PORT}`));
