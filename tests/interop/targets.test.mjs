/**
 * Several backends at once, each with a form of its own: every one gets every receipt, and none holds up another. In: a build of the demo
 * with rows `[[backend]]`, an Express server that is not ours, and a server that writes down what comes.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { BACKENDS } from "./servers.mjs";
import { ROOT, TARGET, courier, program, until } from "../browser/harness.mjs";
import { RETRIED } from "../faults/ledger.mjs";

/** A server of another origin: keeps what comes, answers as `answers` says for a path, and 204 otherwise. */
async function recorder() {
  const seen = { got: [], asked: [], answers: {} };
  const server = createServer(async (request, response) => {
    const cors = {
      "access-control-allow-origin": request.headers.origin ?? "*",
      "access-control-allow-headers": "content-type,idempotency-key,authorization,x-site",
    };
    const { method, url: path, headers } = request;
    if (method === "OPTIONS") {
      seen.asked.push(path);
      return response.writeHead(204, cors).end();
    }
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    const { status, text } = (await seen.answers[path]?.({ headers, body })) ?? { status: 204 };
    seen.got.push({ path, headers, body, status });
    response.writeHead(status, cors).end(text);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  after(() => server.close());
  return Object.assign(seen, { origin: `http://127.0.0.1:${server.address().port}` });
}

/** The demo with other backends, built. */
function built(rows) {
  const folder = mkdtempSync(join(TARGET, "targets-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const demo = join(ROOT, "www/demo");
  cpSync(demo, folder, { recursive: true, filter: (path) => !/demo\/(dist|site)$/.test(path) });
  const site = readFileSync(join(demo, "site.toml"), "utf8").replace(/^endpoint = .*\n/m, "");
  writeFileSync(join(folder, "site.toml"), site + rows);
  const dist = join(folder, "dist");
  const { status, stderr } = spawnSync(program("countersign"), ["build", join(folder, "site.toml"), "-o", dist, "--assets", join(TARGET, "web")]);
  assert.equal(status, 0, String(stderr));
  return dist;
}

const other = await recorder();
const express = await BACKENDS.find(({ name }) => name === "express").start();
after(() => express.stop());

const dist = built(`
[[backend]]
url = "/v1/receipts"

[[backend]]
url = "${other.origin}/jose"
format = "jose"
headers = { X-Site = "layang" }
token = "jose-token"

[[backend]]
url = "${other.origin}/text"
format = "text"

[[backend]]
url = "${other.origin}/form"
format = "form"
fields = { receipt = "jws", rid = "id", kind = "type", sub = "who", time = "when" }

[[backend]]
url = "${other.origin}/express"
format = "form"

[[backend]]
function = "warehouse"
`);
const tools = courier({ dist });

/** Passes a receipt on to the server that is not ours. */
async function toExpress({ headers, body }) {
  const answer = await fetch(express.url, { method: "POST", headers: { "content-type": headers["content-type"] }, body });
  return { status: answer.status, text: await answer.text() };
}

/** The page's own script: a token, and a function that keeps what it gets. */
const own = () => {
  window.stored = [];
  document.addEventListener("countersign:backend", ({ detail: { name, rid, receipt, answer } }) => {
    if (name === "jose-token") answer(Promise.resolve("t0k3n"));
    if (name === "warehouse") answer({ status: 202, was: window.stored.push({ rid, receipt }) });
  });
};

const rows = (tab) =>
  tab.page.evaluate(
    () =>
      new Promise((done) => {
        const opening = indexedDB.open("countersign", 1);
        opening.onsuccess = () => {
          const all = opening.result.transaction("receipts").objectStore("receipts").getAll();
          all.onsuccess = () => done((opening.result.close(), all.result));
        };
      }),
  );

const posts = (row) => Object.fromEntries(row.posts.map(({ to, posting }) => [to.replace(other.origin, ""), posting]));
const arrived = (path) => other.got.filter((one) => one.path === path);
const forget = () => Object.assign(other, { got: [], asked: [], answers: { "/express": toExpress } });

test("each of six backends gets the receipt in its form, and the visitor holds a countersignature", async () => {
  forget();
  const made = await tools.fresh();
  const tab = await tools.visit("/", { init: own });
  await tab.refuseAll();
  const [{ rid, receipt, claims }] = await made.receipts(1);
  const row = await until("all have it", async () => (await rows(tab))[0], (row) => row?.posting === "countersigned");
  assert.deepEqual(posts(row), {
    "/v1/receipts": "countersigned",
    "/jose": "delivered",
    "/text": "delivered",
    "/form": "delivered",
    "/express": "countersigned",
    "function:warehouse": "delivered",
  });
  const [jose, text, form, viaExpress] = ["/jose", "/text", "/form", "/express"].map((path) => {
    const [one, more] = arrived(path);
    assert.equal(more, undefined, `${path} got it once`);
    return one;
  });
  assert.deepEqual([jose.body, text.body], [receipt, receipt]);
  const { authorization, "x-site": site, "idempotency-key": key, "content-type": type } = jose.headers;
  assert.deepEqual([authorization, site, key, type], ["Bearer t0k3n", "layang", `"${rid}"`, "application/jose"]);
  assert.equal(text.headers["content-type"], "text/plain;charset=UTF-8");
  assert.match(form.headers["content-type"], /^application\/x-www-form-urlencoded/);
  const fields = { jws: receipt, id: rid, type: "choice", who: claims.sub, when: claims.iat };
  assert.deepEqual(Object.fromEntries(new URLSearchParams(form.body)), fields);
  assert.deepEqual([viaExpress.status, new URLSearchParams(viaExpress.body).get("receipt")], [201, receipt]);
  assert.deepEqual(await tab.page.evaluate(() => window.stored), [{ rid, receipt }]);
  assert.deepEqual(other.asked, ["/jose"], "text and forms need no preflight");
  assert.ok(other.got.every(({ headers }) => headers.cookie === undefined), "no cookie goes along");
  assert.deepEqual(tab.faults, []);
});

test("a backend that fails, one that refuses, a token and a function that nobody gives: the others get it, and what lacks it gets it later", async () => {
  forget();
  let down = true;
  other.answers["/form"] = () => ({ status: down ? 503 : 204 });
  other.answers["/text"] = () => ({ status: 422 });
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const first = await visitor.tab();
  await first.refuseAll();
  const [{ rid, receipt }] = await made.receipts(1);
  const waits = { "/v1/receipts": "countersigned", "/jose": "queued", "/text": "parked", "/form": "queued", "/express": "countersigned", "function:warehouse": "queued" };
  const row = await until("all were asked", async () => (await rows(first))[0], (row) => row?.posts.every(({ tries }) => tries));
  assert.deepEqual([posts(row), row.posting], [waits, "queued"]);
  assert.deepEqual(arrived("/jose"), [], "nothing goes without its token");
  await first.page.close();
  down = false;
  await visitor.context.addInitScript(own);
  const later = await visitor.tab("/track.html");
  const done = await until("all have said their word", async () => (await rows(later))[0], (row) => row?.posting === "parked", RETRIED);
  assert.deepEqual(posts(done), { ...waits, "/jose": "delivered", "/form": "delivered", "function:warehouse": "delivered" });
  assert.deepEqual(await later.page.evaluate(() => window.stored), [{ rid, receipt }]);
  assert.deepEqual([arrived("/text").length, arrived("/express").length, (await made.ledger()).length], [1, 1, 1], "each has it once");
  const { sha256 } = JSON.parse(Buffer.from(done.countersignature.split(".")[1], "base64url"));
  assert.equal(sha256, createHash("sha256").update(receipt).digest("base64url"));
});
