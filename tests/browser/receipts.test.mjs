/**
 * The visitor's own list of receipts: what it shows, and that what it hands out is what the ledger holds.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { courier, until } from "./harness.mjs";

const tools = courier();

/** Clicks and answers the file that the browser saved: name and text. */
async function download(tab, locator) {
  const [file] = await Promise.all([tab.page.waitForEvent("download"), locator.click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

test("before any choice the list is empty and says so", async () => {
  const tab = await tools.visit();
  assert.deepEqual(await tab.openReceipts(), []);
  assert.equal(await tab.control("download").count(), 0);
  assert.match(await tab.page.locator("#countersign-dialog .cs-note").innerText(), /no receipts/);
});

test("each choice is listed, newest first, and every download holds the ledger's JWS", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  await made.receipts(1);
  await tab.choose();
  await tab.save(["analytics", "maps"]);
  await made.receipts(2);
  await tab.withdraw();
  const receipts = await made.receipts(3);
  const shown = await until("all are countersigned", async () => {
    const list = await tab.openReceipts();
    if (list.some(({ state }) => state !== "countersigned")) await tab.close();
    return list;
  }, (list) => list.length === 3 && list.every(({ state }) => state === "countersigned"));
  assert.deepEqual(shown.map(({ id }) => id), receipts.map(({ rid }) => rid).reverse());
  const [withdrawn, saved, refused] = shown.map(({ text }) => text);
  assert.match(withdrawn, /Withdrawn.*Everything optional refused/);
  assert.match(saved, /Allowed: Measuring use, Map/);
  assert.match(refused, /Your choice.*Everything optional refused/);
  for (const { rid, receipt, countersignature, proof } of receipts) {
    const file = await download(tab, tab.page.locator(`#countersign-dialog [data-cs-receipt="${rid}"]`));
    assert.equal(file.name, `${rid}.json`);
    const row = JSON.parse(file.text);
    assert.deepEqual([row.id, row.jws, row.countersignature, row.proof], [rid, receipt, countersignature, proof]);
  }
  const all = await download(tab, tab.page.locator("#countersign-dialog [data-cs=download]:not([data-cs-receipt])"));
  assert.equal(all.name, "receipts.json");
  const rows = JSON.parse(all.text);
  assert.deepEqual(rows.map(({ id, jws, countersignature }) => [id, jws, countersignature]), receipts.map((one) => [one.rid, one.receipt, one.countersignature]));
  assert.deepEqual([tab.faults, tab.said], [[], []]);
});

/** Lets requests for a file of the receipts' module fail, until the function that it answers is called. */
async function cut(tab, pattern) {
  await tab.page.route(pattern, (route) => route.abort());
  return () => tab.page.unroute(pattern);
}

test("where the module or its wasm does not come, the preferences say so and hand out all receipts, and the next try may succeed", async () => {
  for (const ending of ["js", "wasm"]) {
    const made = await tools.fresh();
    const tab = await tools.visit();
    await tab.refuseAll();
    const [{ rid }] = await made.receipts(1);
    const mend = await cut(tab, new RegExp(`/receipts\\.[0-9a-f]{16}\\.${ending}`));
    await tab.choose();
    const lost = tab.page.locator("#countersign-dialog [part=lost]");
    assert.equal(await lost.isVisible(), false);
    await tab.control("receipts").click();
    await lost.waitFor({ state: "visible" });
    assert.match(await lost.innerText(), /could not be shown.*\s*Download all receipts/);
    assert.match(tab.said.join(), /CS-RECEIPTS/);
    const all = await download(tab, lost.locator("[data-cs=download]"));
    assert.deepEqual(JSON.parse(all.text).map(({ id }) => id), [rid]);
    await mend();
    assert.deepEqual((await tab.openReceipts()).map(({ id }) => id), [rid], ending);
  }
});

test("without wasm the preferences hand out what receipts there are", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  const [{ rid }] = await made.receipts(1);
  await tab.page.addInitScript(() => delete globalThis.WebAssembly);
  await tab.reload();
  await tab.choose();
  const control = tab.page.locator("#countersign-dialog [data-cs=download]");
  assert.equal(await control.isVisible(), false, "nothing is offered where the list may come");
  await tab.control("receipts").click();
  await control.waitFor({ state: "visible" });
  const all = await download(tab, control);
  assert.deepEqual([all.name, JSON.parse(all.text).map(({ id }) => id)], ["receipts.json", [rid]]);
});

test("the list is the same on a later visit", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  const [{ rid }] = await made.receipts(1);
  await tab.open("/ship.html");
  assert.deepEqual((await tab.openReceipts()).map(({ id }) => id), [rid]);
});

test("a page with a choice and nothing to send does not fetch the widget", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  await made.receipts(1);
  await until("nothing waits", () => tab.page.evaluate(() => localStorage.getItem("cs.outbox")), (value) => value === null);
  await tab.visitor.context.clock.install();
  const fetched = [];
  tab.page.on("request", (request) => /widget\./.test(request.url()) && fetched.push(request.url()));
  await tab.open("/track.html");
  await tab.button.waitFor({ state: "visible" });
  await tab.visitor.context.clock.fastForward(60_000);
  await tab.settle();
  assert.deepEqual(fetched, []);
});
