/**
 * A loader and a browser for the widget's tests: a host object and ports that record what the widget asks of them. WebCrypto is the
 * browser's own; storage is memory, the backend answers from a script. The real ports are tested by the scenarios in `tests/browser/`.
 */

const state = { files: new Map(), answers: [], posted: [], pending: [], waiting: [], warned: [] };
const kept = { rows: [], head: undefined, refuse: 0 };
let pair;

/** JSON as `src/ports/notice.ts` parses it: claims stay text. */
const parse = (text) => JSON.parse(text, (name, value) => (name === "claims" && typeof value === "object" ? JSON.stringify(value).slice(1, -1) : value));

/** Serves a file of the build under its digest name. */
export function serve(name, text) {
  state.files.set(name, text);
}

/** Queues answers of the backend as a JSON array; the last one stays. */
export function answer(json) {
  state.answers = JSON.parse(json);
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

/** Every stored receipt, as JSON. */
export function stored() {
  return JSON.stringify(kept.rows);
}

/** The host object. */
export function host(digest) {
  return {
    base: "https://dist.invalid/",
    locale: () => "en",
    notice: () => digest,
    pending: () => JSON.stringify(state.pending),
    settle: (ids) => {
      // A page that goes away right here must have left a sign, or nobody would ever start the widget to send the receipt.
      if (state.waiting.at(-1) !== true) state.warned.push("settled before it was noted that something waits");
      state.pending = state.pending.filter((entry) => !ids.includes(entry.id));
    },
    waiting: (yes) => state.waiting.push(yes),
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
      return { x, y, assurance: "device" };
    },
    sign: async (text) =>
      new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, new TextEncoder().encode(text))),
    head: async () => kept.head,
    async append(row, before, after) {
      const value = JSON.parse(row);
      // As IndexedDB's add: an id that is there already is refused.
      if (kept.refuse-- > 0 || before !== kept.head || kept.rows.some((known) => known.id === value.id)) return false;
      kept.rows.push(value);
      kept.head = after;
      return true;
    },
    async update(row) {
      const value = JSON.parse(row);
      kept.rows = kept.rows.map((known) => (known.id === value.id ? value : known));
      return true;
    },
    rows: async () => kept.rows,
    async post(endpoint, id, event) {
      state.posted.push({ endpoint, id, event: JSON.parse(event) });
      return state.answers.length > 1 ? state.answers.shift() : state.answers[0];
    },
    lock: async () => () => {},
    later: () => {},
    warn: (text) => state.warned.push(text),
  };
}

/** Whether a compact JWS verifies with the P-256 key that it carries, by the browser's own WebCrypto. */
export async function verifies(jws) {
  const [header, payload, signature] = jws.split(".");
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const { jwk } = JSON.parse(new TextDecoder().decode(bytes(header)));
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const input = new TextEncoder().encode(`${header}.${payload}`);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(signature), input);
}
