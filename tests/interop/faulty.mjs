/**
 * A backend that does everything right, and one planted fault at a time. In: the fault's name. Out: a server, and the rule that must find
 * each fault. It is built on `jose`, in memory; what a right one looks like is in `www/examples/backends/express`.
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { calculateJwkThumbprint, CompactSign, compactVerify, decodeJwt, decodeProtectedHeader, EmbeddedJWK, exportJWK, generateKeyPair } from "jose";

/** Every fault: which rule finds it, how gravely, and what the author of such a backend would have done. */
export const FAULTS = {
  redirect: ["CS-K04", "error", "receipts are sent on to another address with 302"],
  refusesRepeats: ["CS-K05", "error", "what is there already is a conflict"],
  appendsRepeats: ["CS-K06", "error", "every request is a new row"],
  overwrites: ["CS-K07", "error", "the last receipt of an id wins"],
  believesPayload: ["CS-K08", "error", "a body that cannot be read is stored for later"],
  acceptsNone: ["CS-K09", "error", "the header decides which algorithm is checked"],
  ignoresKid: ["CS-K09", "error", "kid is not held against the key"],
  signsOtherBytes: ["CS-K10", "error", "the digest is over the parsed payload"],
  signsByRetiredKey: ["CS-K10", "error", "the key set was not renewed with the key"],
  publishesPrivateKey: ["CS-K11", "error", "the key pair is published as it is"],
  hidesKeys: ["CS-K11", "error", "the key set is nowhere"],
  forgetsHeader: ["CS-K12", "error", "CORS does not know Idempotency-Key"],
  forgetsOrigin: ["CS-K12", "error", "only OPTIONS has CORS headers"],
  throws: ["CS-K13", "warning", "an exception of the parser is not caught"],
  demandsChains: ["CS-K14", "error", "a receipt must follow one that is there"],
  knowsChoicesOnly: ["CS-K15", "error", "a kind that is not listed is unknown"],
  demandsSignatures: ["CS-K16", "warning", "everything unsigned is refused"],
  shortBodies: ["CS-K03", "error", "bodies are limited to 8 KB"],
  strictClaims: ["CS-K03", "error", "a claim that the schema does not list is refused"],
  storesParts: ["CS-K18", "error", "the JWS is put together from its columns"],
  setsCookie: ["CS-K19", "warning", "a session is begun for every request"],
  busyAtFirst: ["CS-K20", "warning", "a limit answers 503 and does not say for how long"],
  listsAll: ["CS-K23", "error", "GET shows what was received"],
  races: ["CS-K25", "error", "it looks, and writes later without a unique index"],
  countersignsLater: ["CS-K26", "warning", "202 although it is there"],
};

const sleep = (time) => new Promise((done) => setTimeout(done, time));
const digest = (text) => createHash("sha256").update(text).digest("base64url");

class Refusal extends Error {
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/** Verifies a receipt and answers its claims. */
async function read(jws, fault) {
  let header, claims;
  try {
    header = decodeProtectedHeader(jws);
    claims = decodeJwt(jws);
  } catch {
    throw new Refusal(400);
  }
  if (typeof claims.rid !== "string") throw new Refusal(400);
  const unsigned = header.alg === "none" && jws.endsWith(".") && (fault === "acceptsNone" || claims.assurance === "server");
  if (unsigned && fault !== "demandsSignatures") return claims;
  await compactVerify(jws, EmbeddedJWK, { algorithms: ["ES256"] }).catch(() => {
    throw new Refusal(422);
  });
  if (fault !== "ignoresKid" && header.kid !== (await calculateJwkThumbprint(header.jwk))) throw new Refusal(422);
  if (fault === "demandsChains" && claims.seq > 0) throw new Refusal(409);
  if (fault === "knowsChoicesOnly" && claims.kind !== "choice") throw new Refusal(422);
  if (fault === "strictClaims" && Object.keys(claims).some((name) => name.startsWith("x-"))) throw new Refusal(422);
  return claims;
}

/** Starts a backend for a site on another origin. */
export async function start(fault, site) {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const { d, ...jwk } = await exportJWK(privateKey);
  jwk.kid = await calculateJwkThumbprint(jwk);
  const another = await generateKeyPair("ES256");
  const rows = [];
  let asked = 0;

  async function sign(rid, jws, index, rcv) {
    const sha256 = digest(fault === "signsOtherBytes" ? JSON.stringify(decodeJwt(jws)) : jws);
    const claims = { v: "cs-countersignature/1", rid, sha256, rcv, iss: "http://127.0.0.1", index };
    return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: "ES256", typ: "cs-countersignature+jws", kid: jwk.kid })
      .sign(fault === "signsByRetiredKey" ? another.privateKey : privateKey);
  }

  /** Waits until a second request with this id has looked too, however late a busy machine brings it; most ids have none. */
  const looked = new Map();
  function second(rid) {
    const first = looked.get(rid);
    if (first) return first();
    return Promise.race([new Promise((done) => looked.set(rid, done)), sleep(1_000)]);
  }

  async function append(rid, jws) {
    const known = rows.find((row) => row.rid === rid);
    if (fault === "races" && !known) await second(rid);
    if (known && fault === "refusesRepeats") throw new Refusal(409);
    if (known && known.jws !== jws && fault !== "overwrites") throw new Refusal(409);
    if (known && fault !== "appendsRepeats") return [200, known];
    const row = { rid, jws, index: rows.length, rcv: new Date().toISOString() };
    rows.push(row);
    return [201, row];
  }

  async function post(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    if (body.length > (fault === "shortBodies" ? 8192 : 65_536)) throw new Refusal(413);
    if (fault === "busyAtFirst" && asked++ === 0) throw new Refusal(503);
    let event;
    try {
      event = JSON.parse(body);
    } catch (error) {
      if (fault === "throws") throw error;
      if (fault === "believesPayload") return response.writeHead(202).end();
      throw new Refusal(400);
    }
    if (typeof event.data !== "string") throw new Refusal(400);
    const { rid } = await read(event.data, fault);
    const [status, row] = await append(rid, event.data);
    const countersignature = await sign(rid, event.data, row.index, row.rcv);
    response.writeHead(fault === "countersignsLater" ? 202 : status, { "content-type": "application/json", location: `/receipts/${rid}` });
    response.end(JSON.stringify({ rid, index: row.index, countersignature }));
  }

  function get(path, response) {
    const answer = (value) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (path === "/.well-known/jwks.json" && fault !== "hidesKeys") return answer({ keys: [fault === "publishesPrivateKey" ? { ...jwk, d } : jwk] });
    if (path === "/" && fault === "listsAll") return answer(rows);
    const row = rows.find(({ rid }) => path === `/receipts/${rid}`);
    if (!row) throw new Refusal(404);
    const { jws } = row;
    const [header, claims, signature] = jws.split(".");
    const spaced = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(claims, "base64url")), null, 1)).toString("base64url");
    answer({ rid: row.rid, receipt: fault === "storesParts" ? [header, spaced, signature].join(".") : jws });
  }

  const server = createServer(async (request, response) => {
    const asks = request.method === "OPTIONS";
    if (asks || fault !== "forgetsOrigin") response.setHeader("access-control-allow-origin", site);
    if (fault === "setsCookie") response.setHeader("set-cookie", "session=1");
    try {
      if (asks) {
        response.setHeader("access-control-allow-headers", fault === "forgetsHeader" ? "content-type" : "content-type, idempotency-key");
        response.writeHead(204).end();
      } else if (request.method === "GET") get(request.url, response);
      else if (fault === "redirect") response.writeHead(302, { location: "/elsewhere" }).end();
      else await post(request, response);
    } catch ({ status = 500 }) {
      response.writeHead(status, { "content-type": "application/problem+json" }).end(JSON.stringify({ status }));
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => (server.closeAllConnections(), server.close()) };
}
