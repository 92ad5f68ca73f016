/**
 * Choices: who may make them, what they write, what they take away, and how other tabs follow (rules U1 to U8, U24, U25, U35).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, reload, settle, stored, until } from "./browser.mjs";
import { html } from "./serve.mjs";
import { outcomes, stateWith, tables } from "./tables.mjs";

const gates = outcomes.purposes.map((id) => `<script type="text/plain" data-cs-purpose="${id}">(window.ran = window.ran || []).push("${id}")</script>`).join("\n");
const { server, visit, visitor } = await ready();

async function ready() {
  const tools = harness({ "/": html(gates), "/deep/page": html(gates), "/policy.html": html("policy") });
  return { visit: (...values) => tools.visit(...values), visitor: (...values) => tools.visitor(...values), server: () => tools.server };
}

const until_ = (page, count) => until(page, (wanted) => (window.ran || []).length === wanted, count);
const expires = () => Math.floor(Date.now() / 864e5) + 180;

for (const [action, control, open] of [["accept", "accept-all", outcomes.purposes], ["refuse", "refuse-all", []]]) {
  for (const input of ["pointer", "keyboard"]) {
    test(`${action} by ${input}`, async () => {
      const page = await visit("/");
      const button = page.locator(`#countersign [data-cs=${action}]`);
      if (input === "pointer") await button.click();
      else await button.press("Enter");
      await until_(page, open.length);
      await page.locator("#countersign-button").waitFor();
      assert.equal(await page.locator("#countersign").count(), 0);
      const { cookie, mirror, pending } = await stored(page);
      assert.equal(cookie, `1.${outcomes.material}.${expires()}.nu.${open.join("~")}`);
      assert.equal(mirror, cookie);
      const { id, at, ...entry } = pending[0];
      assert.equal(pending.length, 1);
      assert.ok(Math.abs(Date.now() - at) < 6e4 && id.length === 36);
      assert.deepEqual(entry, { control, layer: 1, locale: "en", notice: tables().n.en, trusted: true, detail: +(input === "pointer"), signal: "n", was: [], open });
      await reload(page);
      assert.deepEqual(await ran(page), open);
      assert.equal(await page.locator("#countersign").count(), 0);
    });
  }
}

test("a script cannot accept, and it can refuse", async () => {
  const page = await visit("/");
  await page.evaluate(() => document.querySelector("[data-cs=accept]").click());
  await settle(page);
  assert.deepEqual(await ran(page), []);
  assert.equal((await stored(page)).cookie, undefined);
  assert.deepEqual(page.said, ["CS-UNTRUSTED"]);
  // Read in the click's own task: a second later the entry may be sealed.
  const { trusted, detail, control } = await page.evaluate(() => {
    document.querySelector("[data-cs=refuse]").click();
    return JSON.parse(localStorage[Object.keys(localStorage).find((key) => key.startsWith("cs.pending."))]);
  });
  assert.deepEqual({ trusted, detail, control }, { trusted: false, detail: 0, control: "refuse-all" });
});

test("Escape hides the banner for this page view only and chooses nothing", async () => {
  const page = await visit("/");
  await page.focus("#countersign [data-cs=refuse]");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#countersign").count(), 0);
  await until(page, () => document.activeElement.id === "countersign-button");
  assert.deepEqual(await stored(page), { cookie: undefined, mirror: null, pending: [] });
  await reload(page);
  assert.equal(await page.locator("#countersign").count(), 1);
});

test("a browser without randomUUID still gives entries an id", async () => {
  const page = await visit("/", { init: () => delete Crypto.prototype.randomUUID });
  await page.click("[data-cs=refuse]");
  await page.locator("#countersign-button").waitFor();
  assert.match((await stored(page)).pending[0].id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test("scrolling, clicking the page and Escape elsewhere choose nothing", async () => {
  const page = await visit("/");
  await page.mouse.click(300, 20);
  await page.keyboard.press("Escape");
  await page.mouse.wheel(0, 500);
  await settle(page);
  assert.equal(await page.locator("#countersign").count(), 1);
  assert.equal((await stored(page)).cookie, undefined);
});

test("withdrawal clears cookies and storage by name and pattern, and nothing else", async () => {
  const page = await visit("/deep/page", { cookie: stateWith("analytics~marketing") });
  await page.evaluate(() => {
    for (const name of ["_ga", "_ga_X1", "_fbp", "_gat", "mk.id", "mkxid", "basket"]) document.cookie = `${name}=a=b; Path=/`;
    document.cookie = "_ga_deep=1; Path=/deep/page";
    for (const store of [localStorage, sessionStorage]) for (const name of ["_ga_store", "_ga", "keep"]) store.setItem(name, "1");
  });
  await page.evaluate(() => window.countersign.refuseAll());
  await until(page, () => localStorage.getItem("cs.clear") === null && !document.cookie.includes("_ga="));
  const left = await page.evaluate(() => ({
    cookies: document.cookie.split("; ").map((pair) => pair.split("=")[0]).filter((name) => name !== "cs").sort(),
    local: Object.keys(localStorage).filter((name) => !name.startsWith("cs")),
    session: Object.keys(sessionStorage),
  }));
  assert.deepEqual(left, { cookies: ["_gat", "basket", "mkxid"], local: ["keep"], session: ["keep"] });
  const { cookie, pending } = await stored(page);
  assert.equal(cookie.split(".")[4], "");
  assert.deepEqual(pending.map(({ control, was, trusted }) => ({ control, was, trusted })), [
    { control: "api-refuse", was: ["analytics", "marketing"], trusted: false },
  ]);
});

test("what could not be cleared at once is cleared on a later page view", async () => {
  const page = await visit("/", { cookie: stateWith("analytics") });
  await page.evaluate(() => (document.cookie = "_ga=1; Path=/"));
  server().widget.kind = "absent";
  const failed = page.waitForEvent("console", { predicate: (message) => message.text().startsWith("CS-CLEAR") });
  await page.evaluate(() => window.countersign.refuseAll());
  await failed;
  const left = () => page.evaluate(() => [document.cookie.includes("_ga"), localStorage.getItem("cs.clear")]);
  assert.deepEqual(await left(), [true, "1"]);
  server().widget.kind = "works";
  await page.reload();
  await until(page, () => !document.cookie.includes("_ga") && localStorage.getItem("cs.clear") === null);
  await settle(page);
  assert.deepEqual(await left(), [false, null]);
  // Where something was there, the next page view looks once more, when nothing of the purpose runs.
  await page.reload();
  await until(page, () => localStorage.getItem("cs.clear") === null);
  page.asked.length = 0;
  await page.reload();
  // The loader looks three seconds after its start.
  await settle(page, 3_500);
  assert.deepEqual(page.asked.filter((path) => path.includes("gate.")), []);
});

test("blocked storage: a grant holds for this page and says so; a refusal works", async () => {
  const blocked = () => {
    const fail = () => {
      throw new DOMException("blocked", "SecurityError");
    };
    for (const area of ["localStorage", "sessionStorage"]) Object.defineProperty(window, area, { get: fail });
    Object.defineProperty(Document.prototype, "cookie", { get: () => "", set() {} });
  };
  const page = await visit("/", { init: blocked });
  await page.click("[data-cs=accept]");
  await until_(page, 3);
  await until(page, () => document.querySelector("[role=status]")?.textContent === "It could not be kept.");
  assert.equal(await page.evaluate(() => JSON.parse(window.fake.host.pending()).length), 1);
  await page.reload();
  assert.deepEqual(await ran(page), []);
  await page.click("[data-cs=refuse]");
  await page.locator("#countersign-button").waitFor();
  assert.deepEqual(await ran(page), []);
});

test("a mirror alone holds a choice where cookies are blocked", async () => {
  const init = () => Object.defineProperty(Document.prototype, "cookie", { get: () => "", set() {} });
  const page = await visit("/", { init });
  await page.click("[data-cs=accept]");
  await until_(page, 3);
  await until(page, () => window.fake?.calls.includes("boot"));
  await settle(page);
  assert.equal(await page.locator("[role=status]").count(), 0);
  await page.reload();
  assert.deepEqual(await ran(page), outcomes.purposes);
});

test("entries that are none do not stop a choice", async () => {
  for (const text of ["{", "null", "{}", "7"]) {
    const page = await visit("/");
    await page.evaluate((value) => localStorage.setItem("cs.pending.foreign", value), text);
    await page.click("[data-cs=refuse]");
    await page.locator("#countersign-button").waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem("cs.pending.foreign")), text);
    await page.evaluate(() => localStorage.removeItem("cs.pending.foreign"));
    assert.equal((await stored(page)).pending.length, 1, text);
    await page.context().close();
  }
});

test("other tabs follow at once, both ways", async () => {
  const context = await visitor();
  const [first, second] = [await visit("/", context), await visit("/", context)];
  await first.bringToFront();
  await first.click("[data-cs=accept]");
  await until_(second, 3);
  assert.equal(await second.locator("#countersign").count(), 0);
  assert.equal(await second.locator("#countersign-button").count(), 1);
  await second.evaluate(() => window.countersign.refuseAll());
  await until(first, () => !window.countersign.allows("chat"));
  assert.equal((await stored(first)).pending.length, 2);
});

test("two clicks in one frame: the last one counts", async () => {
  const page = await visit("/");
  await page.evaluate(() => {
    document.addEventListener("click", () => window.countersign.refuseAll(), { once: true });
  });
  await page.click("[data-cs=accept]");
  await settle(page);
  assert.deepEqual(await ran(page), []);
  assert.deepEqual((await stored(page)).pending.map((entry) => [entry.control, entry.was.length]), [["accept-all", 0], ["api-refuse", 3]]);
});

test("a visitor under a signal can still open something, and the badge then goes", async () => {
  const page = await visit("/", { signal: "g" });
  assert.equal(await page.locator("#countersign-button").innerText(), "Privacy choices en: refused by signal");
  await page.click("#countersign-button");
  await page.check("#countersign-dialog [value=chat]");
  await page.click("#countersign-dialog [data-cs=save]");
  await until_(page, 1);
  assert.equal(await page.locator("#countersign-button").innerText(), "Privacy choices en");
  assert.match((await stored(page)).cookie, /\.gu\.chat$/);
  await page.reload();
  assert.deepEqual(await ran(page), ["chat"]);
});
