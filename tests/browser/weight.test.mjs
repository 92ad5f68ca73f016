/**
 * Refusing is as easy as accepting: the same size, font, color and number of clicks; and nobody who refused is asked again too early.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, PURPOSES } from "./harness.mjs";

const tools = courier();
const VIEWPORTS = { "small phone": { width: 320, height: 568 }, phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const DAY = 86_400_000;

/** What makes a button heavy or light: its box, its text, its colors, its place in the tree. */
const weight = (control) =>
  control.evaluate((button) => {
    const { width, height, top } = button.getBoundingClientRect();
    const style = getComputedStyle(button);
    const look = ["fontSize", "fontWeight", "fontFamily", "lineHeight", "color", "backgroundColor", "backgroundImage", "borderRadius",
      "borderTopColor", "borderTopWidth", "borderTopStyle", "boxShadow", "opacity", "textDecorationLine", "textTransform", "padding", "cursor"];
    return { width, height, top, tag: button.localName, role: button.getAttribute("role"), disabled: button.disabled,
      hidden: !!button.closest("[aria-hidden=true], [inert]"), look: Object.fromEntries(look.map((name) => [name, style[name]])) };
  });

/** Compares the equal buttons of a surface; sizes may differ by a pixel. */
async function expectEqual(tab, hooks) {
  // A control under the pointer may answer to it.
  await tab.page.mouse.move(0, 0);
  const [first, ...others] = await Promise.all(hooks.map((hook) => weight(tab.control(hook))));
  assert.deepEqual([first.tag, first.role, first.disabled, first.hidden], ["button", null, false, false]);
  assert.ok(first.height >= 44 && first.width >= 44, `${first.width} by ${first.height}`);
  for (const other of others) {
    for (const measure of ["width", "height", "top"]) {
      assert.ok(Math.abs(first[measure] - other[measure]) <= 1, `${measure}: ${first[measure]} and ${other[measure]}`);
    }
    assert.deepEqual({ ...other, width: 0, height: 0, top: 0 }, { ...first, width: 0, height: 0, top: 0 });
  }
  const parents = await Promise.all(hooks.map((hook) => tab.control(hook).evaluate((button) => [...button.parentElement.parentNode.querySelectorAll("*")].indexOf(button.parentElement))));
  assert.equal(new Set(parents).size, 1, "they stand side by side");
}

for (const [device, viewport] of Object.entries(VIEWPORTS)) {
  for (const locale of ["en", "zh-Hans", "zh-Hant", "ms"]) {
    test(`${locale} on a ${device}: the choices of banner and preferences are equal in every measure`, async () => {
      const tab = await tools.visit("/", { lang: locale, viewport });
      await tab.banner.waitFor({ state: "visible" });
      await expectEqual(tab, ["refuse", "choose", "accept"]);
      await tab.choose();
      await expectEqual(tab, ["refuse", "save", "accept"]);
      assert.equal(await tab.page.locator("#countersign-dialog [role=switch]:checked").count(), 0, "nothing is on beforehand");
      const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      assert.ok(wide, "nothing sticks out sideways");
      await tab.visitor.leave();
    });
  }
}

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
  await visitor.context.clock.setSystemTime(now + 179 * DAY);
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  assert.deepEqual((await tab.state()).open, PURPOSES);
  await visitor.context.clock.setSystemTime(now + 181 * DAY);
  await tab.courier.forget();
  visitor.asked.length = 0;
  await tab.reload();
  await tab.banner.waitFor({ state: "visible" });
  await tab.settle();
  assert.deepEqual((await tab.state()).open, []);
  assert.deepEqual([visitor.asked, await tab.courier.log()], [[], []]);
});
