/**
 * Do Not Track and Global Privacy Control: no question, a badge, nothing sent, a receipt; and what a visitor can still decide.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, leaves, openedAll, PAGES, PURPOSES, until } from "./harness.mjs";

const tools = courier();
const SIGNALS = [
  { letter: "d", name: "Do Not Track", sig: { gpc: false, dnt: true } },
  { letter: "g", name: "Global Privacy Control", sig: { gpc: true, dnt: false } },
  { letter: "b", name: "Global Privacy Control, Do Not Track", sig: { gpc: true, dnt: true } },
];

async function expectNothing(tab) {
  await tab.settle();
  assert.deepEqual(tab.visitor.asked, []);
  assert.deepEqual(await tab.courier.log(), []);
  assert.deepEqual(await tab.thirdPartyNames(), []);
}

for (const { letter, name, sig } of SIGNALS) {
  test(`${name}: no question, a badge, nothing asked on any page, one receipt`, async () => {
    await tools.fresh();
    const tab = await tools.visit("/", { signal: letter });
    for (const path of PAGES) {
      await tab.open(path);
      await tab.button.waitFor({ state: "visible" });
      await expectNothing(tab);
      assert.equal(await tab.surface(), "button", path);
      assert.match(await tab.button.textContent(), /^Privacy choices: refused by your browser's signal$/);
      assert.deepEqual(await tab.state(), { open: [], signal: letter, decided: true });
    }
    // The strict page cannot seal; this one can.
    await tab.open("/");
    const [{ claims }] = await tab.courier.receipts(1);
    assert.equal(claims.kind, "signal");
    assert.deepEqual(claims.sig, sig);
    assert.deepEqual(claims.p.map(({ st }) => st), PURPOSES.map(() => "refused"));
    assert.equal(claims.how.trusted, false);
    assert.match(await tab.visitor.cookie(), new RegExp(`^1\\.[\\w-]{8}\\.\\d+\\.${letter}s\\.$`));
  });

  test(`${name}: an opt-in with the signal visible works, holds, and can be withdrawn`, async () => {
    await tools.fresh();
    const tab = await tools.visit("/", { signal: letter });
    await tab.choose();
    await tab.acceptAll();
    assert.deepEqual((await tab.state()).open, PURPOSES);
    await openedAll(tab.courier);
    await tab.courier.forget();
    await tab.open("/track.html");
    await openedAll(tab.courier);
    await tab.button.waitFor({ state: "visible" });
    assert.equal(await tab.surface(), "button");
    await tab.withdraw();
    await leaves(tab, []);
    await tab.courier.forget();
    tab.visitor.asked.length = 0;
    await tab.reload();
    await tab.button.waitFor({ state: "visible" });
    await expectNothing(tab);
    const kinds = (await tab.courier.receipts(3)).map(({ claims }) => claims.kind);
    assert.deepEqual(kinds, ["signal", "choice", "withdrawal"]);
  });
}

test("a new signal after a grant shuts everything, and a receipt says so", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  await openedAll(tab.courier);
  await tab.courier.receipts(1);
  await tab.visitor.signals("g");
  await tab.courier.forget();
  tab.visitor.asked.length = 0;
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  await tab.settle();
  assert.deepEqual(tab.visitor.asked, []);
  assert.deepEqual(await tab.courier.log(), []);
  assert.deepEqual((await tab.state()).open, []);
  assert.match(await tab.button.textContent(), /refused by your browser/);
  // What the grant had let in is taken away with it.
  await leaves(tab, []);
  const [, { claims }] = await tab.courier.receipts(2);
  assert.equal(claims.kind, "signal");
  assert.deepEqual(claims.p.map(({ st }) => st), PURPOSES.map(() => "withdrawn"));
});

test("a refusal by the visitor is not asked again when a signal comes", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  await tab.courier.receipts(1);
  await tab.visitor.signals("d");
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  await expectNothing(tab);
  assert.equal(await tab.surface(), "button");
  assert.equal((await tab.courier.ledger()).length, 1);
});

const SWITCH = "do_not_track";
const cards = (tab) => tab.page.locator("#countersign-dialog [part=signals]");
const switchedOn = (tab) => tab.page.locator("#countersign-dialog input[name=purpose]:checked").evaluateAll((inputs) => inputs.map(({ value }) => value));

test("the visitor's own switch shuts everything like a signal, holds for a changed notice, and ends with a later choice", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  await openedAll(tab.courier);
  await tab.choose();
  await tab.page.locator(`#countersign-dialog input[value=${SWITCH}]`).check();
  assert.deepEqual(await switchedOn(tab), [SWITCH], "it is never on together with a purpose");
  await tab.control("save").click();
  await tab.closed();
  assert.match(await tab.visitor.cookie(), /^1\.[\w-]{8}\.\d+\.nt\.$/);
  assert.deepEqual((await tab.state()).open, []);
  const [, { claims }] = await tab.courier.receipts(2);
  assert.equal(claims.kind, "signal");
  assert.deepEqual(claims.how, { control: "do-not-track", input: "pointer", trusted: true });
  assert.deepEqual(claims.sig, { gpc: false, dnt: false });
  assert.deepEqual(claims.p.map(({ st }) => st), PURPOSES.map(() => "withdrawn"));
  // A notice that changed would ask anybody else again.
  const [cs] = (await tab.visitor.context.cookies()).filter(({ name }) => name === "cs");
  await tab.visitor.context.addCookies([{ ...cs, value: cs.value.replace(/^1\.[\w-]{8}/, "1.AAAAAAAA") }]);
  await tab.courier.forget();
  tab.visitor.asked.length = 0;
  for (const path of PAGES) {
    await tab.open(path);
    await tab.button.waitFor({ state: "visible" });
    await expectNothing(tab);
    assert.equal(await tab.surface(), "button", path);
  }
  await tab.open("/");
  await tab.choose();
  assert.deepEqual(await switchedOn(tab), [SWITCH]);
  await tab.page.locator("#countersign-dialog input[value=maps]").check();
  assert.deepEqual(await switchedOn(tab), ["maps"]);
  await tab.control("save").click();
  await tab.closed();
  assert.match(await tab.visitor.cookie(), /\.nu\.maps$/);
  const [, , { claims: last }] = await tab.courier.receipts(3);
  assert.deepEqual([last.kind, last.how.control], ["choice", "save"]);
});

test("where choice and signal differ, the preferences state the rule and which of them counts", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  const counts = async () => {
    await tab.choose();
    const card = cards(tab);
    assert.match(await card.innerText(), /everything optional is refused.*What you choose yourself while it is sent counts instead/);
    const bold = await card.locator("strong").allInnerTexts();
    await tab.close();
    return bold;
  };
  assert.deepEqual(await counts(), []);
  await tab.acceptAll();
  assert.deepEqual(await counts(), []);
  // The signal comes after the choice: it wins.
  await tab.visitor.signals("g");
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  assert.deepEqual(await counts(), ["Your browser sends Global Privacy Control: its refusal counts."]);
  assert.deepEqual((await tab.state()).open, []);
  // The choice comes while the signal is sent: it wins.
  await tab.choose();
  await tab.save(["maps"]);
  await tab.reload();
  assert.deepEqual(await counts(), ["Your browser sends Global Privacy Control, but you have chosen yourself: your choice counts."]);
  assert.deepEqual((await tab.state()).open, ["maps"]);
});

test("the switch holds where no store takes anything, for this page", async () => {
  await tools.fresh();
  const tab = await tools.visit("/", { init: () => {
    Object.defineProperty(Document.prototype, "cookie", { get: () => "", set() {} });
    Storage.prototype.setItem = () => { throw new Error("full"); };
  } });
  await tab.choose();
  await tab.page.locator(`#countersign-dialog input[value=${SWITCH}]`).check();
  await tab.control("save").click();
  await tab.closed();
  await tab.choose();
  assert.deepEqual(await switchedOn(tab), [SWITCH]);
  assert.deepEqual((await tab.state()).open, []);
});

test("the site publishes how it treats both signals", async () => {
  const made = await tools.fresh();
  assert.deepEqual((await made.json("/.well-known/gpc.json")).gpc, true);
  const status = await fetch(`${made.origin}/.well-known/dnt/`);
  assert.match(status.headers.get("content-type"), /^application\/tracking-status\+json/);
  assert.equal(typeof (await status.json()).tracking, "string");
});
