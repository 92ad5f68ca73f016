/**
 * The switches of channels and topics: off until somebody turns them on, in the dialog and in a page of the site's own, and each press is a
 * signed receipt in the site's ledger.
 *
 * Enters: the demo. Deliberately absent: addresses, which no browser of a visitor knows.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, until } from "./harness.mjs";

const tools = courier();

/** Every switch of a place, with what is on. */
const read = (root) => Object.fromEntries([...root.querySelectorAll("[role=switch]")].map((box) => [box.value, box.checked]));

/** What the page of channels holds: for each card its title, the whole name of each switch, the numbers to call, and all words. */
const cards = (root) =>
  [...root.querySelectorAll("[data-cs-channels] > .cs-purpose")].map((card) => ({
    id: card.dataset.csChannel ?? "service",
    switches: [...card.querySelectorAll("[role=switch]")].map((box) => box.getAttribute("aria-labelledby").split(" ").map((id) => root.getElementById(id).textContent).join(": ")),
    calls: [...card.querySelectorAll("a")].map((link) => link.getAttribute("href")),
    words: card.textContent,
  }));

/** Runs a function on the root of the dialog or of the element in the page. */
const inside = (tab, place, work) => tab.page.evaluate(`(${work})(document.querySelector("${place}").shadowRoot)`);
const DIALOG = "#countersign-dialog > div";
const ELEMENT = "countersign-channels";

const OFF = { "email.offers": false, "email.news": false, "sms.offers": false, "push.offers": false, "wechat.offers": false, "phone.offers": false };

test("each channel has switches that are off, says how it is stopped, and each press is a receipt; a page of the site's own shows the same", async () => {
  const tab = await tools.visit();
  await tab.choose();
  await tab.control("channels").click();
  await tab.page.locator(`${DIALOG} [name=channel]`).first().waitFor();
  // MK-01, MK-02, MK-05, MK-11, MK-12, MK-17, U39.
  assert.deepEqual(await inside(tab, DIALOG, read), OFF);
  const shown = await inside(tab, DIALOG, cards);
  assert.deepEqual(shown.map(({ id, switches }) => [id, switches]), [
    ["email", ["E-mail: Offers", "E-mail: News"]], ["sms", ["SMS: Offers"]], ["push", ["Push messages: Offers"]],
    ["wechat", ["WeChat messages: Offers"]], ["phone", ["Phone calls: Offers"]], ["service", []],
  ]);
  assert.deepEqual(shown.flatMap(({ calls }) => calls), ["tel:+60300000000"]);
  assert.match(shown[1].words, /Reply with\s*STOP, BERHENTI/);
  assert.match(shown[2].words, /Where they can still be read\s*My Layang, Messages/);
  assert.match(shown[5].words, /belong to the service itself and are no advertising/);
  assert.equal(await inside(tab, DIALOG, (root) => root.querySelectorAll("textarea, select, input:not([role=switch])").length), 0, "nobody asks why");

  // A script turns nothing on.
  await inside(tab, DIALOG, (root) => root.querySelector("[value='sms.offers']").click());
  assert.deepEqual(await inside(tab, DIALOG, read), OFF);
  await tab.page.evaluate(() => {
    window.told = [];
    document.addEventListener("countersign:channels", ({ detail }) => window.told.push(detail));
  });
  await tab.page.locator(`${DIALOG} [value='email.news']`).check();
  await tab.page.locator(`${DIALOG} [role=status]:text-is("Saved: you allow these messages.")`).waitFor();
  await tab.page.locator(`${DIALOG} [value='sms.offers']`).check();
  const told = await until("the page's script is told", () => tab.page.evaluate(() => window.told), (told) => told.length === 2);
  assert.deepEqual(told.map(({ channel, topic, allowed, rid }) => [channel, topic, allowed, rid.length]), [["email", "news", true, 36], ["sms", "offers", true, 36]]);
  const on = { ...OFF, "email.news": true, "sms.offers": true };
  await tab.close();

  // In a page of the site's own, before and after a reload.
  const embed = () => tab.page.evaluate((name) => {
    const made = document.createElement(name);
    made.textContent = "Write to us.";
    document.body.append(made, Object.assign(document.createElement("script"), { src: "/countersign/countersign.channels.js" }));
  }, ELEMENT);
  await tab.reload();
  await embed();
  await tab.page.locator(`${ELEMENT} [name=channel]`).first().waitFor();
  assert.deepEqual(await inside(tab, ELEMENT, read), on);
  await tab.page.locator(`${ELEMENT} [value='sms.offers']`).uncheck();
  await tab.page.locator(`${ELEMENT} [role=status]:text-is("Saved: you do not want these messages.")`).waitFor();
  assert.deepEqual(await inside(tab, ELEMENT, read), { ...OFF, "email.news": true });

  const receipts = await tab.courier.receipts(3);
  const said = receipts.map(({ claims: { kind, by, ch, how, p } }) => ({ kind, by, ch, control: how.control, trusted: how.trusted, p }));
  const press = (id, topic, st) => ({ kind: "unsubscribe", by: "self", ch: [{ id, topic, st }], control: "channel", trusted: true, p: undefined });
  assert.deepEqual(said, [press("email", "news", "given"), press("sms", "offers", "given"), press("sms", "offers", "withdrawn")]);
  assert.ok(receipts.every(({ claims }) => claims.assurance === "device" && claims.of === undefined));
  await until("nothing waits", () => tab.pending(), (pending) => pending.length === 0);
  // What is open on the page is another matter.
  assert.equal(await tab.visitor.cookie(), undefined);
  assert.deepEqual(tab.faults, []);
});

test("with a token the switches are those of the account: what the receiver would not take is taken back, and what no address reaches is locked", async () => {
  const tab = await tools.visit();
  const before = (await tab.courier.ledger()).length;
  const asked = [];
  let allowed = [{ channel: "email", topic: "news" }];
  let status = 200;
  await tab.page.exposeFunction("account", (method, bearer, text) => {
    const body = text ? JSON.parse(text) : null;
    asked.push([method, bearer, body]);
    if (body && status === 200) allowed = body.allowed ? [...allowed, { channel: body.channel, topic: body.topic }] : allowed.filter(({ topic }) => topic !== body.topic);
    return [JSON.stringify({ reach: ["email"], allowed }), { status, headers: { "content-type": "application/json" } }];
  });
  // In the page, because not every driver reads what a request carries.
  await tab.page.evaluate(() => {
    const { fetch } = window;
    window.fetch = async (...call) => {
      const request = new Request(...call);
      if (!request.url.endsWith("/v1/marketing/account")) return fetch(...call);
      return new Response(...(await window.account(request.method, request.headers.get("authorization"), await request.text())));
    };
  });
  await tab.page.evaluate((name) => {
    const made = Object.assign(document.createElement(name), { textContent: "Write to us." });
    made.dataset.csToken = "token-of-ana";
    document.body.append(made, Object.assign(document.createElement("script"), { src: "/countersign/countersign.channels.js" }));
  }, ELEMENT);
  const box = (value) => tab.page.locator(`${ELEMENT} [value='${value}']`);
  await box("email.news").waitFor();
  assert.deepEqual(await inside(tab, ELEMENT, read), { ...OFF, "email.news": true });
  assert.deepEqual([await box("email.offers").isEnabled(), await box("sms.offers").isEnabled()], [true, false]);
  await box("email.offers").check();
  await tab.page.locator(`${ELEMENT} [role=status]:text-is("Saved: you allow these messages.")`).waitFor();
  status = 503;
  await box("email.news").click();
  await tab.page.locator(`${ELEMENT} [role=status]:text-is("This could not be saved. Try again.")`).waitFor();
  assert.deepEqual(await inside(tab, ELEMENT, read), { ...OFF, "email.offers": true, "email.news": true });
  const bearer = "Bearer token-of-ana";
  const press = (topic, allowed) => ["POST", bearer, { channel: "email", topic, allowed }];
  assert.deepEqual(asked, [["GET", bearer, null], press("offers", true), press("news", false)]);
  // One press was taken, and nothing of the account stays in this browser.
  const mine = await until("the receipt", () => tab.courier.ledger(), (entries) => entries.length === before + 1);
  assert.equal(mine.at(-1).kind, "unsubscribe");
  assert.deepEqual((await tab.names()).filter((name) => name.startsWith("cs.channel")), []);
});
