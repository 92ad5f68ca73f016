/**
 * What is no choice: closing, Escape, a click beside, scrolling, waiting, coming back, and a script's click.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, PURPOSES } from "./harness.mjs";

const tools = courier();

/** No gate is open, nothing is stored or waiting, the ledger is empty. */
async function expectUndecided(tab) {
  await tab.settle();
  assert.deepEqual((await tab.state()).open, []);
  assert.equal(await tab.visitor.cookie(), undefined);
  assert.deepEqual(await tab.pending(), []);
  assert.deepEqual(tab.visitor.asked, []);
  assert.deepEqual(await tab.courier.log(), []);
  assert.deepEqual(await tab.courier.ledger(), []);
}

/** Ways to turn away from layer 2 without a choice; each starts with the preferences open. */
const AWAY = {
  "the close button": (tab) => tab.close(),
  Escape: (tab) => tab.page.keyboard.press("Escape"),
  "a click beside the sheet": (tab) => tab.page.mouse.click(5, 5),
};

for (const [way, turnAway] of Object.entries(AWAY)) {
  for (const switched of [false, true]) {
    test(`${way} gives nothing${switched ? ", with every switch on" : ""}`, async () => {
      await tools.fresh();
      const tab = await tools.visit();
      await tab.choose();
      if (switched) for (const one of await tab.page.locator("#countersign-dialog [role=switch]").all()) await one.check();
      await turnAway(tab);
      await tab.dialog.waitFor({ state: "hidden" });
      await expectUndecided(tab);
      await tab.reload();
      await tab.banner.waitFor({ state: "visible" });
      await expectUndecided(tab);
    });
  }
}

test("turning away from the full policy and from the receipts gives nothing", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  for (const open of [() => tab.openPolicy(), () => tab.openReceipts()]) {
    await open();
    await tab.page.keyboard.press("Escape");
    await tab.dialog.waitFor({ state: "hidden" });
    await expectUndecided(tab);
  }
});

test("Escape, a click on the page, scrolling and leaving the banner alone give nothing", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.banner.waitFor({ state: "visible" });
  await tab.page.locator("h1").click();
  await tab.page.mouse.wheel(0, 4_000);
  await tab.page.waitForFunction(() => scrollY > 0);
  await tab.page.keyboard.press("End");
  await expectUndecided(tab);
  assert.equal(await tab.surface(), "banner");
  await tab.banner.press("Escape");
  await expectUndecided(tab);
  await tab.open("/track.html?n=WAU48217731");
  await tab.banner.waitFor({ state: "visible" });
  await expectUndecided(tab);
});

test("ten minutes give nothing, with the banner and with the preferences open", async () => {
  await tools.fresh();
  const visitor = await tools.visitor();
  await visitor.context.clock.install();
  const tab = await visitor.tab();
  await tab.banner.waitFor({ state: "visible" });
  await visitor.context.clock.fastForward("10:00");
  await expectUndecided(tab);
  assert.equal(await tab.surface(), "banner");
  await tab.choose();
  await visitor.context.clock.fastForward("10:00");
  await expectUndecided(tab);
  assert.equal(await tab.surface(), "dialog");
});

test("ten reloads give nothing and ask each time", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  for (let round = 0; round < 10; round++) {
    await tab.reload();
    await tab.banner.waitFor({ state: "visible" });
    await expectUndecided(tab);
  }
});

test("a script's click on accept gives nothing, on the banner and in the preferences", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  const click = (hook) => tab.control(hook).evaluate((button) => button.click());
  await click("accept");
  await expectUndecided(tab);
  assert.equal(await tab.surface(), "banner");
  await tab.choose();
  await click("accept");
  for (const one of await tab.page.locator("#countersign-dialog [role=switch]").all()) await one.evaluate((input) => input.click());
  await click("save");
  await expectUndecided(tab);
  assert.equal(await tab.surface(), "dialog");
  // The page's own scripts have no way to accept either.
  await tab.page.evaluate(() => {
    for (const call of ["acceptAll", "apply", "choose", "save"]) window.countersign.push([call, ["analytics"]]);
    document.querySelector("#countersign-dialog").dispatchEvent(new Event("submit"));
  });
  await expectUndecided(tab);
});

for (const [place, open] of [["the banner", async () => {}], ["the preferences", (tab) => tab.choose()]]) {
  test(`a script's click on refuse in ${place} refuses, and the receipt says that it was a script`, async () => {
    await tools.fresh();
    const tab = await tools.visit();
    await open(tab);
    await tab.control("refuse").evaluate((button) => button.click());
    await tab.closed();
    const [{ claims }] = await tab.courier.receipts(1);
    assert.deepEqual(claims.how, { control: "refuse-all", input: "script", trusted: false });
    assert.deepEqual(claims.p.map(({ st }) => st), PURPOSES.map(() => "refused"));
    await tab.reload();
    await tab.button.waitFor({ state: "visible" });
  });
}

test("countersign.refuseAll() refuses, and the receipt says that it was a script", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.page.evaluate(() => window.countersign.refuseAll());
  await tab.closed();
  const [{ claims }] = await tab.courier.receipts(1);
  assert.deepEqual(claims.how, { control: "api-refuse", input: "script", trusted: false });
});
