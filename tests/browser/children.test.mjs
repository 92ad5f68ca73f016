/**
 * Children (PIPL Art. 31, GDPR Art. 8): where a site asks, nothing opens before the age is known, a child opens nothing, and a parent's or
 * guardian's decision is a receipt of its own.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "./apart.mjs";
import { courier, until } from "./harness.mjs";

const notice = apart();
const tools = courier(notice);

const within = (tab, what) => tab.page.locator(`#countersign-dialog ${what}`);
const remembered = (tab) => tab.page.evaluate(() => localStorage["cs.age"]?.split(".")[0]);

/** Opens the preferences, turns the map on and saves: the way to the question. */
async function wish(tab) {
  await tab.choose();
  await within(tab, "input[value=maps]").check();
  await tab.control("save").click();
  await within(tab, "[data-cs-age]").first().waitFor();
}

/** Says on the guardian's page who decides. */
async function declare(tab) {
  await within(tab, "[name=relation][value=parent]").check();
  await within(tab, "[name=adult]").check();
}

test("the question comes before anything opens, has one answer for each age of the policy, and keeps only on which side one is", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const tab = await visitor.tab();
  assert.match(await tab.banner.textContent(), /Under 18, a parent or guardian decides\./);
  assert.equal(await tab.control("accept").count(), 0, "no click on the banner opens anything");
  await wish(tab);
  assert.deepEqual(await within(tab, "[data-cs-age]").allTextContents(), ["Under 14", "14 to 17", "18 or older"]);
  assert.deepEqual([(await tab.state()).open, await visitor.cookie(), visitor.asked], [[], undefined, []]);
  // A script is nobody of age.
  await within(tab, "[data-cs-age=grown]").evaluate((button) => button.click());
  assert.equal(await remembered(tab), undefined);
  await within(tab, "[data-cs-age=grown]").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["maps"], "what was chosen before is carried out");
  assert.match(await tab.page.evaluate(() => localStorage["cs.age"]), /^grown\.\d+$/);
  const [receipt] = await made.receipts(1);
  assert.deepEqual([receipt.claims.kind, receipt.claims.by, receipt.claims.how.control], ["choice", "self", "save"]);
  // It is not asked again.
  await tab.withdraw();
  await tab.choose();
  await within(tab, "input[value=maps]").check();
  await tab.control("save").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["maps"]);
  assert.deepEqual(tab.faults, []);
});

test("a yes to a prompt is none before the age is known, and none of a child", async () => {
  await tools.fresh();
  const visitor = await tools.visitor();
  const tab = await visitor.tab();
  await tab.page.evaluate(() => void (window.answer = window.countersign.request("maps").then(({ answer }) => answer)));
  await within(tab, "[data-cs=yes]").click();
  await within(tab, "[data-cs-age=child]").first().click();
  await within(tab, "[data-cs-guardian=given]").waitFor();
  await tab.page.keyboard.press("Escape");
  assert.notEqual(await tab.page.evaluate(() => window.answer), "given");
  assert.deepEqual([(await tab.state()).open, await visitor.cookie(), tab.faults], [[], undefined, []]);
});

test("for a child everything optional stays off and locked, on every page view, until a guardian decides", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const tab = await visitor.tab();
  await wish(tab);
  await within(tab, "[data-cs-age=child]").first().click();
  await within(tab, "[data-cs-guardian=given]").waitFor();
  for (let round = 0; round < 2; round++) {
    if (round) {
      await tab.reload();
      await tab.choose();
    } else {
      await tab.control("back").click();
      await within(tab, "input[name=purpose]").first().waitFor();
    }
    const purposes = within(tab, "input[name=purpose]:not([value=do_not_track])");
    assert.deepEqual(await purposes.evaluateAll((all) => all.map(({ checked, disabled }) => [checked, disabled])), Array(4).fill([false, true]));
    assert.deepEqual([await tab.control("save").count(), await tab.control("accept").count(), await tab.control("refuse").count()], [0, 0, 1]);
    assert.match(await within(tab, "[data-cs-when=child]").textContent(), /under 18/);
  }
  assert.deepEqual([await visitor.cookie(), visitor.asked, await made.ledger()], [undefined, [], []], "no consent is recorded");
  // The guardian's page: nothing is chosen beforehand, and it names rules, ages and a contact.
  await tab.control("guardian").click();
  await within(tab, "[data-cs-guardian=given]").waitFor();
  assert.equal(await within(tab, "input:checked").count(), 0);
  const text = await within(tab, "[part=body]").textContent();
  for (const part of ["Under 14", "Under 18", "for that delivery only", "privacy@layang.example"]) assert.ok(text.includes(part), `${part}: ${text}`);
  // Without saying who decides, nothing is decided.
  await within(tab, "[data-cs-guardian=given]").click();
  assert.match(await within(tab, "[role=status]").textContent(), /Say who decides/);
  await declare(tab);
  // What a chat says is sensitive by the Chinese texts, so it is asked apart in every language, and for no child.
  assert.deepEqual(await within(tab, "[name=child]").evaluateAll((all) => all.map(({ value }) => value)), ["maps"]);
  await within(tab, "[name=child][value=maps]").check();
  await within(tab, "[data-cs-guardian=given]").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["maps"]);
  const [receipt] = await made.receipts(1);
  const { kind, by, how, grd, p } = receipt.claims;
  assert.deepEqual([kind, by, how.control, grd], ["guardian", "guardian", "confirm", { relation: "parent", method: "declared", use: "given" }]);
  assert.deepEqual(p.filter(({ st }) => st === "given").map(({ id }) => id), ["maps"]);
  // The child still opens nothing alone.
  await tab.choose();
  assert.ok(await within(tab, "input[value=chat]").isDisabled());
  assert.ok(await within(tab, "input[value=maps]").isEnabled(), "what is on can be turned off");
  assert.deepEqual(tab.faults, []);
});

test("a guardian withdraws: everything is shut, a receipt says so, and the request for deletion stands open", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  const tab = await visitor.tab();
  await tab.choose();
  await tab.control("guardian").click();
  await declare(tab);
  await within(tab, "[name=child][value=maps]").check();
  await within(tab, "[data-cs-guardian=given]").click();
  await tab.closed();
  await tab.choose();
  await tab.control("guardian").click();
  await declare(tab);
  await within(tab, "[data-cs-guardian=deletion]").click();
  await within(tab, "[data-cs-right=delete][open]").waitFor();
  assert.deepEqual((await tab.state()).open, []);
  const [, receipt] = await made.receipts(2);
  assert.deepEqual([receipt.claims.kind, receipt.claims.grd.use], ["guardian", "refused"]);
  assert.deepEqual(receipt.claims.p.filter(({ st }) => st === "withdrawn").map(({ id }) => id), ["maps"]);
  assert.equal(await remembered(tab), "child");
  assert.deepEqual(tab.faults, []);
});

test("where the site makes sure of the guardian itself, its word decides, and silence or a no decides nothing", async () => {
  const made = await tools.fresh(apart(['additional = "guardian"', 'additional = "off"\nmethod = "email"']));
  const visitor = await tools.visitor();
  const tab = await visitor.tab();
  await tab.choose();
  await tab.control("guardian").click();
  assert.equal(await within(tab, "[name=child]").count(), 0, "additional purposes stay off for children here");
  await declare(tab);
  const answers = (word) => tab.page.evaluate((word) => document.addEventListener("countersign:guardian", ({ detail }) => {
    window.askedFor = [detail.method, detail.relation];
    detail.answer(Promise.resolve(word));
  }, { once: true }), word);
  await answers(false);
  await within(tab, "[data-cs-guardian=given]").click();
  await until("it is said", () => within(tab, "[role=status]").textContent(), (text) => /could not be made sure/.test(text));
  assert.deepEqual(await made.ledger(), []);
  await answers(true);
  await within(tab, "[data-cs-guardian=given]").click();
  await tab.closed();
  assert.deepEqual(await tab.page.evaluate(() => window.askedFor), ["email", "parent"]);
  const [receipt] = await made.receipts(1);
  assert.deepEqual([receipt.claims.grd, receipt.claims.p.every(({ st }) => st === "refused")], [{ relation: "parent", method: "email", use: "given" }, true]);
  assert.deepEqual((await tab.state()).open, []);
});

test("the demo asks nobody before a choice, a script may, and the guardian's page stands in layer 2 all the same", async () => {
  await tools.fresh({ dist: undefined });
  const tab = await tools.visit();
  // A form of the site's own may ask all the same: without somebody of age or a guardian there is no account.
  const asked = (name) => tab.page.evaluate((name) => void (window[name] = window.countersign.request("age").then(({ answer }) => answer)), name);
  await asked("first");
  await within(tab, "[data-cs-age=child]").first().click();
  await within(tab, "[data-cs-guardian=given]").waitFor();
  await tab.page.keyboard.press("Escape");
  assert.equal(await tab.page.evaluate(() => window.first), "refused");
  await asked("second");
  await declare(tab);
  await within(tab, "[data-cs-guardian=given]").click();
  assert.equal(await tab.page.evaluate(() => window.second), "given");
  await tab.page.evaluate(() => delete localStorage["cs.age"]);
  await tab.reload();
  await asked("third");
  await within(tab, "[data-cs-age=grown]").click();
  assert.equal(await tab.page.evaluate(() => window.third), "given");
  await tab.choose();
  await tab.control("accept").click();
  await tab.closed();
  assert.equal((await tab.state()).open.length, 4);
  await tab.choose();
  await tab.control("guardian").click();
  await within(tab, "[data-cs-guardian=refused]").waitFor();
  assert.equal(await within(tab, "[name=child]").count(), 0);
  assert.deepEqual(tab.faults, []);
});
