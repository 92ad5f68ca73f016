/**
 * A loader and a browser for the widget's tests: a host object and ports that record what the widget asks of them. WebCrypto is the
 * browser's own; storage is memory. The real ports are tested by the scenarios in `tests/browser/`.
 */

const state = { files: new Map(), sealed: 0, pending: [] };
const kept = { rows: [], head: undefined, refuse: 0 };
let pair;
let before;

/** JSON as `src/ports/notice.ts` parses it: claims stay text. */
const parse = (text) => JSON.parse(text, (name, value) => (name === "claims" && typeof value === "object" ? JSON.stringify(value).slice(1, -1) : value));

/** Serves a file of the build under its digest name. */
export function serve(name, text) {
  state.files.set(name, text);
}

/** The claims of a compact JWS. */
export const claims = (jws) => JSON.parse(new TextDecoder().decode(bytes(jws.split(".")[1])));

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

/** The receipts that were appended. */
export const receipts = () => kept.rows.map(({ jws }) => jws);

/** Signs with another key from now on; the one before is the old one. */
export async function rotate() {
  before = pair;
  pair = undefined;
}

/** Writes a pending entry, as the loader does at a click. */
export function write_pending(json) {
  state.pending.push(JSON.parse(json));
}

/** Lets the next appends fail as if another tab had moved the head. */
export function refuse_appends(times) {
  kept.refuse = times;
}

/** Everything recorded so far, as JSON. */
export function seen() {
  const { files, ...rest } = state;
  return JSON.stringify(rest);
}

/** The host object. */
export function host(digest) {
  return {
    base: "https://dist.invalid/",
    locale: () => "en",
    notice: () => digest,
    pending: () => JSON.stringify(state.pending),
    settle: (id) => {
      state.pending = state.pending.filter((entry) => entry.id !== id);
    },
  };
}

/** The ports. */
export function ports() {
  return {
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    now: () => Date.now(),
    origin: "https://page.invalid",
    notice: async (tag, digest) => parse(state.files.get(`notice.${tag}.${digest}.json`) ?? "null"),
    parse,
    async signer() {
      pair ||= await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
      const { x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
      return { x, y, assurance: "device", old: before && (await crypto.subtle.exportKey("jwk", before.publicKey)) };
    },
    sign: async (text, old) =>
      new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, (old ? before : pair).privateKey, new TextEncoder().encode(text))),
    head: async () => kept.head,
    async append(jws, seq, before, after) {
      const { rid } = claims(jws);
      if (kept.rows.some((known) => known.id === rid)) return true;
      if (kept.refuse-- > 0 || before !== kept.head) return false;
      kept.rows.push({ id: rid, seq, jws });
      kept.head = after;
      return true;
    },
    sealed: () => state.sealed++,
  };
}

/** Whether a compact JWS verifies with the P-256 key that it carries, by the browser's own WebCrypto. */
export async function verifies(jws) {
  const [header, payload, signature] = jws.split(".");
  const { jwk } = JSON.parse(new TextDecoder().decode(bytes(header)));
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const input = new TextEncoder().encode(`${header}.${payload}`);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(signature), input);
}
