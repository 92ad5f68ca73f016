/**
 * The receipts on disk, one JSON object a line, and the key that countersigns them. An entry that `append` answers survives a power cut.
 *
 * Put a database in its place when there are more receipts than fit in memory, or more than one server; keep three things: the JWS stays
 * as it came, to the byte; `rid` is unique; the answer goes out after the commit.
 */
import { createHash } from "node:crypto";
import { mkdir, open as openFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, importJWK } from "jose";

/** Opens the ledger of a folder, or begins one. `issuer` is the origin that countersignatures name. */
export async function open(folder, issuer) {
  await mkdir(folder, { recursive: true });
  const { secret, jwk } = await key(join(folder, "key.json"));
  const file = await openFile(join(folder, "receipts.jsonl"), "a+");
  const entries = await stored(file);
  let last = Promise.resolve();

  async function write(rid, receipt) {
    const known = entries.get(rid);
    if (known) return { entry: known, state: known.receipt === receipt ? "known" : "conflict" };
    const sha256 = createHash("sha256").update(receipt, "ascii").digest("base64url");
    const received_at = new Date().toISOString();
    const claims = { v: "cs-countersignature/1", rid, sha256, rcv: received_at, iss: issuer, index: entries.size };
    const countersignature = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: "ES256", typ: "cs-countersignature+jws", kid: jwk.kid })
      .sign(secret);
    const entry = { rid, index: entries.size, received_at, countersignature, receipt_sha256: sha256, receipt };
    await file.appendFile(JSON.stringify(entry) + "\n");
    await file.datasync();
    entries.set(rid, entry);
    return { entry, state: "new" };
  }

  return {
    /** The public half of the key, as the key set that verifiers fetch. */
    keySet: { keys: [jwk] },
    entry: (rid) => entries.get(rid),
    /** Appends a receipt, one after another; the same again answers the same entry. */
    append: (rid, receipt) => (last = last.catch(() => {}).then(() => write(rid, receipt))),
  };
}

/** What is on the disk. A line that a power cut tore was never acknowledged and is taken away. */
async function stored(file) {
  const text = await file.readFile("utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text) await file.truncate(Buffer.byteLength(whole));
  return new Map(whole.split("\n").filter(Boolean).map((line) => JSON.parse(line)).map((entry) => [entry.rid, entry]));
}

/** The key pair of a file, made at the first start. Guard the file: whoever has it countersigns in your name. */
async function key(path) {
  let pair;
  try {
    pair = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    pair = await exportJWK((await generateKeyPair("ES256", { extractable: true })).privateKey);
    await writeFile(path, JSON.stringify(pair), { mode: 0o600, flush: true });
  }
  const { d: _secret, ...jwk } = pair;
  return { secret: await importJWK(pair, "ES256"), jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "ES256", use: "sig" } };
}
