/**
 * Reads the evidence a visit leaves, independently of the widget: the state cookie, pending entries, receipts and countersignatures.
 *
 * Enters: `document.cookie`, `localStorage`, compact JWS strings (formats.md sections 5 to 8). Leaves: plain objects to show.
 * Deliberately absent: any code of the product; the formats alone must be enough to read and verify.
 */

const DAY_MS = 86_400_000;
const SIGNALS = { n: "none", d: "Do Not Track", g: "Global Privacy Control", b: "both" };

/** The value of a cookie, or undefined. */
export function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

/** Names of all cookies and local storage keys this page can see. */
export function storedNames() {
  const cookies = document.cookie.split("; ").filter(Boolean).map((pair) => ({ place: "cookie", name: pair.split("=")[0] }));
  return cookies.concat(stored(() => Object.keys(localStorage), []).map((name) => ({ place: "local storage", name })));
}

/** The state of section 5, from the cookie or, where there is none, its mirror; undefined where absent or not of the format. */
export function state() {
  const text = cookie("cs") ?? stored(() => localStorage.getItem("cs"), null);
  const match = /^1\.([\w-]{8})\.(\d+)\.([ndgb])([us])\.([a-z0-9~-]*)$/.exec(text ?? "");
  if (!match) return undefined;
  const [, material, expires, signal, by, open] = match;
  return {
    text,
    material,
    expires: new Date(Number(expires) * DAY_MS),
    signal: SIGNALS[signal],
    by: by === "u" ? "you" : "the browser's signal",
    open: open === "" ? [] : open.split("~"),
  };
}

/** Pending entries of section 6; empty where there are none or they cannot be read. */
export function pending() {
  return stored(() => {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith("cs.pending."));
    return keys.map((key) => JSON.parse(localStorage.getItem(key)));
  }, []);
}

function stored(read, otherwise) {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Header and payload of a compact JWS; throws where it is none. */
export function decodeJws(jws) {
  const [header, payload] = jws.split(".");
  const read = (part) => JSON.parse(new TextDecoder().decode(bytes(part)));
  return { header: read(header), payload: read(payload) };
}

/** Whether an ES256 signature fits: `true`, `false`, or undefined where there is nothing to verify with. */
export async function verifies(jws, jwk) {
  if (jwk === undefined || globalThis.crypto?.subtle === undefined) return undefined;
  const [header, payload, signature] = jws.split(".");
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  try {
    const { kty, crv, x, y } = jwk;
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, algorithm, false, ["verify"]);
    const signed = new TextEncoder().encode(`${header}.${payload}`);
    return await crypto.subtle.verify({ ...algorithm, hash: "SHA-256" }, key, bytes(signature), signed);
  } catch {
    return false;
  }
}

/** SHA-256 of a text's UTF-8 bytes as base64url, or undefined where the browser has no WebCrypto. */
export async function sha256(text) {
  if (globalThis.crypto?.subtle === undefined) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...digest)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function bytes(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
