/**
 * "What happened": shows live what the gate held back, what reached the stand-ins, and which receipts exist.
 *
 * Enters: this page's own markup, cookie and storage; the stand-ins' log; the receiver's ledger, receipts and keys.
 * Leaves: six panels, redrawn when their content changed. Deliberately absent: judgment; it shows what it read.
 */

import { decodeJws, pending, sha256, state, storedNames, verifies } from "./evidence.js";
import { strings } from "./site.js";

const REFRESH_MS = 2_000;
const SHOWN_REQUESTS = 40;
const SHOWN_RECEIPTS = 20;
/** Names that belong to a third party, as site.toml declares them. */
const VENDORS = [
  ["Metrik", "analytics", /^_mk_/],
  ["Adlayar", "marketing", /^_al_/],
  ["Sembang", "chat", /^sb_/],
  ["Petaku", "maps", /^pk_/],
];

const texts = await strings;
const say = (key, english) => texts[key] ?? english;
const byId = (id) => document.getElementById(id);

/** Gated elements as the page was written: the gate may replace them, so they are read from the source, not from the tree. */
const gated = await readGated();
const standIns = new URL(gated[0].url).origin;
const receipts = new Map();
const drawn = new Map();
let keys = new Map();

async function readGated() {
  const source = await (await fetch(location.pathname)).text();
  const page = new DOMParser().parseFromString(source, "text/html");
  return [...page.querySelectorAll("[data-cs-purpose]")].map((element) => ({
    kind: element.localName,
    purposes: element.dataset.csPurpose.split(" "),
    // A template holds its content in a comment, so that no browser loads ahead what stands in it.
    url: element.dataset.csSrc ?? /\ssrc="([^"]+)"/.exec(element.innerHTML)?.[1],
  }));
}

// Redrawing only what changed keeps opened receipts open and the focus where it is.
function draw(id, content, build) {
  const shape = JSON.stringify(content);
  if (drawn.get(id) === shape) return;
  drawn.set(id, shape);
  byId(id).replaceChildren(build(content));
}

function count(id, value) {
  byId(id).textContent = value === undefined ? "–" : String(value);
}

function drawChoice() {
  const now = state();
  draw("choice", now ?? null, () =>
    now === undefined
      ? nothing(say("h.nochoice", "No choice is stored. Everything optional is shut."))
      : table([], [
          ["open", now.open.length === 0 ? chip(say("h.allrefused", "nothing, all refused"), "") : chips(now.open, "good")],
          ["by", now.by],
          ["signal", now.signal],
          ["expires", now.expires.toISOString().slice(0, 10)],
          ["notice", code(now.material)],
          ["cs", code(now.text)],
        ]),
  );
  return now;
}

function drawGate(now) {
  const loaded = new Set(performance.getEntriesByType("resource").map((entry) => entry.name));
  const rows = gated.map(({ kind, purposes, url }) => {
    const open = now !== undefined && purposes.every((purpose) => now.open.includes(purpose));
    return { kind, purpose: purposes.join(" "), path: new URL(url).pathname, open, loaded: loaded.has(url) };
  });
  count("count-shut", rows.filter((row) => !row.loaded).length);
  draw("gate", rows, () =>
    table(
      [say("h.purpose", "Purpose"), say("h.element", "Element"), say("h.state", "State")],
      rows.map((row) => [
        row.purpose,
        code(`<${row.kind}> ${row.path}`),
        row.loaded
          ? chip(row.open ? say("h.opened", "opened") : say("h.ran", "ran; gone on reload"), row.open ? "good" : "bad")
          : chip(say("h.shut", "shut"), ""),
      ]),
    ),
  );
}

function drawStored() {
  const rows = storedNames().map(({ place, name }) => {
    const vendor = VENDORS.find(([, , pattern]) => pattern.test(name));
    return { name, place, owner: vendor?.[0] ?? "Layang Express", purpose: vendor?.[1] };
  });
  count("count-stored", rows.filter((row) => row.purpose !== undefined).length);
  draw("stored", rows, () =>
    rows.length === 0
      ? nothing(say("h.nostored", "Nothing is stored."))
      : table(
          [say("h.name", "Name"), say("h.place", "Place"), say("h.owner", "Whose")],
          rows.map((row) => [code(row.name), row.place, row.purpose ? chip(row.owner, "bad") : row.owner]),
        ),
  );
}

function drawPending() {
  const list = pending();
  draw("pending", list, () =>
    list.length === 0 ? nothing(say("h.nopending", "None.")) : block(JSON.stringify(list, null, 2)),
  );
}

async function drawRequests() {
  const log = await read(`${standIns}/__log`);
  count("count-requests", log?.length);
  draw("requests", log ?? null, () => {
    if (log === undefined) return nothing(say("h.nostandins", "The stand-ins do not answer. Start third-parties.mjs to see their log."));
    if (log.length === 0) return nothing(say("h.norequests", "None. Nothing has left this site for a third party."));
    return table(
      ["#", say("h.time", "Time"), say("h.request", "Request"), say("h.cookies", "Cookies sent along"), say("h.from", "From")],
      log.slice(-SHOWN_REQUESTS).reverse().map((entry) => [
        String(entry.n),
        entry.at.slice(11, 19),
        code(`${entry.method} ${entry.path}`),
        entry.cookies.join(", ") || "–",
        entry.origin ?? "–",
      ]),
    );
  });
}

async function drawReceipts() {
  const first = await read("/v1/ledger?limit=1");
  if (typeof first?.size !== "number") {
    count("count-receipts", undefined);
    return draw("receipts", null, () =>
      nothing(say("h.noledger", "No ledger answers at /v1/ledger. Start the receiver with --public-ledger to see receipts here.")),
    );
  }
  count("count-receipts", first.size);
  const after = first.size - SHOWN_RECEIPTS - 1;
  const page = await read(after < 0 ? "/v1/ledger?limit=100" : `/v1/ledger?after=${after}&limit=100`);
  const shown = [];
  for (const entry of (page?.entries ?? []).toReversed()) {
    if (!receipts.has(entry.rid)) {
      const receipt = await examine(entry);
      if (receipt !== undefined) receipts.set(entry.rid, receipt);
    }
    if (receipts.has(entry.rid)) shown.push(receipts.get(entry.rid));
  }
  draw("receipts", shown.map((receipt) => receipt.rid), () => {
    if (shown.length === 0) return nothing(say("h.noreceipts", "None yet. Make a choice."));
    const list = document.createElement("div");
    list.append(...shown.map(receiptCard));
    return list;
  });
}

/** Fetches one receipt, decodes it and verifies what can be verified here. */
async function examine({ rid, index, received_at: receivedAt }) {
  const answer = await read(`/v1/receipts/${encodeURIComponent(rid)}`);
  if (typeof answer?.receipt !== "string") return undefined;
  const receipt = decodeJws(answer.receipt);
  const countersignature = answer.countersignature ? decodeJws(answer.countersignature) : undefined;
  return {
    rid,
    index,
    receivedAt,
    receipt,
    countersignature,
    signed: await verifies(answer.receipt, receipt.header.jwk),
    countersigned: countersignature && (await verifies(answer.countersignature, await keyOf(countersignature.header.kid))),
    matches: countersignature && countersignature.payload.sha256 === (await sha256(answer.receipt)),
  };
}

async function keyOf(kid) {
  if (!keys.has(kid)) {
    const set = await read("/.well-known/jwks.json");
    keys = new Map((set?.keys ?? []).map((key) => [key.kid, key]));
  }
  return keys.get(kid);
}

function receiptCard({ index, receivedAt, receipt, countersignature, signed, countersigned, matches }) {
  const card = document.createElement("details");
  card.className = "receipt";
  const summary = document.createElement("summary");
  const { payload, header } = receipt;
  const given = (payload.p ?? []).filter((purpose) => purpose.st === "given").map((purpose) => purpose.id);
  const verdict = (fits, good, bad, open) => (fits === undefined ? chip(open, "") : chip(fits ? good : bad, fits ? "good" : "bad"));
  summary.append(
    strong(`#${index} ${payload.kind}`),
    verdict(signed, say("h.sigok", "signature fits"), say("h.sigbad", "signature does not fit"), say("h.unsigned", "unsigned")),
    verdict(
      countersigned === undefined ? undefined : countersigned && matches,
      say("h.counterok", "countersigned"),
      say("h.counterbad", "countersignature does not fit"),
      say("h.nocounter", "not countersigned"),
    ),
    text("span", given.join(", ") || say("h.allrefused", "nothing, all refused")),
    text("span", receivedAt.slice(0, 19).replace("T", " ")),
  );
  card.append(
    summary,
    text("h3", say("h.header", "Protected header")),
    block(JSON.stringify(header, null, 2)),
    text("h3", say("h.payload", "Payload")),
    block(JSON.stringify(payload, null, 2)),
  );
  if (countersignature) {
    card.append(text("h3", say("h.counter", "Countersignature")), block(JSON.stringify(countersignature, null, 2)));
  }
  return card;
}

/** JSON of an address, or undefined where there is no such answer. */
async function read(url) {
  try {
    const response = await fetch(url, { cache: "no-store", credentials: "omit" });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

function table(heads, rows) {
  const frame = document.createElement("div");
  frame.className = "scroll";
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  const grid = document.createElement("table");
  if (heads.length > 0) {
    const row = grid.createTHead().insertRow();
    for (const head of heads) {
      const cell = text("th", head);
      cell.scope = "col";
      row.append(cell);
    }
  }
  const body = grid.createTBody();
  for (const cells of rows) {
    const row = body.insertRow();
    cells.forEach((content, place) => {
      const cell = document.createElement(heads.length === 0 && place === 0 ? "th" : "td");
      if (cell.localName === "th") cell.scope = "row";
      cell.append(content);
      row.append(cell);
    });
  }
  frame.append(grid);
  return frame;
}

function text(tag, content, name = "") {
  const element = document.createElement(tag);
  element.textContent = content;
  if (name !== "") element.className = name;
  return element;
}

function strong(content) {
  return text("b", content);
}

function code(content) {
  return text("code", content);
}

function chip(content, tone) {
  return text("span", content, `chip ${tone}`.trim());
}

function chips(list, tone) {
  const row = document.createElement("span");
  row.className = "chips";
  row.append(...list.map((content) => chip(content, tone)));
  return row;
}

function nothing(content) {
  return text("p", content, "nothing");
}

function block(content) {
  const element = text("pre", content);
  element.tabIndex = 0;
  return element;
}

byId("empty-log").addEventListener("click", async () => {
  const done = await fetch(`${standIns}/__log`, { method: "DELETE" }).then((answer) => answer.ok, () => false);
  byId("status").textContent = done ? say("h.emptied", "The request log is empty.") : say("h.notemptied", "The stand-ins do not answer.");
  await refresh();
});

byId("start-over").addEventListener("click", async () => {
  for (const { place, name } of storedNames()) {
    if (place === "cookie") document.cookie = `${name}=; path=/; max-age=0`;
  }
  try {
    localStorage.clear();
  } catch {
    // Storage is blocked, so there is nothing to clear.
  }
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase("countersign");
    // The widget may hold the database open: the deletion then waits for the reload.
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
  location.reload();
});

let busy = false;
async function refresh() {
  if (busy) return;
  busy = true;
  try {
    drawGate(drawChoice());
    drawStored();
    drawPending();
    await Promise.all([drawRequests(), drawReceipts()]);
  } finally {
    busy = false;
  }
}

document.addEventListener("countersign:change", refresh);
setInterval(refresh, REFRESH_MS);
await refresh();
