/**
 * A loader and a network for the widget's tests: a host object that records what the widget asks of it, and a `fetch` that answers from
 * a table. WebCrypto, IndexedDB, Web Locks and the dialog are the browser's own.
 */

const state = { files: new Map(), answers: [], posted: [], pending: [], applied: [], waiting: [], open: [], surface: [], locale: "en" };

/** Serves a file of the build under its digest name. */
export function serve(name, text) {
  state.files.set(name, text);
}

/** Queues answers of the backend: `[status, body]` each as JSON; the last one stays. */
export function answer(json) {
  state.answers = JSON.parse(json);
}

/** Writes a pending entry, as the loader does at a click. */
export function write_pending(json) {
  state.pending.push(JSON.parse(json));
}

/** Everything recorded so far, as JSON. */
export function seen() {
  const { posted, pending, applied, waiting, surface } = state;
  return JSON.stringify({ posted, pending, applied, waiting, surface });
}

/** The host object. */
export function host(digest) {
  return {
    base: "https://dist.invalid/",
    ui: "0123456789abcdef",
    material: "Ab3-_f9K",
    signal: () => "n",
    locale: () => state.locale,
    setLocale: (tag) => (state.locale = tag),
    notice: () => digest,
    open: () => state.open,
    apply: (value, entry) => {
      state.applied.push([value, JSON.parse(entry)]);
      state.open = JSON.parse(entry).open;
      return true;
    },
    pending: () => JSON.stringify(state.pending),
    settle: (ids) => (state.pending = state.pending.filter((entry) => !ids.includes(entry.id))),
    waiting: (yes) => state.waiting.push(yes),
    html: (markup) => markup,
    surface: (open) => state.surface.push(open),
  };
}

/** Clicks a control inside the dialog as a script would: the event is not trusted. */
export function click(selector) {
  document.querySelector("#countersign-dialog > div").shadowRoot.querySelector(selector).click();
}

/** How many elements inside the dialog match; -1 while there is no open dialog. */
export function count(selector) {
  const dialog = document.querySelector("#countersign-dialog");
  return dialog?.open ? dialog.firstElementChild.shadowRoot.querySelectorAll(selector).length : -1;
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

globalThis.fetch = async (url, options = {}) => {
  if (options.method === "POST") {
    state.posted.push({ url: String(url), headers: options.headers, body: JSON.parse(options.body), credentials: options.credentials });
    const [status, body] = state.answers.length > 1 ? state.answers.shift() : state.answers[0];
    if (status === 0) throw new TypeError("offline");
    return new Response(body === null ? null : JSON.stringify(body), { status });
  }
  const name = String(url).replace("https://dist.invalid/", "");
  return state.files.has(name) ? new Response(state.files.get(name)) : new Response("gone", { status: 404 });
};
