/**
 * The visitor's own list of receipts: what it shows, and that what it hands out is what the ledger holds.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { join } from "node:path";
import { violations } from "./axe.mjs";
import { except } from "./engines.mjs";
import { countersigned, courier, openedAll, until } from "./harness.mjs";

const PAPER = except({ webkit: "the browser takes no order to print, nor to show a page as on paper" });
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
  const shown = await countersigned(tab, 3);
  assert.deepEqual(shown.map(({ id }) => id), receipts.map(({ rid }) => rid).reverse());
  const [withdrawn, saved, refused] = shown.map(({ text }) => text);
  assert.match(withdrawn, /Withdrawn.*Everything optional refused/);
  assert.match(saved, /Allowed: Measuring use, Map/);
  assert.match(refused, /Your choice.*Everything optional refused/);
  for (const { rid, receipt, countersignature, proof } of receipts) {
    await tab.page.locator(`#countersign-dialog [data-cs-row="${rid}"] > summary`).click();
    const file = await download(tab, tab.page.locator(`#countersign-dialog [data-cs=json][data-cs-receipt="${rid}"]`));
    assert.equal(file.name, `${rid}.json`);
    const copy = JSON.parse(file.text);
    assert.deepEqual([copy.rid, copy.receipt, copy.countersignature, copy.proof], [rid, receipt, countersignature, proof]);
  }
  const all = await download(tab, tab.page.locator("#countersign-dialog [data-cs=download]:not([data-cs-receipt])"));
  assert.equal(all.name, "receipts.json");
  const rows = JSON.parse(all.text);
  assert.deepEqual(rows.map(({ id, jws, countersignature }) => [id, jws, countersignature]), receipts.map((one) => [one.rid, one.receipt, one.countersignature]));
  assert.deepEqual([tab.faults, tab.said], [[], []]);
});

test("the visitor reads what a receipt states, verifies it, and asks the site for its keys only by a press of its own button", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.choose();
  await tab.save(["analytics"]);
  const [{ rid }] = await made.receipts(1);
  await countersigned(tab, 1);
  await openedAll(made, ["analytics"]);
  const asked = [];
  tab.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const inside = (selector) => tab.page.locator(`#countersign-dialog ${selector}`);
  await inside(`[data-cs-row="${rid}"] > summary`).click();
  const text = await inside(".cs-receipt").innerText();
  for (const part of [/Allowed: Measuring use/, /Map[^]*refused/, /Metrik[^]*Singapore/, /Kept for\s+13 months/, /“Save my choices”, mouse or touch, a person's event/]) assert.match(text, part);
  await tab.control("verify").click();
  await inside('.cs-result[data-cs-verdict="holds"]').waitFor();
  const verdicts = () => inside("li[data-cs-check]").evaluateAll((all) => Object.fromEntries(all.map((one) => [one.dataset.csCheck, one.dataset.csVerdict])));
  const { signature, countersignature } = await verdicts();
  assert.deepEqual([signature, countersignature, asked], ["holds", "open", []], "verifying asks nobody");
  assert.match(await inside(".cs-result:focus").innerText(), /holds/, "the verdict is what a reader says");
  await tab.control("ask").click();
  await inside('li[data-cs-check="inclusion"][data-cs-verdict="holds"]').waitFor();
  assert.deepEqual(await verdicts(), { signature: "holds", countersignature: "holds", inclusion: "holds", order: "holds", key: "holds", checkpoint: "holds" });
  assert.ok(asked.every((path) => /^\/(\.well-known\/jwks\.json|log\/[^/]+\/|v1\/receipts\/)/.test(path)), asked.join());
  assert.equal(await inside("[data-cs-row]").evaluate((row) => row.open), true, "what was unfolded stays so");
  const proof = await download(tab, inside("[data-cs=proof]"));
  assert.equal(proof.name, `${rid}.tlog-proof`);
  assert.match(proof.text, /^c2sp\.org\/tlog-proof@/);
  assert.deepEqual([tab.faults, tab.said], [[], []]);
});

for (const [device, viewport, lang] of [["phone", { width: 390, height: 844 }, "zh-Hans"], ["desktop", { width: 1280, height: 800 }, "ms"]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in the unfolded and verified list on a ${device} in ${colorScheme}, and nothing is cut off`, async () => {
      const made = await tools.fresh();
      const tab = await tools.visit("/", { viewport, colorScheme, lang, reducedMotion: "reduce" });
      await tab.acceptAll();
      await made.receipts(1);
      await tab.withdraw();
      await made.receipts(2);
      await tab.openReceipts();
      const shoot = async (name) => process.env.CS_SHOTS && tab.page.screenshot({ path: join(process.env.CS_SHOTS, `receipts-${device}-${colorScheme}-${name}.png`) });
      await shoot("list");
      await tab.control("verify").click();
      const inside = (selector) => tab.page.locator(`#countersign-dialog ${selector}`);
      await inside(".cs-ask").waitFor();
      await shoot("verified");
      await inside("[data-cs-row] > summary").first().click();
      await inside("[data-cs-row] .cs-checks").first().scrollIntoViewIfNeeded();
      assert.deepEqual(await violations(tab), []);
      assert.equal(await inside("[part=body]").evaluate((body) => body.scrollWidth > body.clientWidth), false);
      await shoot("unfolded");
      await tab.visitor.leave();
    });
  }
}

test("on paper stand the receipts alone, all unfolded, and the page comes back", PAPER, async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  await made.receipts(1);
  await tab.openReceipts();
  await tab.page.evaluate(() => (window.print = () => (window.printed = true)));
  await tab.control("print").click();
  assert.equal(await tab.page.evaluate(() => window.printed), true);
  await tab.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await tab.page.emulateMedia({ media: "print" });
  const paper = tab.page.locator("#countersign-paper");
  assert.match(await paper.locator(".cs-paper").innerText(), /Printed from http[^]*Your choice[^]*“Accept all”[^]*SHA-256 of the receipt/);
  for (const gone of ["main", "#countersign-dialog"]) assert.equal(await tab.page.locator(gone).isVisible(), false, gone);
  if (process.env.CS_SHOTS) await tab.page.screenshot({ path: join(process.env.CS_SHOTS, "receipts-paper.png"), fullPage: true });
  const pdf = await tab.page.pdf(process.env.CS_SHOTS ? { path: join(process.env.CS_SHOTS, "receipts.pdf") } : {});
  assert.ok(pdf.length > 10_000, "it is a document");
  await tab.page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await tab.page.emulateMedia({ media: "screen" });
  assert.deepEqual([await paper.count(), await tab.dialog.isVisible()], [0, true]);
  await tab.close();
  await tab.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await paper.count(), 0, "with the list closed the page prints as it is");
});

/** Lets requests for a file of the receipts' module fail, until the function that it answers is called. */
async function cut(tab, pattern) {
  await tab.page.route(pattern, (route) => route.abort());
  return () => tab.page.unroute(pattern);
}

test("where the module or either form of its Rust does not come, the preferences say so and hand out all receipts, and the next try may succeed", async () => {
  for (const ending of ["js", "(wasm|fallback\\.js)"]) {
    const made = await tools.fresh();
    const tab = await tools.visit();
    await tab.refuseAll();
    const [{ rid }] = await made.receipts(1);
    const mend = await cut(tab, new RegExp(`/receipts\\.[0-9a-f]{12}\\.${ending}`));
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

test("without wasm the list comes as JavaScript, and what it verifies and hands out is the same", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  const [{ rid }] = await made.receipts(1);
  await countersigned(tab, 1);
  const asked = [];
  tab.page.on("request", (request) => asked.push(/receipts\.[0-9a-f]{12}\.(wasm|fallback\.js)$/.exec(request.url())?.[1]));
  const verified = async () => {
    asked.length = 0;
    await tab.reload();
    assert.deepEqual((await tab.openReceipts()).map(({ id }) => id), [rid]);
    await tab.control("verify").click();
    await tab.page.locator('#countersign-dialog .cs-result[data-cs-verdict="holds"]').waitFor();
    const file = await download(tab, tab.page.locator("#countersign-dialog [data-cs=download]:not([data-cs-receipt])"));
    assert.equal(file.name, "receipts.json");
    return { list: await tab.page.locator("#countersign-dialog [part=body]").textContent(), rows: JSON.parse(file.text), asked: asked.filter(Boolean) };
  };
  const today = await verified();
  // There is none from the beginning where the whole suite runs without.
  const form = (await tab.page.evaluate(() => !!globalThis.WebAssembly)) ? "wasm" : "fallback.js";
  await tab.page.addInitScript(() => delete globalThis.WebAssembly);
  const script = await verified();
  assert.deepEqual([script.list, script.rows], [today.list, today.rows]);
  assert.deepEqual(script.rows.map(({ id }) => id), [rid]);
  assert.deepEqual([today.asked, script.asked], [[form], ["fallback.js"]]);
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
