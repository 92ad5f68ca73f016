/**
 * The page of rights: a form makes a signed request, contact and words reach the queue and no receipt, staff's steps come back to the person
 * who asked and to nobody else, and what cannot be sent now is sent later.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { courier, program, until } from "./harness.mjs";

const tools = courier({ front: true });
const CONTACT = "mei.tan@post.example";

const part = (tab, selector) => tab.page.locator(`#countersign-dialog ${selector}`);
const fold = (tab, right) => part(tab, `details[data-cs-right=${right}]`);
const rows = (tab) => part(tab, "[data-cs-requests] li");

/** Opens the page from the preferences. */
async function open(tab) {
  await tab.choose();
  await tab.control("rights").click();
  await fold(tab, "access").waitFor();
}

/** Unfolds a right and fills in its form. */
async function fill(tab, right, contact, words) {
  await fold(tab, right).locator("summary").click();
  await fold(tab, right).locator("[name=contact]").fill(contact);
  await fold(tab, right).locator("[name=words]").fill(words);
}

const send = (tab, right) => fold(tab, right).locator("button[type=submit]").click();

/** Somebody of the site, signed in, who takes a step. */
async function staff(made) {
  const database = join(made.folder, "ledger.sqlite");
  const said = execFileSync(program("countersign-receiver"), ["staff", "add", "--database", database, "--name", "aisyah", "--role", "compliance"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const page = await (await tools.browser.newContext()).newPage();
  const { origin } = made.receiver;
  await page.goto(`${origin}/staff/`);
  await page.getByLabel("Name").fill("aisyah");
  await page.getByLabel("Password").fill(said.split("\n")[0]);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Current password").fill(said.split("\n")[0]);
  await page.getByLabel("New password").fill("nine grey pigeons over the gate");
  await page.getByRole("button", { name: "Choose this password" }).click();
  await page.getByRole("heading", { name: "Requests" }).waitFor();
  return async (rid, step, words) => {
    await page.goto(`${origin}/staff/requests/${rid}`);
    const told = await page.locator("main").innerText();
    await page.getByRole("radio", { name: step }).check();
    await page.getByLabel("What the person reads").fill(words);
    await page.getByRole("button", { name: "Take this step" }).click();
    await page.getByText(words).first().waitFor();
    return told;
  };
}

test("a request is signed, told, answered and shown, and its contact stands in the queue alone", async (t) => {
  const made = await tools.fresh();
  const tab = await tools.visit("/", { viewport: { width: 390, height: 844 } });
  const asked = new Set();
  tab.page.on("request", (request) => asked.add(new URL(request.url()).origin));
  const before = await tab.visitor.cookie();
  await open(tab);
  const clean = (where) => t.test(`axe finds nothing ${where}`, async () => assert.deepEqual(await violations(tab), []));
  await clean("before the request");
  // How, by when, and from when; what the policy does not say is said to be missing.
  assert.match(await part(tab, "[part=contacts]").innerText(), /privacy@layang\.example[\s\S]*within 15 days[\s\S]*Malaysia: Personal Data/);
  await fold(tab, "explain").locator("summary").click();
  assert.match(await fold(tab, "explain").innerText(), /not stated in the policy[\s\S]*15 days[\s\S]*clear who asks/);
  assert.match(await part(tab, "[data-cs-requests]").innerText(), /None was made in this browser/);

  // Without a contact nothing is sent.
  await fold(tab, "delete").locator("summary").click();
  await fold(tab, "delete").locator("form").waitFor();
  assert.match(await fold(tab, "delete").innerText(), /may be asked to show who you are/);
  await send(tab, "delete");
  assert.deepEqual(await made.ledger(), []);
  await fold(tab, "delete").locator("select").selectOption({ index: 2 });
  await fold(tab, "delete").locator("[name=contact]").fill(CONTACT);
  await fold(tab, "delete").locator("[name=words]").fill("Everything since May.");
  await send(tab, "delete");
  await until("the request stands there", () => rows(tab).count(), (count) => count === 1);
  const [receipt] = await made.receipts(1);
  const { claims, rid } = receipt;
  assert.deepEqual([claims.kind, claims.rq.right, claims.rq.due, claims.rq.starts, claims.how.control, claims.how.trusted], ["rights-request", "delete", "P15D", "identity", "request", true]);
  assert.match(claims.rq.secret_sha256, /^[\w-]{43}$/);
  assert.ok(!JSON.stringify(receipt.claims).includes("mei"), "a receipt identifies nobody");
  const text = await until("it is received", () => rows(tab).first().innerText(), (said) => said.includes("Received"));
  assert.match(text, /Have your data deleted[\s\S]*set once it is clear who asks[\s\S]*Asked on[\s\S]*m•••@post\.example[\s\S]*Reference/);
  assert.ok(text.includes(rid));
  const stored = await until("the words are told", () => tab.page.evaluate((id) => localStorage[`cs.request.${id}`], rid), (kept) => !kept.includes("tell"));
  assert.ok(!stored.includes(CONTACT) && !(await part(tab, "[part=sheet]").innerHTML()).includes(CONTACT), "what was sent is masked");
  await clean("once it is received");

  // Staff read it, and the person reads what they say: the day stands as soon as it counts, a refusal has its reason.
  const step = await staff(made);
  const told = await step(rid, "was asked to show who they are", "Call us.");
  assert.ok(told.includes(CONTACT) && told.includes("I have taken back my consent.") && told.includes("Everything since May."), told);
  const again = async (pattern) => {
    await tab.close();
    await open(tab);
    await until(`it says ${pattern}`, () => rows(tab).first().innerText(), (said) => pattern.test(said));
  };
  await again(/You are asked to show who you are[\s\S]*Reason: Call us\./);
  await step(rid, "is clear who asks", "Thank you.");
  await again(/In progress[\s\S]*Answer due by \w+ \d+, 20\d\d/);
  await step(rid, "is refused", "The law has us keep it.");
  await again(/Refused[\s\S]*Reason: The law has us keep it\./);
  await rows(tab).first().getByRole("button", { name: "Take it off this list" }).click();
  await until("it is gone", () => rows(tab).count(), (count) => count === 0);
  assert.deepEqual([...asked], [new URL(made.origin).origin], "nobody else is spoken to");
  assert.equal(await tab.visitor.cookie(), before, "asking chooses nothing");
  assert.deepEqual(tab.faults, []);
});

test("what was written while nobody answered is told on a later page, without the dialog", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await made.kill();
  await open(tab);
  // Closing an account asks to have read what follows.
  await fill(tab, "close-account", "+60 12-000 0001", "");
  await send(tab, "close-account");
  assert.equal(await rows(tab).count(), 0);
  await fold(tab, "close-account").locator("[name=read]").check();
  await send(tab, "close-account");
  await until("it waits", () => rows(tab).first().innerText(), (said) => /Not delivered yet|cannot be learned/.test(said) && said.includes("•••001"));
  await made.revive();
  await tab.open("/track.html");
  const [{ rid, claims }] = await made.receipts(1);
  assert.equal(claims.rq.right, "close-account");
  await until("the words are told", () => tab.page.evaluate((id) => localStorage[`cs.request.${id}`], rid), (kept) => !kept.includes("tell"));
  await until("nothing is left to do", () => tab.page.evaluate(() => localStorage["cs.desk"]), (sign) => !sign);
  assert.equal(await tab.surface(), "banner");
  assert.deepEqual(tab.faults, []);
});

test("taking back leads to every place where it can be done", async () => {
  const tab = await tools.visit();
  await open(tab);
  await fold(tab, "withdraw").locator("summary").click();
  const routes = fold(tab, "withdraw").locator("[part=routes] button");
  assert.equal(await routes.count(), 4);
  await routes.filter({ hasText: "Close your account" }).click();
  assert.equal(await fold(tab, "close-account").evaluate((details) => details.open), true);
  assert.equal(await tab.page.evaluate(() => document.querySelector("#countersign-dialog > div").shadowRoot.activeElement.localName), "summary");
  await routes.filter({ hasText: "Your choices" }).click();
  await part(tab, "input[name=purpose]").first().waitFor();
});
