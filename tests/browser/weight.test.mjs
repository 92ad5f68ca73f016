/**
 * Refusing is as easy as accepting: the same number of clicks; and nobody who refused is asked again too early. That the buttons are equal
 * in every measure, the suite `a11y` shows.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, openedAll, PURPOSES } from "./harness.mjs";

const tools = courier();
const DAY = 86_400_000;

test("both ways take one click on the banner, and withdrawing takes no more than granting anew", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.control("refuse").click();
  await tab.closed();
  // Granting from the button: open, accept. Withdrawing from the button: open, withdraw; or open, refuse.
  await tab.choose();
  await tab.control("accept").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, PURPOSES);
  await tab.choose();
  await tab.control("refuse").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, []);
  assert.equal((await made.receipts(3))[2].claims.kind, "withdrawal");
});

test("after a refusal: ten reloads and 179 days without a question, asked again after 181", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const now = Date.now();
  await visitor.context.clock.install({ time: now });
  const tab = await visitor.tab();
  await tab.refuseAll();
  await made.receipts(1);
  for (let round = 0; round < 10; round++) {
    await tab.reload();
    await tab.button.waitFor({ state: "visible" });
    assert.equal(await tab.surface(), "button");
  }
  await visitor.context.clock.setSystemTime(now + 179 * DAY);
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  assert.equal(await tab.page.evaluate((then) => Date.now() >= then, now + 179 * DAY), true);
  assert.equal(await tab.surface(), "button");
  await visitor.context.clock.setSystemTime(now + 181 * DAY);
  await tab.reload();
  await tab.banner.waitFor({ state: "visible" });
  assert.deepEqual((await tab.state()).open, []);
  assert.deepEqual([visitor.asked, await made.log()], [[], []]);
  assert.equal((await made.ledger()).length, 1);
});

test("closing the preferences after a refusal leaves the button, however long the page stays open", async () => {
  await tools.fresh();
  const visitor = await tools.visitor();
  await visitor.context.clock.install();
  const tab = await visitor.tab();
  await tab.refuseAll();
  await tab.choose();
  await tab.close();
  assert.equal(await tab.surface(), "button");
  await visitor.context.clock.fastForward("10:00");
  await tab.settle();
  assert.equal(await tab.surface(), "button");
});

test("a grant holds for 179 days and no longer than 180", async () => {
  await tools.fresh();
  const visitor = await tools.visitor();
  const now = Date.now();
  await visitor.context.clock.install({ time: now });
  const tab = await visitor.tab();
  await tab.acceptAll();
  await openedAll(tab.courier);
  await tab.courier.forget();
  await visitor.context.clock.setSystemTime(now + 179 * DAY);
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  assert.deepEqual((await tab.state()).open, PURPOSES);
  await openedAll(tab.courier);
  await visitor.context.clock.setSystemTime(now + 181 * DAY);
  await tab.courier.forget();
  visitor.asked.length = 0;
  await tab.reload();
  await tab.banner.waitFor({ state: "visible" });
  await tab.settle();
  assert.deepEqual((await tab.state()).open, []);
  assert.deepEqual([visitor.asked, await tab.courier.log()], [[], []]);
});
