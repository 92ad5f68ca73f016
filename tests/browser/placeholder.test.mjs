/**
 * The placeholder of the demo's map: what "Show this once" and "Always allow" lead to, as the stand-in and the ledger see it.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, NAMES, REQUESTS, until } from "./harness.mjs";

const tools = courier();

/** A visitor who has refused everything and stands before the map. */
async function before(tab) {
  await tab.open("/track.html");
  await tab.refuseAll();
  const held = tab.page.locator(".cs-held");
  await held.waitFor();
  await tab.courier.receipts(1);
  return held;
}

const shown = (tab) => until("the map is asked for", () => tab.courier.log(), (log) => REQUESTS.maps.every((one) => log.includes(one)));

test("the placeholder says who would get what, in the page's language", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  const held = await before(tab);
  assert.match(await held.locator("section").getAttribute("aria-label"), /^Not loaded: Map$/);
  assert.match(await held.locator("section").innerText(), /Petaku would get: IP address/);
  assert.match(await held.locator("strong").innerText(), /^precise location/);
  assert.deepEqual(await tab.courier.log(), []);
});

test("once shows this map, asks nobody else, leaves no receipt, and is over with the page", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  const held = await before(tab);
  await held.locator("[data-cs=once]").click();
  await shown(tab);
  assert.deepEqual(await tab.courier.log(), REQUESTS.maps);
  assert.deepEqual((await tab.state()).open, []);
  await tab.courier.forget();
  await tab.reload();
  await held.waitFor();
  await tab.settle();
  assert.deepEqual(await tab.courier.log(), []);
  assert.equal((await tab.courier.receipts(1)).length, 1, "the refusal alone");
});

test("always is a choice of its own, with a receipt that says where it was made", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  const held = await before(tab);
  await held.locator("[data-cs=always]").click();
  await shown(tab);
  await held.waitFor({ state: "detached" });
  assert.deepEqual((await tab.state()).open, ["maps"]);
  const [, { claims }] = await tab.courier.receipts(2);
  assert.deepEqual(claims.how, { control: "always", input: "pointer", trusted: true });
  assert.deepEqual(claims.p.filter(({ st }) => st === "given").map(({ id }) => id), ["maps"]);
  assert.deepEqual([claims.kind, claims.seq], ["choice", 1]);
});

test("after a withdrawal the map's cookie goes, and the next page has the placeholder again", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  const held = await before(tab);
  await held.locator("[data-cs=always]").click();
  await until("the map's cookie is there", () => tab.thirdPartyNames(), (found) => found.includes(NAMES.maps[0]));
  await tab.page.evaluate(() => window.countersign.refuseAll());
  await until("it is gone", () => tab.thirdPartyNames(), (found) => found.length === 0);
  await tab.reload();
  await held.waitFor();
});

test("a frame that has the focus when it is held hands it to its placeholder", async () => {
  const tab = await tools.visit("/track.html");
  await tab.refuseAll();
  await tab.page.locator(".cs-held").waitFor();
  const stands = await tab.page.evaluate(async () => {
    const frame = document.createElement("iframe");
    Object.assign(frame, { title: "Depots", width: 400, height: 300 });
    document.querySelector("main").append(frame);
    frame.focus();
    const before = document.activeElement === frame;
    frame.dataset.csPurpose = "maps";
    // The focus of what has no box ends with the next frame.
    for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
    return [before, document.activeElement === frame.nextSibling, frame.nextSibling.shadowRoot?.activeElement?.localName];
  });
  assert.deepEqual(stands, [true, true, "button"]);
});
