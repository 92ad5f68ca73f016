/**
 * What the tests of faults read and do alike: the ledger's claims, the visitor's rows, a choice.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { until } from "../browser/harness.mjs";

/**
 * How long a receipt may take to arrive once the receiver is back, in milliseconds: the more tries a busy machine has made in vain, the longer
 * the next one waits, after six of them up to a minute (`crates/core/src/outbox.rs`).
 */
export const RETRIED = 150_000;

/** Waits for exactly these controls in the ledger, in its order, and that every chain in it holds; answers the claims. */
export async function expectLedger(made, controls) {
  const receipts = await made.receipts(controls.length, RETRIED);
  assert.deepEqual(receipts.map(({ claims }) => claims.how.control).sort(), [...controls].sort());
  assert.equal(new Set(receipts.map(({ rid }) => rid)).size, controls.length, "each once");
  const digests = new Map(receipts.map(({ receipt, claims }) => [createHash("sha256").update(receipt).digest("base64url"), claims]));
  for (const { claims } of receipts.filter(({ claims }) => claims.seq > 0)) {
    const before = digests.get(claims.prev);
    assert.deepEqual([before?.rec, before?.seq], [claims.rec, claims.seq - 1], `${claims.how.control} hangs in the air`);
  }
  return receipts.map(({ receipt, claims }) => ({ ...claims, header: JSON.parse(Buffer.from(receipt.split(".")[0], "base64url")) }));
}

/** Waits until nothing is left to seal or send, by whatever store the page has. */
export const idle = (tab) => until("nothing waits", () => tab.page.evaluate(() => localStorage.getItem("cs.outbox")), (sign) => sign === null);

/** Chooses one purpose in layer 2. */
export async function grant(tab, purposes) {
  await tab.choose();
  await tab.save(purposes);
}

/** The rows in IndexedDB. */
export const rows = (tab) =>
  tab.page.evaluate(
    () =>
      new Promise((done) => {
        const opening = indexedDB.open("countersign", 1);
        opening.onerror = () => done([]);
        opening.onupgradeneeded = () => opening.transaction.abort();
        opening.onsuccess = () => {
          const all = opening.result.transaction("receipts").objectStore("receipts").getAll();
          all.onsuccess = () => {
            opening.result.close();
            done(all.result);
          };
        };
      }),
  );

/** Takes the database away, as a browser does that evicts or a person who clears it. */
export const dropDatabase = (page) =>
  page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase("countersign").onsuccess = done)));
