/**
 * Stand-ins for the four third parties of the demo: Metrik (analytics), Adlayar (advertising), Sembang (chat), Petaku (map).
 *
 * Enters: HTTP requests of the demo's pages; `--port N` (0 picks a free one, default 8099).
 * Leaves: scripts, a pixel and a map frame that behave as such vendors do (cookies, local storage, beacons), and at `/__log`
 * the list of every request that arrived, so that "nothing was sent before a choice" can be counted instead of believed.
 * Deliberately absent: dependencies, storage on disk, cookie values in the log, any request to elsewhere.
 */

import { createServer } from "node:http";

/** The oldest entries go first when the log is full, so memory stays bounded. */
const LOG_LIMIT = 500;
/** Longest path or header kept in a log entry, in characters. */
const FIELD_LIMIT = 300;
/** Longest request body that is read; the rest is discarded. Bytes. */
const BODY_LIMIT = 16_384;

const DAY_SECS = 86_400;
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

const METRIK = `/** Metrik stand-in: counts a page view. */
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const known = document.cookie.match(/(?:^|; )_mk_id=([^;]+)/);
  const id = known ? known[1] : Math.random().toString(36).slice(2, 12);
  document.cookie = "_mk_id=" + id + "; path=/; max-age=${395 * DAY_SECS}; samesite=lax";
  try {
    localStorage.setItem("_mk_seen", String(Number(localStorage.getItem("_mk_seen") || 0) + 1));
  } catch {
    // Storage is blocked; the visit is counted all the same.
  }
  navigator.sendBeacon(origin + "/metrik/collect", JSON.stringify({ id, page: location.pathname, from: document.referrer }));
})();
`;

const ADLAYAR = `/** Adlayar stand-in: recognizes the browser and reports the page with a second pixel. */
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const known = document.cookie.match(/(?:^|; )_al_uid=([^;]+)/);
  const uid = known ? known[1] : Math.random().toString(36).slice(2, 12);
  document.cookie = "_al_uid=" + uid + "; path=/; max-age=${365 * DAY_SECS}; samesite=lax";
  new Image().src = origin + "/adlayar/match.gif?page=" + encodeURIComponent(location.pathname);
})();
`;

const SEMBANG = `/** Sembang stand-in: shows a chat bubble that answers with one polite line. */
(() => {
  const origin = new URL(document.currentScript.src).origin;
  if (document.getElementById("sembang-chat")) return;
  try {
    if (!localStorage.getItem("sb_session")) {
      localStorage.setItem("sb_session", Math.random().toString(36).slice(2, 12));
    }
  } catch {
    // Storage is blocked; the chat lives for this page only.
  }
  const host = document.createElement("aside");
  host.id = "sembang-chat";
  host.setAttribute("aria-label", "Chat");
  const root = host.attachShadow({ mode: "open" });
  const style =
    ":host{position:fixed;right:16px;bottom:88px;z-index:50;font:15px/1.45 system-ui,sans-serif}" +
    "button{all:unset;box-sizing:border-box;cursor:pointer;min-height:48px;padding:12px 20px;border-radius:24px 24px 4px 24px;" +
    "background:#5b3fa8;color:#fff;font-weight:600;box-shadow:0 4px 16px #0005}" +
    "button:focus-visible{outline:3px solid #ffd166;outline-offset:2px}" +
    "p{box-sizing:border-box;width:min(260px,calc(100vw - 32px));margin:0 0 10px;padding:14px 16px;border-radius:16px;" +
    "background:#fff;color:#221a3a;box-shadow:0 4px 16px #0004}[hidden]{display:none}";
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // An older browser, which makes no style sheets.
    root.append(Object.assign(document.createElement("style"), { textContent: style }));
  }
  const answer = document.createElement("p");
  answer.hidden = true;
  answer.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Chat with us";
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    answer.hidden = !answer.hidden;
    answer.textContent = answer.hidden ? "" : "Hello! This is the Sembang stand-in. A real chat would begin here.";
    button.setAttribute("aria-expanded", String(!answer.hidden));
  });
  root.append(answer, button);
  document.body.append(host);
  fetch(origin + "/sembang/hello", { method: "POST", mode: "no-cors", body: "hello" }).catch(() => {});
})();
`;

const PETAKU = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Petaku map</title>
<link rel="stylesheet" href="/petaku/map.css">
</head>
<body>
<svg viewBox="0 0 640 360" preserveAspectRatio="xMidYMid slice" role="img" aria-label="Map: the parcel's route from the sorting center over three stations to the door">
<rect class="land" width="640" height="360"/>
<path class="sea" d="M0 0h150c-20 40 14 70-6 110s-50 60-30 110 20 90-14 140H0Z"/>
<path class="sea" d="M640 250c-60-10-90 30-130 40s-60 40-80 70h210Z"/>
<path class="park" d="M250 30q60-30 110 0t60 60-70 30-100-20-0-70Z"/>
<path class="park" d="M200 250q40-20 80 6t10 60-70 4-20-70Z"/>
<path class="river" d="M470 0c-10 60 40 90 10 150s-90 60-80 120 40 60 30 90"/>
<path class="road" d="M150 60 640 190M190 0l90 360M640 60 120 300M400 0 360 360M150 200l490 60"/>
<path class="highway" d="M160 330c60-70 120-60 170-120S480 110 600 40"/>
<path class="route" d="M190 300c50-50 100-48 140-92s70-66 130-88q50-18 92-54"/>
<g class="station"><circle cx="190" cy="300" r="9"/><circle cx="330" cy="208" r="7"/><circle cx="460" cy="120" r="7"/></g>
<path class="door" d="M552 66l-15-24a18 18 0 1 1 30 0Z"/>
<circle class="hole" cx="552" cy="32" r="6"/>
<g class="label"><text x="206" y="322">Bandar Contoh</text><text x="344" y="232">Kampung Wau</text><text x="474" y="146">Bukit Tali</text><text x="524" y="58" text-anchor="end">Your door</text></g>
</svg>
<p>Petaku (stand-in) · invented places</p>
</body>
</html>
`;

const PETAKU_CSS = `:root{color-scheme:light dark;--land:#efe9da;--sea:#b9dbe6;--park:#cfe3bd;--road:#fff;--hw:#f3d38b;--route:#c8371b;--ink:#2a2c33}
@media (prefers-color-scheme:dark){:root{--land:#232a33;--sea:#16384a;--park:#2b4034;--road:#3a444f;--hw:#6e5a2a;--route:#ff8a66;--ink:#f0f2f4}}
html,body{margin:0;height:100%;overflow:hidden;background:var(--land)}
svg{display:block;width:100%;height:100%}
.land{fill:var(--land)}.sea{fill:var(--sea)}.park{fill:var(--park)}
.river,.road,.highway,.route{fill:none;stroke-linecap:round;stroke-linejoin:round}
.river{stroke:var(--sea);stroke-width:10}.road{stroke:var(--road);stroke-width:4}.highway{stroke:var(--hw);stroke-width:8}
.route{stroke:var(--route);stroke-width:5;stroke-dasharray:12 9}
.station circle{fill:var(--land);stroke:var(--route);stroke-width:4}.door{fill:var(--route)}.hole{fill:var(--land)}
.label{font:600 15px system-ui,sans-serif;fill:var(--ink);paint-order:stroke;stroke:var(--land);stroke-width:4px;stroke-linejoin:round}
p{position:fixed;left:0;bottom:0;margin:0;padding:3px 8px;font:12px system-ui,sans-serif;background:var(--land);color:var(--ink)}
`;

/** Method and path to answer; a Buffer or string body, and headers beside the common ones. */
const ROUTES = new Map([
  ["GET /metrik/metrik.js", { type: "text/javascript; charset=utf-8", body: METRIK }],
  ["POST /metrik/collect", { status: 204 }],
  ["GET /adlayar/pixel.gif", { type: "image/gif", body: PIXEL }],
  ["GET /adlayar/match.gif", { type: "image/gif", body: PIXEL }],
  ["GET /adlayar/ads.js", { type: "text/javascript; charset=utf-8", body: ADLAYAR }],
  ["GET /sembang/chat.js", { type: "text/javascript; charset=utf-8", body: SEMBANG }],
  ["POST /sembang/hello", { status: 204 }],
  ["GET /petaku/map.css", { type: "text/css; charset=utf-8", body: PETAKU_CSS }],
  [
    "GET /petaku/map.html",
    {
      type: "text/html; charset=utf-8",
      body: PETAKU,
      headers: { "Set-Cookie": `pk_view=route; Path=/; Max-Age=${30 * DAY_SECS}; SameSite=Lax` },
    },
  ],
]);

const log = [];
let nextNumber = 1;

/** One log entry: number, RFC 3339 instant, method, path with query, names of cookies received, page origin and referer (null if not sent). */
function record(request) {
  const clip = (value) => (value === undefined ? null : String(value).slice(0, FIELD_LIMIT));
  const referer = clip(request.headers.referer);
  log.push({
    n: nextNumber++,
    at: new Date().toISOString(),
    method: request.method,
    path: clip(request.url),
    cookies: (request.headers.cookie ?? "")
      .split(";")
      .map((pair) => pair.split("=")[0].trim().slice(0, FIELD_LIMIT))
      .filter(Boolean)
      .slice(0, 50),
    origin: clip(request.headers.origin) ?? originOf(referer),
    referer,
  });
  if (log.length > LOG_LIMIT) log.shift();
}

function originOf(url) {
  return url !== null && URL.canParse(url) ? new URL(url).origin : null;
}

const OPEN_TO_ALL = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
  "Access-Control-Allow-Headers": "content-type",
};

function send(response, { status = 200, type, body = "", headers = {} }) {
  response.writeHead(status, {
    ...OPEN_TO_ALL,
    "Cache-Control": "no-store",
    ...(type === undefined ? {} : { "Content-Type": type }),
    ...headers,
  });
  response.end(body);
}

function answer(request, response) {
  const path = request.url.split("?")[0];
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (path === "/__log") return answerLog(method, response);
  record(request);
  if (method === "OPTIONS") return send(response, { status: 204 });
  const route = ROUTES.get(`${method} ${path}`);
  send(response, route ?? { status: 404, type: "text/plain; charset=utf-8", body: "The stand-ins know no such path.\n" });
}

/** The log is not part of the log: reading it must not change what is counted. */
function answerLog(method, response) {
  if (method === "GET") return send(response, { type: "application/json", body: JSON.stringify(log) });
  if (method === "DELETE") {
    log.length = 0;
    nextNumber = 1;
    return send(response, { status: 204 });
  }
  send(response, { status: method === "OPTIONS" ? 204 : 405, headers: { Allow: "GET, DELETE" } });
}

function portFrom(args) {
  const at = args.findIndex((arg) => arg === "--port" || arg.startsWith("--port="));
  if (at < 0) return 8099;
  const text = args[at].includes("=") ? args[at].split("=")[1] : args[at + 1];
  const port = Number(text);
  if (text === undefined || text === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error("third-parties.mjs: --port takes a number from 0 to 65535, for example --port 8099");
    process.exit(2);
  }
  return port;
}

const server = createServer((request, response) => {
  let received = 0;
  request.on("data", (chunk) => {
    received += chunk.length;
    if (received > BODY_LIMIT) request.destroy();
  });
  request.on("end", () => answer(request, response));
});

server.on("error", (error) => {
  console.error(`third-parties.mjs: cannot listen: ${error.message}; choose another port with --port`);
  process.exit(1);
});

server.listen(portFrom(process.argv.slice(2)), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    // Browsers keep connections open; they must not hold up the end.
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
}
