/**
 * The console in a browser: sign in, find a person, unsubscribe them on request, see and verify the receipt, look at a list and discard it,
 * bring one in, export, read the figures, let somebody in who sees less. Every page by axe, at two widths and in the dark.
 * Enters: the receiver and `web/verify` below `CARGO_TARGET_DIR`, a browser in `CHROMIUM`; with `SCREENSHOTS` a folder that pictures go to.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { violations } from "../browser/axe.mjs";
import { program, TARGET } from "../browser/harness.mjs";

const CHOSEN = "nine grey pigeons over the gate";
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => path && existsSync(path));
const folder = mkdtempSync(join(tmpdir(), "countersign-console-"));
const database = join(folder, "ledger.sqlite");
let receiver, origin, browser;

/** A password for one sign-in, from the command line. */
function added(name, role) {
  const args = ["staff", "add", "--database", database, "--name", name, "--role", role];
  return execFileSync(program("countersign-receiver"), args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n")[0];
}

before(async () => {
  const key = () => randomBytes(32).toString("base64url");
  writeFileSync(join(folder, "layang.keys"), `hash ${key()}\ntoken ${key()}\n`, { mode: 0o600 });
  const keys = JSON.stringify(join(folder, "layang.keys"));
  writeFileSync(join(folder, "receiver.toml"), `[[site]]\nid = "layang-express"\norigins = ["https://layang.example"]\nmarketing_keys = ${keys}\n`);
  cpSync(join(TARGET, "web/verify"), join(folder, "dist/verify"), { recursive: true });
  const args = ["serve", "--listen", "127.0.0.1:0", "--database", database, "--create", "--config", join(folder, "receiver.toml")];
  receiver = spawn(program("countersign-receiver"), [...args, "--dist", join(folder, "dist")], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "error" } });
  origin = await new Promise((done, fail) => {
    createInterface({ input: receiver.stdout }).once("line", (line) => done(line.replace("listening on ", "")));
    receiver.once("exit", () => fail(new Error("the receiver ended at once")));
  });
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  receiver?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A member of staff in a browser of their own, who has chosen a password. */
async function member(name, once) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const [errors, hosts] = [[], new Set()];
  page.on("console", (message) => message.type() === "error" && !/40[13]|422/.test(message.text()) && errors.push(message.text()));
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${origin}/staff/`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(once);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Current password").fill(once);
  await page.getByLabel("New password").fill(CHOSEN);
  await page.getByRole("button", { name: "Choose this password" }).click();
  const at = (title) => page.getByRole("heading", { name: title, level: 1 }).waitFor();
  const go = async (link, title = link) => {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: link }).click();
    await at(title);
  };
  const clean = async (shot) => {
    assert.deepEqual(await violations({ page }), [], shot);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${shot} is cut off sideways`);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `console-${shot}.png`), fullPage: true });
  };
  const done = async () => {
    assert.deepEqual(errors, []);
    assert.deepEqual([...hosts], [new URL(origin).host], "nothing of another host");
    await context.close();
  };
  return { context, page, at, go, clean, done };
}

/** Looks somebody up. */
async function find(page, address) {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "People" }).click();
  await page.getByLabel("Address or link").fill(address);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: "Who may be written to" }).waitFor();
}

test("staff stop messages on request, verify the receipt, look at lists before they count, and export", async () => {
  const { context, page, at, go, clean, done } = await member("ana", added("ana", "admin"));
  await at("Requests");
  await go("People");
  await clean("people");
  await find(page, "Mei.Tan@post.example");
  await page.getByText("mei.tan@post.example").waitFor();
  assert.ok(!page.url().includes("mei"), "no address stands in an address");
  await clean("person-new");

  // By keyboard alone from the first field of the form to its button.
  await page.getByLabel("Channel and topic").focus();
  for (const key of ["Tab", "Tab"]) await page.keyboard.press(key);
  // A call: the first of the ways. Its letters would begin anew where a busy machine lets a second pass between two of them.
  await page.keyboard.press("Home");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Called on 26 November at 9; ticket 1042.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("It is done").waitFor();
  await page.getByRole("region", { name: "What may be sent" }).getByText("stopped").waitFor();
  await clean("person-stopped");

  // Its receipt, and the verdict of the verifying page on it, with the keys that this receiver publishes.
  await page.getByRole("region", { name: "What changed" }).getByRole("link", { name: /^Receipt/ }).click();
  await at("Receipt");
  await page.getByText("staff, at the person's request").waitFor();
  await clean("receipt");
  await page.getByRole("link", { name: "Verify this receipt" }).click();
  await page.locator("#ask-button").click();
  const verdict = (name) => page.locator(`li[data-cs-check="${name}"][data-cs-verdict="holds"]`).first().waitFor();
  await verdict("countersignature");
  await verdict("inclusion");
  assert.notEqual(await page.locator("#result").getAttribute("class"), "fails");
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, "console-verify.png"), fullPage: true });
  await page.goto(`${origin}/staff/`);

  // A list that is looked at and discarded leaves nothing; one that is brought in stops.
  const rows = Array.from({ length: 40 }, (_, number) => `bob${number}@post.example,`).join("\n");
  const list = `address,channel\nmei.tan@post.example,\n${rows}\n+60 12-345 6789,sms\nnobody,\n`;
  const upload = async (name) => {
    await go("Lists");
    await page.getByLabel("CSV file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(list) });
    await page.getByRole("button", { name: "Look at it first" }).click();
    await page.getByRole("heading", { name: "What it would do" }).waitFor();
  };
  await upload("wrong.csv");
  await page.getByText("line 44").waitFor();
  await clean("list-preview");
  await page.getByRole("button", { name: "Discard this list" }).click();
  await page.getByText("Nobody was stopped by it").waitFor();
  await find(page, "bob7@post.example");
  await page.getByText("Nothing was ever said for this address").waitFor();
  await upload("old-system.csv");
  await page.getByRole("button", { name: "Stop messages to these addresses" }).click();
  await page.getByText("It is carried out").waitFor();
  await clean("list-done");
  await go("Lists");
  await clean("lists");
  await find(page, "bob7@post.example");
  await page.getByRole("region", { name: "What may be sent" }).getByText("list 2").waitFor();

  await go("People");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Suppressions of layang-express" }).click()]);
  const lines = readFileSync(await file.path(), "utf8").trim().split("\r\n");
  assert.equal(lines.length, 1 + 42, "a row of names, and one for each address that was stopped");
  assert.ok(!lines.join().includes("@"), "no address in clear");

  await go("Figures");
  await page.getByText("messages stopped: 42").waitFor();
  await page.getByText("The same as a table").click();
  await clean("figures");

  await go("Accounts");
  await page.getByLabel("Name").fill("vic");
  await page.getByRole("radio", { name: "viewer" }).check();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const once = await page.locator(".secret").textContent();
  await clean("accounts");
  await go("Record");
  await clean("record");

  // Another role sees less, and what it does not see does not answer.
  const viewer = await member("vic", once);
  await viewer.at("People");
  const links = await viewer.page.getByRole("navigation", { name: "Pages" }).getByRole("link").allTextContents();
  assert.deepEqual(links, ["People", "Figures", "Password"]);
  await find(viewer.page, "mei.tan@post.example");
  assert.equal(await viewer.page.getByRole("heading", { name: "Change on request" }).count(), 0);
  assert.equal(await viewer.page.getByText("ticket 1042").count(), 0);
  await viewer.clean("viewer-person");
  assert.equal((await viewer.page.goto(`${origin}/staff/imports`)).status(), 403);
  await viewer.clean("viewer-refused");
  await viewer.done();

  // On a small phone and in the dark nothing is cut off.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await find(page, "mei.tan@post.example");
  await clean("phone-dark-person");
  for (const path of ["people", "figures", "imports", "imports/2", "accounts"]) {
    await page.goto(`${origin}/staff/${path}`);
    await clean(`phone-dark-${path.replace("/", "-")}`);
  }
  await page.setViewportSize({ width: 320, height: 568 });
  await page.emulateMedia({ colorScheme: "light" });
  for (const path of ["people", "figures", "imports", "accounts", "record"]) {
    await page.goto(`${origin}/staff/${path}`);
    await clean(`small-${path}`);
  }
  await done();
});
