/**
 * The links of messages from end to end: keys and links by the command, a mail program that follows RFC 8058, and a person in a browser.
 *
 * Enters: the receiver and the command below `CARGO_TARGET_DIR`, the demo's `dist/`, a browser in `CHROMIUM`; with `SCREENSHOTS` a folder
 * that pictures go to. Deliberately absent: what forged and ended links do, which the receiver's own tests show.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { LOCALES, violations } from "../browser/axe.mjs";
import { program, ROOT } from "../browser/harness.mjs";

const folder = mkdtempSync(join(tmpdir(), "countersign-links-"));
const at = (name) => join(folder, name);
const command = (...args) => execFileSync(program("countersign"), args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
/** Where mail programs would find the receiver; here the rest of each address is asked of the one that runs. */
const PUBLIC = "https://receipts.layang.example";
const KEY = "a-key-of-the-sites-own-server-01";
let receiver, origin, browser;

before(async () => {
  command("links", "--new-keys", at("layang.keys"));
  const digest = createHash("sha256").update(KEY).digest("base64url");
  writeFileSync(at("receiver.toml"), `[[site]]\nid = "layang-express"\norigins = ["https://layang.example"]\nmarketing_keys = "${at("layang.keys")}"\napi_keys = ["${digest}"]\n`);
  const args = ["serve", "--listen", "127.0.0.1:0", "--database", at("ledger.sqlite"), "--create", "--origin", PUBLIC];
  args.push("--config", at("receiver.toml"), "--dist", join(ROOT, "www/demo/dist"), "--public-ledger");
  receiver = spawn(program("countersign-receiver"), args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "error" } });
  origin = await new Promise((done) => createInterface({ input: receiver.stdout }).once("line", (line) => done(line.replace("listening on ", ""))));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  receiver?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Mints links for a list and answers them in its order. */
function mint(list, ...more) {
  writeFileSync(at("list.csv"), list);
  command("links", at("list.csv"), "--keys", at("layang.keys"), "--site", "layang-express", "--origin", PUBLIC, "-o", at("letters.csv"), ...more);
  const [names, ...rows] = readFileSync(at("letters.csv"), "utf8").trimEnd().split("\r\n").map((row) => row.split(","));
  return rows.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place]])));
}

const entries = async () => (await (await fetch(`${origin}/v1/ledger?site=layang-express&limit=100`)).json()).entries;
const receipts = async () => (await entries()).filter(({ kind }) => kind === "unsubscribe").length;
const picture = async (page, name) => {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `links-${name}.png`), fullPage: true });
};

test("the command makes keys for their owner alone, and links that a mail program stops by itself", async () => {
  assert.equal(statSync(at("layang.keys")).mode & 0o777, 0o600);
  assert.throws(() => command("links", "--new-keys", at("layang.keys")), /never replaced/, "keys are not written over");
  const [letter] = mint("address\nana@example.com\n", "--channel", "email", "--topic", "offers");
  // RFC 8058 section 3.2: the address between the brackets, the field's own words as the body, nothing else.
  const [, url] = /^<(https:\/\/[^>]+)>$/.exec(letter.list_unsubscribe);
  assert.equal(letter.list_unsubscribe_post, "List-Unsubscribe=One-Click");
  const before = await receipts();
  const options = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: letter.list_unsubscribe_post, redirect: "manual" };
  for (const expected of [before + 1, before + 1]) {
    const answer = await fetch(url.replace(PUBLIC, origin), options);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("set-cookie"), null);
    assert.equal(await receipts(), expected, "once, and at once");
  }
});

test("a stop is in the export within a second", async () => {
  const list = Array.from({ length: 10 }, (_, number) => `c${number}@example.com\n`).join("");
  const letters = mint(`address\n${list}`, "--channel", "email", "--topic", "offers");
  const exported = async () => {
    const answer = await fetch(`${origin}/v1/suppressions`, { headers: { authorization: `Bearer ${KEY}` } });
    return (await answer.text()).trim().split("\n").filter((line) => line.includes('"hash"')).length;
  };
  const taken = [];
  for (const { list_unsubscribe, list_unsubscribe_post } of letters) {
    const url = /^<(https:[^>]+)>$/.exec(list_unsubscribe)[1].replace(PUBLIC, origin);
    const held = await exported();
    const start = performance.now();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(url, { method: "POST", headers, body: list_unsubscribe_post });
    assert.equal(answer.status, 200);
    assert.equal(await exported(), held + 1, "the export that follows the answer has it");
    taken.push(performance.now() - start);
  }
  // The quickest of ten: what a busy machine adds is no part of it, and a stop that waits for a timer waits each time.
  assert.ok(Math.min(...taken) < 1_000, `${taken} ms`);
});

test("a person stops, chooses and reads it in four languages, on a phone and on a desk, by day and by night", async () => {
  const [letter] = mint("address\nbo@example.com\n", "--channel", "email", "--topic", "offers");
  const link = letter.url.replace(PUBLIC, origin);
  const before = await receipts();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en-GB" });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => errors.push(message.text()));
  page.on("request", (request) => request.url().startsWith(origin) || errors.push(request.url()));
  const clean = async (what) => {
    assert.deepEqual(await violations({ page }), [], what);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} is not wider than the window`);
  };

  const titles = new Set();
  for (const locale of LOCALES) {
    await page.goto(`${link}?lang=${locale}`);
    titles.add(await page.title());
    assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
    await clean(locale);
    await picture(page, `open-${locale}-phone`);
  }
  assert.equal(titles.size, LOCALES.length);
  assert.equal(await receipts(), before, "looking changes nothing");

  // By keyboard alone: the first button is the one that the page is about.
  await page.goto(link);
  await page.keyboard.press("Tab");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.equal(await page.locator("h1").innerText(), "These messages are stopped");
  const rid = /Receipt ([0-9a-f-]{36})/.exec(await page.locator("main").innerText())[1];
  assert.equal(await receipts(), before + 1);
  await clean("stopped");
  await picture(page, "stopped-phone");
  const held = await (await fetch(`${origin}/v1/receipts/${rid}`)).json();
  writeFileSync(at("receipt.json"), JSON.stringify(held));
  writeFileSync(at("keys.json"), await (await fetch(`${origin}/.well-known/jwks.json`)).text());
  assert.match(command("verify", at("receipt.json"), at("keys.json")), /holds/);

  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await clean("stopped in the dark");
  await picture(page, "stopped-desktop-dark");
  const boxes = page.getByRole("checkbox");
  assert.ok((await boxes.count()) > 1, "the demo has several topics");
  for (const box of await boxes.all()) assert.equal(await box.isChecked(), false);
  await boxes.nth(1).check();
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Save these choices" }).click()]);
  assert.equal(await page.locator("h1").innerText(), "Your choices are saved");
  assert.deepEqual(await page.getByRole("checkbox").evaluateAll((all) => all.map((one) => one.checked)).then((all) => all.slice(0, 2)), [false, true]);
  await clean("saved in the dark");
  await picture(page, "saved-desktop-dark");
  assert.deepEqual(errors, []);
  await context.close();
});
