/**
 * Edits a copy of the bench for the conditions of the field: HTTP/2 with TLS, 20 gated tags instead of 4, a processor as slow as `--cpu` says.
 *
 * Enters: the copy's folder, with `key.pem` and `certificate.pem` in it. Leaves: its `run.mjs`, `lib/site.mjs`, `lib/page.mjs` and pages.
 * Every edit has to find what it replaces, or the bench has changed and this file has to follow.
 * Deliberately absent: bytes on the wire of HTTP/2, whose headers are packed for a connection as a whole; bodies are counted instead.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);

/** How many scripts stand where one did; with the pixel these are 20 tags. */
const COPIES = { analytics: 7, ads: 6, chat: 6 };
const SCRIPTS = Object.entries(COPIES).flatMap(([name, count]) => Array.from({ length: count }, (_, place) => (place ? `${name}-${place + 1}` : name)));
const TAGS = SCRIPTS.length + 1;

/** Replaces in a file; what is not found is an error. */
function edit(name, edits) {
  const path = join(folder, name);
  let text = readFileSync(path, "utf8");
  for (const [old, by] of edits) {
    const edited = text.replaceAll(old, by);
    if (edited === text) throw new Error(`${name} of the bench no longer holds ${old}: adapt tests/bench/field.mjs`);
    text = edited;
  }
  writeFileSync(path, text);
}

const SERVER = `http2.createSecureServer({ key: fs.readFileSync(path.join(root, 'key.pem')), cert: fs.readFileSync(path.join(root, 'certificate.pem')) }, (req, res) => {`;

edit("run.mjs", [
  ["CPU = 4, TRACKERS = 4", `CPU = +arg('cpu', 4), TRACKERS = ${TAGS}`],
  ["v.wait('trk', 3, 8000)", `v.wait('trk', ${SCRIPTS.length}, 20000)`],
  ["trk.length === 3", `trk.length === ${SCRIPTS.length}`],
  ["'--headless', ", "'--headless', '--ignore-certificate-errors', "],
]);
edit("lib/site.mjs", [
  ["import http from 'node:http';", "import http2 from 'node:http2';"],
  ["http.createServer((req, res) => {", SERVER],
  ["before = req.socket.bytesWritten;", "before = 0;"],
  ["entry.wire = req.socket.bytesWritten - before;", "entry.wire = entry.body;"],
  ["server.keepAliveTimeout = 60000;", "const sessions = new Set(); server.on('session', s => { sessions.add(s); s.on('close', () => sessions.delete(s)); });"],
  ["server.closeAllConnections();", "for (const s of sessions) s.destroy();"],
  ["origin: `http://", "origin: `https://"],
]);
edit("lib/page.mjs", [["export const trackers = ['analytics', 'ads', 'chat'];", `export const trackers = ${JSON.stringify(SCRIPTS)};`]]);
edit("lib/report.mjs", [["after accept (4)", `after accept (${TAGS})`], ["return visit (4)", `return visit (${TAGS})`]]);

/** The ways in which contestants name a tracker; each is repeated with the names of its copies. */
const WAYS = (name) => [new RegExp(`<script[^>]*"/t/${name}\\.js"[^>]*></script>`, "g"), new RegExp(`\\{ id: '${name}', src: '/t/${name}\\.js'[^}]*\\}`, "g")];
/** The ways in which a contestant's own script makes them. */
const LOOPS = [
  ["for (const n of ['analytics', 'ads', 'chat'])", `for (const n of ${JSON.stringify(SCRIPTS)})`],
  [
    "const s = document.createElement('script'); s.async = true; s.src = '/t/' + n + '.js'; document.head.append(s);",
    `for (const m of ${JSON.stringify(SCRIPTS)}.filter(m => m.startsWith(n))) { const s = document.createElement('script'); s.async = true; s.src = '/t/' + m + '.js'; document.head.append(s); }`,
  ],
];

function tags(text) {
  let edited = text;
  for (const [name, count] of Object.entries(COPIES)) {
    for (const way of WAYS(name)) {
      const copies = (tag) => Array.from({ length: count }, (_, place) => (place ? tag.replaceAll(`'${name}'`, `'${name}-${place + 1}'`).replaceAll(`/t/${name}.js`, `/t/${name}-${place + 1}.js`) : tag));
      edited = edited.replaceAll(way, (tag) => copies(tag).join(tag.startsWith("{") ? ", " : ""));
    }
  }
  for (const [old, by] of LOOPS) edited = edited.replaceAll(old, by);
  return edited;
}

for (const name of readdirSync(join(folder, "contestants"))) {
  if (name === "baseline") continue;
  const files = ["index.html", "main.js", "main.jsx"].map((file) => join(folder, "contestants", name, file)).filter(existsSync);
  const changed = files.filter((path) => {
    const text = readFileSync(path, "utf8");
    const edited = tags(text);
    if (edited !== text) writeFileSync(path, edited);
    return edited !== text;
  });
  if (changed.length !== 1) throw new Error(`the tags of the contestant ${name} were found in ${changed.length} files instead of one: adapt tests/bench/field.mjs`);
}
