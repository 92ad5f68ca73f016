/**
 * Storage that the browser refuses: nothing breaks, refusing always works, a grant holds for the page view and says so.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { countersigned, courier, openedAll, PURPOSES, until } from "./harness.mjs";

const tools = courier();

/** No cookie is kept, web storage throws, IndexedDB is not there: what the strictest settings of browsers amount to. */
const blocked = () => {
  const refuse = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { configurable: true, get: refuse });
  Object.defineProperty(window, "indexedDB", { configurable: true, value: undefined });
  Object.defineProperty(Document.prototype, "cookie", { configurable: true, get: () => "", set: () => {} });
  Object.defineProperty(Navigator.prototype, "cookieEnabled", { configurable: true, get: () => false });
};

/** Storage that is there and always full. */
const full = () => {
  Storage.prototype.setItem = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
};

/** Everything that is said to the visitor in a status line at the moment. */
const said = (tab) => tab.page.locator("[role=status]").allInnerTexts().then((texts) => texts.join(" "));

test("storage blocked: refusing works, and its receipt arrives", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit("/", { init: blocked });
  await tab.refuseAll();
  assert.deepEqual((await tab.state()).open, []);
  assert.deepEqual([tab.visitor.asked, await made.log()], [[], []]);
  const [{ claims }] = await made.receipts(1);
  assert.equal(claims.how.control, "refuse-all");
  assert.equal(claims.assurance, "session");
  await tab.reload();
  await tab.banner.waitFor({ state: "visible" });
  assert.deepEqual(await made.log(), []);
  assert.deepEqual(tab.faults, []);
});

test("storage blocked: a grant on the banner holds for this page view, and says so", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit("/", { init: blocked });
  // The line stands for eight seconds only.
  await Promise.all([tab.acceptAll(), until("it says that it is not kept", () => said(tab), (text) => text.includes("could not store your choice"))]);
  assert.deepEqual((await tab.state()).open, PURPOSES);
  await openedAll(made);
  await made.receipts(1);
  await made.forget();
  await tab.open("/track.html");
  await tab.banner.waitFor({ state: "visible" });
  await tab.settle();
  assert.deepEqual((await tab.state()).open, []);
  assert.deepEqual(await made.log(), []);
  assert.deepEqual(tab.faults, []);
});

test("storage blocked: a finer choice holds for this page view, says so, and can be withdrawn", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit("/", { init: blocked });
  await tab.choose();
  await Promise.all([tab.save(["chat"]), until("it says that it is not kept", () => said(tab), (text) => text.includes("could not store your choice"))]);
  assert.deepEqual((await tab.state()).open, ["chat"]);
  await openedAll(made, ["chat"]);
  await tab.withdraw();
  assert.deepEqual((await tab.state()).open, []);
  const receipts = await made.receipts(2);
  assert.deepEqual(receipts.map(({ claims }) => [claims.kind, claims.seq]), [["choice", 0], ["withdrawal", 1]]);
  await countersigned(tab, 2);
  assert.deepEqual(tab.faults, []);
});

test("storage full: the cookie keeps the choice", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit("/", { init: full });
  await tab.refuseAll();
  await made.receipts(1);
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  assert.equal(await tab.surface(), "button");
  assert.deepEqual(await made.log(), []);
  assert.deepEqual(tab.faults, []);
});

test("the cookie lost: its copy keeps the choice and sets it again", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.choose();
  await tab.save(["maps"]);
  const before = await tab.visitor.cookie();
  await made.receipts(1);
  await tab.visitor.context.clearCookies({ name: "cs" });
  await tab.reload();
  await tab.button.waitFor({ state: "visible" });
  assert.deepEqual((await tab.state()).open, ["maps"]);
  assert.equal(await tab.visitor.cookie(), before);
});

test("a state that was tampered with opens nothing", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.refuseAll();
  await made.receipts(1);
  const value = await tab.visitor.cookie();
  const [version, material, expires, by] = value.split(".");
  const wrong = [
    [version, "AAAAAAAA", expires, by, "analytics"],
    [version, material, "1", by, "analytics"],
    [version, material, expires, "ns", "analytics"],
    [version, material, expires, by, "everything"],
    ["2", material, expires, by, "analytics"],
  ];
  for (const parts of wrong) {
    await tab.page.evaluate((text) => {
      document.cookie = `cs=${text}; Path=/`;
      localStorage.setItem("cs", text);
    }, parts.join("."));
    await tab.reload();
    await tab.banner.waitFor({ state: "visible" });
    await tab.settle();
    assert.deepEqual((await tab.state()).open, [], parts.join("."));
  }
  assert.deepEqual([tab.visitor.asked, await made.log()], [[], []]);
});
