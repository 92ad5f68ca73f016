/**
 * Software that is not ours, and `countersign verify`, each asked the same: is this receipt, this countersignature, this log genuine?
 *
 * In: receipts as the receiver gives them (`receipt`, `countersignature`, `proof`, `claims`, `index`), the key set, addresses. Out: an
 * error where anything genuine is refused or anything changed is taken.
 */
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { calculateJwkThumbprint, compactVerify, createLocalJWKSet, EmbeddedJWK } from "jose";
import { TARGET, program } from "../browser/harness.mjs";

const ES256 = { algorithms: ["ES256"] };
const HERE = fileURLToPath(new URL(".", import.meta.url));
const claimsOf = ({ payload }) => JSON.parse(new TextDecoder().decode(payload));
export const sha256 = (text) => createHash("sha256").update(text, "ascii").digest("base64url");

/** Runs a program with an input and answers what it said; an error with its words where it fails. */
const ask = (command, words, input, options = {}) =>
  new Promise((done, failed) => {
    const child = execFile(command, words, { maxBuffer: 1 << 27, ...options }, (error, stdout, stderr) => (error ? failed(new Error(`${command}: ${stderr || stdout || error}`)) : done(stdout)));
    child.stdin.end(input);
  });

/**
 * A text with one character changed: at many places, in each part for certain, and only where other bytes come of it (the last character
 * of a part may carry bits that no byte uses).
 */
export function changed(jws, count = 100) {
  const places = new Set(Array.from({ length: count }, (_, step) => Math.floor((step * jws.length) / count)));
  jws.split("").forEach((letter, place) => letter === "." && [place - 2, place, place + 1].forEach((one) => places.add(one)));
  const parts = (text) => text.split(".").map((part) => Buffer.from(part, "base64url").toString("hex"));
  const texts = [...places].map((place) => jws.slice(0, place) + (jws[place] === "A" ? "Q" : "A") + jws.slice(place + 1));
  return texts.filter((text) => String(parts(text)) !== String(parts(jws)));
}

/** By the npm package `jose`. */
export async function byJose(receipts, keySet, issuer) {
  const keys = createLocalJWKSet(keySet);
  for (const { receipt, claims, rid, index, received_at, receipt_sha256, countersignature } of receipts) {
    const verified = await compactVerify(receipt, EmbeddedJWK, ES256);
    assert.deepEqual(claimsOf(verified), claims);
    const { typ, jwk, kid } = verified.protectedHeader;
    assert.deepEqual([typ, kid, Object.keys(jwk).sort()], ["cs-receipt+jws", await calculateJwkThumbprint(jwk), ["crv", "kty", "x", "y"]]);
    const counter = await compactVerify(countersignature, keys, ES256);
    assert.equal(counter.protectedHeader.typ, "cs-countersignature+jws");
    assert.equal(receipt_sha256, sha256(receipt));
    const expected = { v: "cs-countersignature/1", rid, sha256: sha256(receipt), rcv: received_at, iss: issuer, index };
    assert.deepEqual(claimsOf(counter), expected);
  }
  const [{ receipt, countersignature }] = receipts;
  for (const [jws, key] of [[receipt, EmbeddedJWK], [countersignature, keys]]) {
    const texts = changed(jws);
    assert.ok(texts.length >= 90, `${texts.length} places`);
    for (const text of texts) await assert.rejects(compactVerify(text, key, ES256), text);
  }
}

/** By the Python package `joserfc`, in the Python that `CS_PYTHON` names. */
export async function byPython(receipts, keySet) {
  const [{ receipt, countersignature }] = receipts;
  const job = { receipts, keySet, changed: { receipt: changed(receipt), countersignature: changed(countersignature) } };
  const out = JSON.parse(await ask(process.env.CS_PYTHON, [join(HERE, "jose.py")], JSON.stringify(job)));
  assert.deepEqual(out.receipts, receipts.map(({ claims }) => claims));
  assert.deepEqual(out.countersignatures.map(({ rid, sha256 }) => [rid, sha256]), receipts.map((one) => [one.rid, sha256(one.receipt)]));
  assert.ok(out.refused >= 180, `${out.refused} changed texts were refused`);
}

/** By `countersign verify`, offline, from files: receipt, countersignature, stapled proof and an older checkpoint. */
export function byCountersign(receipts, keySet, logKeys, folder) {
  const at = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const [keys, log] = [at("jwks.json", JSON.stringify(keySet)), at("log.vkey", logKeys)];
  const verify = (...words) => spawnSync(program("countersign"), ["verify", ...words], { encoding: "utf8" });
  const whole = ({ rid, index, received_at, countersignature, receipt_sha256, proof, receipt }) =>
    at("answer.json", JSON.stringify({ rid, index, received_at, countersignature, receipt_sha256, proof, receipt }));
  for (const one of receipts) {
    const done = verify(whole(one), "--jwks", keys, "--log-key", log);
    assert.equal(done.status, 0, done.stdout + done.stderr);
    for (const what of ["signature", "countersignature", "inclusion", "checkpoint"]) assert.match(done.stdout, new RegExp(`holds ${what}: `));
    assert.equal(verify(at("receipt.jws", one.receipt), "--jwks", keys, "--countersignature", at("counter.jws", one.countersignature)).status, 0);
  }
  const [first, second] = receipts;
  const mixed = verify(at("receipt.jws", first.receipt), "--jwks", keys, "--countersignature", at("counter.jws", second.countersignature));
  assert.equal(mixed.status, 1, "the countersignature of another receipt");
  assert.equal(verify(whole({ ...first, proof: second.proof }), "--jwks", keys, "--log-key", log).status, 1, "the proof of another receipt");
  for (const text of changed(first.receipt, 8)) {
    const done = verify(at("receipt.jws", text), "--jwks", keys, "--countersignature", at("counter.jws", first.countersignature));
    assert.equal(done.status, 1, done.stdout);
  }
}

/** Whether Go is here, and the Debian package of its checksum database's log. */
const GOPATH = "/usr/share/gocode";
export const lacksGo =
  spawnSync("go", ["version"]).status === 0 && existsSync(`${GOPATH}/src/golang.org/x/mod/sumdb/tlog`)
    ? false
    : "there is no Go with golang.org/x/mod (Debian: golang-go and golang-golang-x-mod-dev)";

/** By Go's `golang.org/x/mod/sumdb`: checkpoint, tiles, entries, inclusion of every receipt, consistency with every older checkpoint. */
export async function byGo(receipts, log, older) {
  const env = { ...process.env, GO111MODULE: "off", GOPATH, GOFLAGS: "", GOCACHE: join(TARGET, "interop/go") };
  const tool = join(TARGET, "interop/tlog");
  await ask("go", ["build", "-o", tool, join(HERE, "tlog/main.go")], "", { env });
  const keys = await (await fetch(`${log}/key`)).text();
  const job = { Log: log, Keys: keys, Older: older, Receipts: receipts.map(({ receipt, index, proof }) => ({ JWS: receipt, Index: index, Proof: proof })) };
  const run = (changes) => ask(tool, [], JSON.stringify({ ...job, ...changes }));
  const done = JSON.parse(await run({}));
  const count = receipts.length;
  assert.deepEqual(done, { ...done, Records: count, Stapled: count, Consistent: older.length, Entries: done.Size, Refused: count });
  assert.ok(done.Size >= count && count > 0);
  // What Go must refuse: a receipt that is not there, a root that never was, a key that did not sign.
  const [first, second] = job.Receipts;
  await assert.rejects(run({ Receipts: [{ ...first, JWS: second.JWS }] }), "another receipt at this place");
  await assert.rejects(run({ Older: [older[0].replace(/^(.*\n.*\n)(.)/, (_, head, letter) => head + (letter === "A" ? "B" : "A"))] }), "another root");
  const [name, id, key] = keys.trim().split("\n").at(-1).split("+");
  await assert.rejects(run({ Keys: [name, id, (key[9] === "A" ? key.replace(/^(.{9})A/, "$1B") : key.replace(/^(.{9})./, "$1A"))].join("+") }), "another key");
  return done;
}
