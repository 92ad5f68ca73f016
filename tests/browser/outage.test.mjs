/**
 * The receiver dies in the middle of a save, or is down for a whole visit: the visitor sees no difference, and no receipt is lost or
 * doubled.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, leaves, until } from "./harness.mjs";

const tools = courier({ front: true });

/** How a receiver is killed around one request; `send` sends the request on. */
const KILLS = {
  "before the request reaches it": async (made) => {
    await made.kill();
  },
  "while it has the request": async (made, send) => {
    const answered = send();
    await made.kill();
    await answered;
  },
  "after it has written and before its answer arrives": async (made, send) => {
    await send();
    await made.kill();
  },
};

/** Waits until the visitor's own list shows these states, newest first. */
const expectStates = (tab, states) =>
  until(`the list shows ${states}`, async () => {
    const list = (await tab.openReceipts()).map(({ state }) => state);
    await tab.close();
    return list;
  }, (list) => list.join() === states.join());

for (const [when, kill] of Object.entries(KILLS)) {
  test(`killed ${when}: the receipt is in the ledger once, and the visitor's copy is countersigned`, async () => {
    const made = await tools.fresh();
    const tab = await tools.visit();
    const killed = new Promise((done) => {
      made.onPost = async (send) => {
        await kill(made, send);
        done();
      };
    });
    await tab.acceptAll();
    await killed;
    assert.deepEqual(await tab.pending(), [], "it is sealed and no longer pending");
    await made.revive();
    // The widget tries again by itself after a wait that grows; no reload is needed.
    const [{ rid, claims }] = await made.receipts(1);
    assert.equal(claims.how.control, "accept-all");
    await expectStates(tab, ["countersigned"]);
    await tab.reload();
    const [row] = await tab.openReceipts();
    assert.deepEqual([row.id, row.state], [rid, "countersigned"]);
    assert.equal((await made.ledger()).length, 1);
    assert.deepEqual(tab.faults, []);
  });
}

test("an answer that breaks off in its middle counts as none: the receipt goes again, and the visitor's copy is countersigned", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  made.onPost = async (send) => ({ ...(await send()), broken: true });
  await tab.acceptAll();
  await made.receipts(1);
  await expectStates(tab, ["countersigned"]);
  assert.equal((await made.ledger()).length, 1);
  assert.deepEqual(tab.faults, []);
});

test("killed again and again over several choices: each receipt is in the ledger exactly once, in order", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  const kills = Object.values(KILLS);
  const choices = [["analytics"], ["analytics", "maps"], []];
  for (const [at, open] of choices.entries()) {
    const killed = new Promise((done) => {
      made.onPost = async (send) => {
        await kills[at](made, send);
        done();
      };
    });
    await tab.choose();
    await tab.save(open);
    await killed;
    await made.revive();
    await made.receipts(at + 1);
  }
  const receipts = await made.receipts(3);
  assert.deepEqual(receipts.map(({ claims }) => claims.seq), [0, 1, 2]);
  assert.equal(new Set(receipts.map(({ rid }) => rid)).size, 3);
  await expectStates(tab, ["countersigned", "countersigned", "countersigned"]);
});

/** The text that can be seen, piece by piece. In the page. Chromium's `innerText` has that of closed folds on some days and lacks it on others. */
const legible = (places) =>
  places.flatMap((place) => [place, ...place.querySelectorAll("*")])
    .filter((element) => element.checkVisibility())
    .flatMap((element) => [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data.trim()))
    .filter(Boolean);

/** One visit from banner to withdrawal; answers everything the visitor can see and the page is told. */
async function wholeVisit(tab) {
  const seen = [];
  const look = async (what) => {
    await tab.settle();
    if ((await tab.surface()) === "dialog") await tab.filled();
    const shown = await tab.page.locator("#countersign, #countersign-dialog [part=sheet], #countersign-button").evaluateAll(legible);
    seen.push([what, await tab.surface(), shown, await tab.state(), await tab.thirdPartyNames()]);
  };
  await tab.banner.waitFor({ state: "visible" });
  await look("first page");
  await tab.choose();
  await look("preferences");
  await tab.save(["maps"]);
  await until("the map's cookie", () => tab.thirdPartyNames(), (names) => names.length === 1);
  await look("saved");
  await tab.open("/ship.html");
  await look("next page");
  await tab.withdraw();
  await leaves(tab, []);
  await look("withdrawn");
  await tab.openPolicy();
  await look("policy");
  await tab.close();
  await look("closed");
  return seen;
}

test("down for the whole visit: nothing differs for the visitor, and the receipts arrive on a later one", async () => {
  await tools.fresh();
  const usual = await wholeVisit(await tools.visit());
  const made = await tools.fresh();
  await made.kill();
  const visitor = await tools.visitor();
  const tab = await visitor.tab();
  assert.deepEqual(await wholeVisit(tab), usual);
  assert.deepEqual(tab.faults, []);
  // The browser itself notes a connection that was cut; the product adds no line of its own.
  assert.deepEqual(tab.said.filter((line) => !line.startsWith("Failed to load resource")), []);
  await until("the receipts are sealed", () => tab.pending(), (list) => list.length === 0);
  assert.deepEqual((await tab.openReceipts()).map(({ state }) => state), ["queued", "queued"]);
  await tab.page.close();

  await made.revive();
  assert.deepEqual(await made.ledger(), []);
  // Each try in vain has doubled the pause before the next, of which chance takes a part: a day later every pause is over.
  await visitor.context.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 86_400_000;
  });
  const later = await visitor.tab("/track.html");
  const [first, second] = await made.receipts(2);
  assert.deepEqual([first.claims.kind, second.claims.kind], ["choice", "withdrawal"]);
  await expectStates(later, ["countersigned", "countersigned"]);
});
