/**
 * Receipts and countersignatures from a real visit, verified by software that is not ours, from public keys alone.
 */

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { calculateJwkThumbprint, compactVerify, createRemoteJWKSet, decodeProtectedHeader, EmbeddedJWK } from "jose";
import { courier, program } from "./harness.mjs";

const python = process.env.CS_PYTHON;
/** A receipt of each kind, with the receiver's answer. */
let receipts = [];
let keySet;

const tools = courier({
  async prepare({ visit }) {
    const tab = await visit();
    await tab.acceptAll();
    await tab.courier.receipts(1);
    await tab.withdraw();
    await tab.courier.receipts(2);
    await (await visit("/", { signal: "b" })).settle();
    receipts = await tab.courier.receipts(3);
    keySet = await tab.courier.json("/.well-known/jwks.json");
  },
});

const keys = () => createRemoteJWKSet(new URL(`${tools.courier.origin}/.well-known/jwks.json`));
const claimsOf = ({ payload }) => JSON.parse(new TextDecoder().decode(payload));

/** The text with one character changed, at many places: so many that every part is met, in each for certain. */
function changed(jws) {
  const places = new Set(Array.from({ length: 120 }, (_, step) => Math.floor((step * jws.length) / 120)));
  jws.split("").forEach((letter, place) => letter === "." && [place - 2, place, place + 1].forEach((one) => places.add(one)));
  return [...places].map((place) => [place, jws.slice(0, place) + (jws[place] === "A" ? "Q" : "A") + jws.slice(place + 1)]);
}

test("jose verifies every receipt by the key inside it", async () => {
  assert.deepEqual(receipts.map(({ claims }) => claims.kind), ["choice", "withdrawal", "signal"]);
  for (const { receipt, claims } of receipts) {
    const verified = await compactVerify(receipt, EmbeddedJWK, { algorithms: ["ES256"] });
    assert.deepEqual(claimsOf(verified), claims);
    const { typ, jwk, kid } = verified.protectedHeader;
    assert.equal(typ, "cs-receipt+jws");
    assert.equal(kid, await calculateJwkThumbprint(jwk));
    assert.deepEqual(Object.keys(jwk).sort(), ["crv", "kty", "x", "y"]);
  }
});

test("jose verifies every countersignature by the published key set, and it names the receipt's bytes", async () => {
  for (const { receipt, rid, index, received_at, receipt_sha256, countersignature } of receipts) {
    const { protectedHeader, payload } = await compactVerify(countersignature, keys(), { algorithms: ["ES256"] });
    assert.equal(protectedHeader.typ, "cs-countersignature+jws");
    const sha256 = createHash("sha256").update(receipt, "ascii").digest("base64url");
    assert.equal(receipt_sha256, sha256);
    assert.deepEqual(claimsOf({ payload }), { v: "cs-countersignature/1", rid, sha256, rcv: received_at, iss: tools.courier.origin, index });
  }
});

test("the receipts of one browser are one chain, and a receipt holds nothing about the browser", async () => {
  const [first, second, other] = receipts;
  assert.equal(second.claims.prev, createHash("sha256").update(first.receipt, "ascii").digest("base64url"));
  assert.deepEqual([first.claims.seq, second.claims.seq, other.claims.seq], [0, 1, 0]);
  assert.equal(second.claims.sub, first.claims.sub);
  assert.notEqual(other.claims.sub, first.claims.sub);
  for (const { claims } of receipts) assert.doesNotMatch(JSON.stringify(claims), /Mozilla|Chrome|127\.0\.0\.1(?!:)/);
});

test("jose refuses a receipt and a countersignature with any changed byte", async () => {
  const { receipt, countersignature } = receipts[0];
  // The last character of a part may carry bits that no byte uses; a changed one is then still refused or means the same bytes.
  const same = (one, other) => one.split(".").every((part, at) => Buffer.from(part, "base64url").equals(Buffer.from(other.split(".")[at] ?? "", "base64url")));
  const set = keys();
  for (const [jws, key] of [[receipt, EmbeddedJWK], [countersignature, set]]) {
    let tried = 0;
    for (const [place, text] of changed(jws)) {
      if (text.split(".").length === 3 && same(jws, text)) continue;
      tried++;
      await assert.rejects(compactVerify(text, key, { algorithms: ["ES256"] }), `changed at ${place} of ${jws.length}`);
    }
    assert.ok(tried >= 100, `only ${tried} places were tried`);
  }
});

test("a Python JOSE library verifies both, and refuses every changed byte", { skip: python ? false : "CS_PYTHON names no Python with joserfc" }, () => {
  const script = `
import base64, json, sys
from joserfc import jws
from joserfc.jwk import ECKey, KeySet
given = json.load(sys.stdin)
keys = KeySet.import_key_set(given["keySet"])
def part(text, at):
    piece = text.split(".")[at]
    return json.loads(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))
registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
def verify(text, key):
    return json.loads(jws.deserialize_compact(text, key, registry=registry).payload)
def receipt(text):
    return verify(text, ECKey.import_key(part(text, 0)["jwk"]))
out = {"receipts": [receipt(one["receipt"]) for one in given["receipts"]],
       "countersignatures": [verify(one["countersignature"], keys) for one in given["receipts"]], "passed": []}
for kind, check in (("receipt", receipt), ("countersignature", lambda text: verify(text, keys))):
    for place, text in given["changed"][kind]:
        try:
            check(text)
            out["passed"].append([kind, place])
        except Exception:
            pass
print(json.dumps(out))
`;
  const meant = (jws) => changed(jws).filter(([place]) => ![...jws.matchAll(/\.|$/g)].some(({ index }) => index === place + 1));
  const [first] = receipts;
  const given = { receipts, keySet, changed: { receipt: meant(first.receipt), countersignature: meant(first.countersignature) } };
  const out = JSON.parse(execFileSync(python, ["-c", script], { input: JSON.stringify(given), encoding: "utf8" }));
  assert.deepEqual(out.receipts, receipts.map(({ claims }) => claims));
  assert.deepEqual(out.countersignatures.map(({ rid }) => rid), receipts.map(({ rid }) => rid));
  assert.deepEqual(out.passed, []);
});

test("countersign verify proves both offline, and refuses what does not belong together", () => {
  const at = (name, text) => {
    const path = join(tools.courier.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const set = at("jwks.json", JSON.stringify(keySet));
  const verify = (receipt, answer) => {
    const files = [at("receipt.jws", receipt), "--jwks", set, "--countersignature", at("answer.json", answer)];
    return spawnSync(program("countersign"), ["verify", ...files], { encoding: "utf8" });
  };
  for (const one of receipts) {
    const done = verify(one.receipt, one.countersignature);
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stdout, /signature: genuine, by the device key .*\n?[^]*countersignature: genuine/);
    assert.equal(verify(one.receipt, JSON.stringify(one)).status, 0, "the receiver's whole answer is taken too");
  }
  const [first, second] = receipts;
  assert.equal(verify(first.receipt, second.countersignature).status, 1);
  for (const place of [4, 200, first.receipt.indexOf(".") + 30, first.receipt.length - 40]) {
    const letter = first.receipt[place] === "A" ? "Q" : "A";
    const done = verify(first.receipt.slice(0, place) + letter + first.receipt.slice(place + 1), first.countersignature);
    assert.equal(done.status, 1, `changed at ${place}: ${done.stdout}`);
  }
  assert.equal(decodeProtectedHeader(first.countersignature).kid, keySet.keys[0].kid);
});
