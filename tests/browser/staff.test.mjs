/**
 * The pages of staff: signing in with a password for once, choosing another, working on a request by keyboard alone, and what the person
 * reads of it. Enters: the receiver below `CARGO_TARGET_DIR`, the engine of `engines.mjs`; with `SCREENSHOTS` a folder that pictures go to.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { except, launch } from "./engines.mjs";
import { program } from "./harness.mjs";

const CHOSEN = "nine grey pigeons over the gate";
const folder = mkdtempSync(join(tmpdir(), "countersign-staff-"));
const database = join(folder, "ledger.sqlite");
const sha256 = (text) => createHash("sha256").update(text).digest("base64url");
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
let receiver, origin, browser;

/** Sends a signed request and tells its contact; answers its id and what the visitor knows it by. */
async function ask(right, contact, more = {}) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { crv, kty, x, y } = publicKey.export({ format: "jwk" });
  const [jwk, secret, rid] = [{ crv, kty, x, y }, randomBytes(32).toString("base64url"), randomUUID()];
  const header = { alg: "ES256", typ: "cs-receipt+jws", kid: sha256(JSON.stringify(jwk)), jwk };
  const payload = {
    v: "cs-receipt/1", rid, rec: randomUUID(), sub: randomUUID(), kind: "rights-request", iat: new Date().toISOString(), seq: 0,
    salt: randomBytes(16).toString("base64url"), assurance: "device", ctl: { id: "layang-express" }, svc: "https://layang.example",
    rq: { right, secret_sha256: sha256(secret), ...more }, by: "self", how: { control: "request", input: "keyboard", trusted: true },
    sig: { gpc: false, dnt: false },
  };
  const input = `${encoded(header)}.${encoded(payload)}`;
  const jws = `${input}.${sign("sha256", Buffer.from(input), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
  const sent = await fetch(`${origin}/v1/receipts`, { method: "POST", headers: { "content-type": "application/jose" }, body: jws });
  assert.equal(sent.status, 201, await sent.text());
  const standing = async (body) => {
    const options = { method: body ? "POST" : "GET", headers: { authorization: `Bearer ${secret}` }, body: body && JSON.stringify(body) };
    const answer = await fetch(`${origin}/v1/requests/${rid}`, options);
    assert.equal(answer.status, 200);
    return answer.json();
  };
  if (contact) await standing(contact);
  return { rid, standing };
}

/** Keeps a picture where somebody wants to look. */
async function picture(page, name) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `staff-${name}.png`), fullPage: true });
}

before(async () => {
  const args = ["serve", "--listen", "127.0.0.1:0", "--database", database, "--create"];
  receiver = spawn(program("countersign-receiver"), args, { stdio: ["ignore", "pipe", "ignore"] });
  origin = await new Promise((done) => createInterface({ input: receiver.stdout }).once("line", (line) => done(line.replace("listening on ", ""))));
  browser = await launch({ whole: true });
});

after(async () => {
  await browser?.close();
  receiver?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("staff work on a request, and the person reads what became of it", except({ webkit: "the browser shows no page that is open in other colors" }), async () => {
  const told = { contact: "mei.tan@post.example", words: "我想查阅自五月以来的全部寄件记录。\nThank you.", lang: "zh-Hans" };
  const first = await ask("access", told, { working_days: 15 });
  await ask("delete", { contact: "+60 12-000 0000", words: "", lang: "ms" }, { due: "P0D" });
  await ask("complain", undefined, {});
  const said = execFileSync(program("countersign-receiver"), ["staff", "add", "--database", database, "--name", "aisyah", "--role", "compliance"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const once = said.split("\n")[0];

  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && !message.text().includes("401") && !message.text().includes("422") && errors.push(message.text()));
  const hosts = new Set();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  const clean = async (name) => {
    assert.deepEqual(await violations({ page }), [], name);
    await picture(page, name);
  };

  await page.goto(`${origin}/staff/`);
  assert.equal(new URL(page.url()).pathname, "/staff/sign-in");
  await page.getByLabel("Name").fill("aisyah");
  await page.getByLabel("Password").fill("not this one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("too many attempts").waitFor();
  await clean("door");
  await page.getByLabel("Name").fill("aisyah");
  await page.getByLabel("Password").fill(once);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Choose a password" }).waitFor();
  await clean("password");
  await page.getByLabel("Current password").fill(once);
  await page.getByLabel("New password").fill(CHOSEN);
  await page.getByRole("button", { name: "Choose this password" }).click();

  // Those that are due first stand in front; what has no day stands last.
  await page.getByRole("heading", { name: "Requests" }).waitFor();
  await page.getByText("today").waitFor();
  await page.waitForLoadState();
  const rights = await page.locator("tbody th").allTextContents();
  assert.deepEqual(rights, ["Delete the data", "See the data", "Complaint"]);
  await clean("queue");

  await page.getByRole("link", { name: "See the data" }).click();
  await page.getByText(told.contact).waitFor();
  assert.equal(await page.locator("dd.words").first().textContent(), told.words);
  await clean("request");
  // By keyboard alone: the step, no reason, and what is wrong is said.
  await page.getByRole("radio").first().focus();
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.getByRole("radio", { name: "is refused" }).isChecked(), true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("has to say why").waitFor();
  assert.equal(await page.getByRole("radio", { name: "is refused" }).isChecked(), true, "what was entered stays");
  await clean("no reason");
  await page.getByRole("radio", { name: "was asked to show who they are" }).check();
  await page.getByLabel("What the person reads").fill("Please call us on the number of our notice.");
  await page.getByRole("button", { name: "Take this step" }).click();
  await page.getByText("Identity asked").waitFor();
  const standing = await first.standing();
  assert.deepEqual([standing.state, standing.reason], ["identity-asked", "Please call us on the number of our notice."]);

  await page.getByRole("link", { name: "Record" }).click();
  await page.getByRole("cell", { name: "identity-asked" }).waitFor();
  await clean("record");
  // On a small phone nothing is cut off sideways.
  await page.setViewportSize({ width: 320, height: 568 });
  for (const path of ["/staff/", `/staff/requests/${first.rid}`, "/staff/record", "/staff/password"]) {
    await page.goto(origin + path);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, path);
    await clean(`phone-${path.split("/")[2] || "queue"}`);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${origin}/staff/`);
  await clean("phone-dark");
  const [cookie] = await context.cookies();
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Strict"]);
  await page.getByRole("button", { name: "Sign out aisyah" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await context.addCookies([cookie]);
  await page.goto(`${origin}/staff/`);
  assert.equal(new URL(page.url()).pathname, "/staff/sign-in", "the old token is worth nothing");
  assert.deepEqual(errors, []);
  assert.deepEqual([...hosts], [new URL(origin).host]);
  await context.close();
});
