/**
 * A compact JWS in, its claims out, or the reason why it is refused.
 */
import { calculateJwkThumbprint, compactVerify, decodeJwt, decodeProtectedHeader, EmbeddedJWK } from "jose";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Why a request is not taken. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Verifies a receipt and answers its claims. The key is in the header, so only ES256 and nothing else is accepted from there. */
export async function readReceipt(jws) {
  if (jws.length > 16_384) throw new Refusal(413, "a receipt has at most 16,384 bytes");
  let header, claims;
  try {
    header = decodeProtectedHeader(jws);
    claims = decodeJwt(jws);
  } catch {
    throw new Refusal(400, "the receipt is not a compact JWS");
  }
  if (header.typ !== "cs-receipt+jws" || claims.v !== "cs-receipt/1") throw new Refusal(400, "the JWS is not a receipt of version 1");
  if (!UUID.test(claims.rid) || typeof claims.kind !== "string") throw new Refusal(400, "rid or kind is missing");
  // Unsigned receipts come from browsers without WebCrypto and say so themselves. Nothing else may be unsigned.
  const unsigned = header.alg === "none" && claims.assurance === "server" && !header.crit && jws.endsWith(".");
  if (!unsigned) await verify(jws, header);
  return claims;
}

async function verify(jws, header) {
  try {
    await compactVerify(jws, EmbeddedJWK, { algorithms: ["ES256"] });
  } catch {
    throw new Refusal(422, "the signature does not hold");
  }
  if (header.kid !== (await calculateJwkThumbprint(header.jwk))) throw new Refusal(422, "kid is not the thumbprint of jwk");
}
