/**
 * The header examples of a build in the servers they are for: each passes that server's own check, and a request with and without the
 * state cookie gets the policy, the tracking status and the cookie that its state asks for.
 *
 * Enters: `dist/headers/` and `dist/gate.json` of the demo; nginx, Apache and Caddy where they are installed (NGINX, APACHE and CADDY
 * name other programs). A server that is missing is skipped, with a line that says which package brings it.
 * Deliberately absent: TLS, and any file outside a folder of this test.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROOT, TARGET, until } from "./harness.mjs";
import { freePort } from "./port.mjs";

const DIST = join(ROOT, "www/demo/dist");
const find = (...paths) => paths.find((path) => path && existsSync(path));

mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const folder = mkdtempSync(join(TARGET, "scenarios", "servers-"));
const site = join(folder, "site");
const dist = join(folder, "dist");
mkdirSync(join(site, "deep/folder"), { recursive: true });
cpSync(DIST, dist, { recursive: true });
const gate = JSON.parse(readFileSync(join(dist, "gate.json"), "utf8"));

/** How each server is called, what its file becomes, and how a page asks it for a nonce. */
const SERVERS = {
  nginx: {
    program: find(process.env.NGINX, "/usr/sbin/nginx", "/usr/bin/nginx"),
    package: "nginx-light",
    file: "nginx.conf",
    nonce: 'nonce="{nonce}"',
    whole: (text, port) =>
      `daemon off; pid nginx-${port}.pid; error_log nginx.log;\nevents { }\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log off;\n` +
      ["body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name === "body" ? "client_body" : name}_temp_path ${folder};\n`).join("") +
      `${text.replace("listen 80;", `listen 127.0.0.1:${port};`)}}\n`,
    check: (file) => ["-t", "-p", folder, "-c", file],
    run: (file) => ["-p", folder, "-c", file],
  },
  Apache: {
    program: find(process.env.APACHE, "/usr/sbin/apache2", "/usr/sbin/httpd"),
    package: "apache2",
    file: "apache.conf",
    nonce: 'nonce="<!--#echo var="CSP_NONCE" -->"',
    whole: (text, port) => {
      const modules = ["mpm_event", "authz_core", "alias", "dir", "env", "headers", "include", "mime", "rewrite", "setenvif"];
      const load = modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join("");
      return (
        `${load}ServerRoot "${folder}"\nServerName localhost\nPidFile apache-${port}.pid\nErrorLog apache.log\nTypesConfig /etc/mime.types\nListen 127.0.0.1:${port}\n` +
        // A stand-in for what mod_cspnonce sets.
        `SetEnv CSP_NONCE c3RhbmQtaW4tbm9uY2U\nDirectoryIndex index.html\n${text.replace("<VirtualHost *:80>", `<VirtualHost 127.0.0.1:${port}>`)}`
      );
    },
    check: (file) => ["-t", "-f", file],
    run: (file) => ["-X", "-f", file],
  },
  Caddy: {
    program: find(process.env.CADDY, "/usr/bin/caddy"),
    package: "caddy",
    file: "Caddyfile",
    nonce: 'nonce="{{placeholder "http.request.uuid"}}"',
    whole: (text, port) => `{\n\tadmin off\n}\n${text.replace("layang.example {", `http://127.0.0.1:${port} {`)}`,
    check: (file) => ["validate", "--adapter", "caddyfile", "--config", file],
    run: (file) => ["run", "--adapter", "caddyfile", "--config", file],
  },
};

/** One answer: status, headers, body. */
function ask(port, path, headers = {}) {
  return new Promise((done, failed) => {
    request({ host: "127.0.0.1", port, path, headers: { connection: "close", ...headers } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      const bytes = () => Buffer.concat(parts);
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: bytes().toString(), bytes: bytes() }));
    })
      .on("error", failed)
      .end();
  });
}

const running = [];
after(async () => {
  for (const child of running) child.kill("SIGTERM");
  await Promise.all(running.map((child) => child.exitCode ?? new Promise((done) => child.once("exit", done))));
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the file as the server wants it, has the server check it, and starts it. */
async function start(name, strength) {
  const { program, file, whole, check, run, nonce } = SERVERS[name];
  const port = await freePort();
  let text = readFileSync(join(dist, "headers", file), "utf8").replaceAll("/srv/site", site).replaceAll("/srv/dist", dist);
  if (strength === "strict") {
    assert.match(text, /#strict /);
    const lists = /^.*(add_header Content-Security-Policy \$cs_lists|Header always set Content-Security-Policy "expr=default-src 'self'|header @page Content-Security-Policy "default-src 'self').*$/m;
    text = text.replace(lists, "").replaceAll("#strict ", "");
  }
  const page = `<!doctype html><title>A page</title><script ${nonce} src="/a.js"></script><p>{nonce}</p>`;
  for (const path of ["index.html", "deep/folder/index.html", "other.html"]) writeFileSync(join(site, path), page);
  writeFileSync(join(site, "a.js"), "");
  const path = join(folder, `${name}-${strength}.conf`);
  writeFileSync(path, whole(text, port));
  execFileSync(program, check(path), { stdio: "pipe" });
  const child = spawn(program, run(path), { stdio: "ignore", env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder } });
  running.push(child);
  await until(`${name} answers`, () => ask(port, "/").catch(() => undefined));
  return port;
}

const day = Math.floor(Date.now() / 864e5);
const value = (who, open, material = gate.cookie.material) => `1.${material}.${day + 100}.${who}.${open.join("~")}`;
const ALL = gate.purposes.filter(({ kind }) => kind === "additional").map(({ id }) => id);

/** What is asked with, what is open then, and the tracking status. */
const STATES = [
  { headers: {}, open: [], status: "P" },
  { headers: { cookie: `cs=${value("nu", ALL)}` }, open: ALL, status: "C" },
  { headers: { cookie: `a=b; cs=${value("nu", ["chat", "maps"])}; c=d` }, open: ["chat", "maps"], status: "C" },
  { headers: { cookie: `cs=${value("nu", [])}` }, open: [], status: "N" },
  { headers: { cookie: `cs=${value("nt", [], "anything")}` }, open: [], status: "N", again: false },
  { headers: { cookie: `cs=${value("nt", [], "Other-_1")}` }, open: [], status: "N" },
  { headers: { cookie: `cs=${value("nu", ALL, "Other-_1")}` }, open: [], status: "P" },
  { headers: { cookie: `cs=${value("nu", ALL).replace("1.", "2.")}` }, open: [], status: "P" },
  { headers: { cookie: `cs=${value("nu", ALL)}.x` }, open: [], status: "P" },
  { headers: { cookie: `xcs=${value("nu", ALL)}` }, open: [], status: "P" },
  { headers: { dnt: "1" }, open: [], status: "N" },
  { headers: { "sec-gpc": "1" }, open: [], status: "N" },
  { headers: { dnt: "0", "sec-gpc": "0" }, open: [], status: "P" },
  { headers: { "sec-gpc": "1", cookie: `cs=${value("nu", ALL)}` }, open: [], status: "N" },
  { headers: { "sec-gpc": "1", cookie: `cs=${value("gu", ALL)}` }, open: ALL, status: "C" },
  { headers: { dnt: "1", cookie: `cs=${value("gu", ALL)}` }, open: [], status: "N" },
  { headers: { dnt: "1", "sec-gpc": "1", cookie: `cs=${value("bu", ALL)}` }, open: ALL, status: "C" },
];

const sources = (open) => gate.purposes.filter(({ id }) => open.includes(id)).flatMap(({ sources }) => sources);

/** A policy as sets of words, since the order of sources means nothing. */
const read = (policy) => policy.split("; ").map((one) => one.trim().split(/ +/)).map(([name, ...words]) => [name, words.sort().join(" ")]);

for (const [name, { program, package: package_ }] of Object.entries(SERVERS)) {
  const skip = program ? false : `${name} is not installed: install the package ${package_}`;

  test(`${name} takes its file and sends host lists by the state cookie`, { skip }, async () => {
    const port = await start(name, "lists");
    for (const { headers, open, status } of STATES) {
      const said = JSON.stringify(headers);
      for (const path of ["/", "/other.html", "/deep/folder/"]) {
        const answer = await ask(port, path, { ...headers, "if-modified-since": new Date(Date.now() + 9e6).toUTCString() });
        assert.equal(answer.status, 200, said);
        const expected = gate.policies.lists.replaceAll("{open}", sources(open).map((source) => ` ${source}`).join(""));
        assert.deepEqual(read(answer.headers["content-security-policy"]), read(expected), said);
        assert.equal(answer.headers.tk, status, said);
        assert.match(answer.headers["cache-control"], /^private, no-cache$/);
        for (const word of ["Cookie", "DNT", "Sec-GPC"]) assert.ok(answer.headers.vary.includes(word), answer.headers.vary);
        assert.deepEqual([answer.headers["last-modified"], answer.headers.etag], [undefined, undefined]);
        const again = answer.headers["set-cookie"];
        const isState = status !== "P" && /cs=1\.([\w-]{8})/.test(headers.cookie ?? "") && (status === "C" || !headers.dnt && !headers["sec-gpc"]);
        if (isState) assert.match(again[0], /^cs=1\.[\w.~-]+; Path=\/; SameSite=Lax; Max-Age=15552000; Secure$/, said);
        else assert.equal(again, undefined, said);
        if (!isState) continue;
        const [mine] = again[0].split(";");
        assert.ok(headers.cookie.includes(mine), said);
        assert.equal(again[1], `${again[0].replace("cs=", "cs_kept=")}; HttpOnly`, said);
        const heard = await ask(port, path, { ...headers, cookie: `${headers.cookie}; ${mine.replace("cs=", "cs_kept=")}` });
        assert.equal(heard.headers["set-cookie"], undefined, said);
      }
    }
    const script = await ask(port, "/a.js", { cookie: `cs=${value("nu", ALL)}` });
    assert.deepEqual([script.headers["content-security-policy"], script.headers["set-cookie"], script.headers.tk], [undefined, undefined, undefined]);
  });

  test(`${name} serves the built files and the resources under /.well-known/`, { skip }, async () => {
    const port = await start(name, "lists");
    const check = async (path, type, file) => {
      const answer = await ask(port, path, { cookie: `cs=${value("nu", ALL)}` });
      assert.equal(answer.status, 200, path);
      assert.match(answer.headers["content-type"].split(";")[0], type, path);
      assert.equal(answer.headers["set-cookie"], undefined, path);
      assert.equal(answer.body, readFileSync(join(dist, file), "utf8"), path);
      return answer;
    };
    await check("/.well-known/gpc.json", /^application\/json$/, ".well-known/gpc.json");
    await check("/.well-known/dnt/", /^application\/tracking-status\+json$/, ".well-known/dnt/index.json");
    const widget = Object.keys(JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")).files).filter((file) => /^widget\..*\.js$/.test(file));
    assert.equal(widget.length, 2, "the module and the fallback");
    for (const file of widget) {
      const answer = await check(`/countersign/${file}`, /^(text|application)\/javascript$/, file);
      assert.match(answer.headers["cache-control"], /immutable/, file);
    }
    assert.equal((await check("/countersign/countersign.js", /javascript$/, "countersign.js")).headers["cache-control"], "no-cache");
  });

  test(`${name} sends what lies packed beside a file to whoever takes it`, { skip }, async () => {
    const port = await start(name, "lists");
    const [widget] = Object.keys(JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")).files).filter((file) => /^widget\.\w+\.js$/.test(file));
    for (const file of ["countersign.js", widget]) {
      // Brotli is a module of its own for nginx, which is not there.
      for (const [accepted, ending] of [["gzip", "gz"], ["gzip, deflate, br", name === "nginx" ? "gz" : "br"], ["identity", undefined]]) {
        const { headers, bytes } = await ask(port, `/countersign/${file}`, { "accept-encoding": accepted });
        const said = `${file} for ${accepted}`;
        assert.deepEqual(bytes, readFileSync(join(dist, ending ? `${file}.${ending}` : file)), said);
        assert.equal(headers["content-encoding"], { gz: "gzip", br: "br" }[ending], said);
        assert.match(headers["content-type"], /javascript/, said);
        assert.match(headers["cache-control"], file === widget ? /immutable/ : /^no-cache$/, said);
        assert.match(headers.vary ?? "", /accept-encoding/i, said);
      }
    }
  });

  test(`${name} sends the strict policy with a nonce that the page's own scripts bear`, { skip }, async () => {
    const port = await start(name, "strict");
    const seen = new Set();
    for (const open of [[], ["analytics"], ALL]) {
      const { headers, body } = await ask(port, "/", { cookie: `cs=${value("nu", open)}` });
      const policy = headers["content-security-policy"];
      const [, nonce] = /'nonce-([\w-]+)'/.exec(policy);
      seen.add(nonce);
      const expected = gate.policies.strict.replaceAll("{open}", sources(open).map((source) => ` ${source}`).join("")).replaceAll("{nonce}", nonce);
      assert.deepEqual(read(policy), read(expected));
      assert.ok(body.includes(`<script nonce="${nonce}" src="/a.js">`), body);
      assert.ok(body.includes("<p>{nonce}</p>"), body);
    }
    // What stands in for mod_cspnonce is the same each time.
    assert.equal(seen.size, name === "Apache" ? 1 : 3);
  });
}
