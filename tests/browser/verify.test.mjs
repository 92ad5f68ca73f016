/**
 * The verifying page: the same verdicts as the command, on the visitor's own device, with nothing sent to anybody.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { courier, program } from "./harness.mjs";

const PAGE = "/countersign/verify/";
/** The visitor's downloaded list of two receipts. */
let list;

const tools = courier({
  async prepare({ visit }) {
    const tab = await visit();
    await tab.acceptAll();
    await tab.courier.receipts(1);
    await tab.withdraw();
    const rows = await tab.courier.receipts(2);
    list = JSON.stringify(rows.map(({ claims: _, ...row }) => row));
    await tab.visitor.leave();
  },
});

/** Opens the page in a browser of its own and counts what it asks for. */
async function open(options = {}) {
  const { visitor } = await tools.visit("/", options);
  const page = await visitor.context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const said = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  await page.goto(tools.courier.origin + PAGE);
  await page.locator("#tool").waitFor({ state: "visible" });
  const give = (name, text) => page.locator("#pick").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });
  const result = () => page.locator("#result").getAttribute("class");
  const checks = (name) => page.locator(`.checks li:has(.check:text-is("${name}"))`).evaluateAll((all) => all.map((one) => one.className));
  return { visitor, page, asked, said, give, result, checks };
}

/** What the command says of files, as JSON. */
function command(files, ...options) {
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(tools.courier.folder, name);
    writeFileSync(path, text);
    return path;
  });
  const done = spawnSync(program("countersign"), ["verify", "--format", "json", ...paths, ...options], { encoding: "utf8" });
  return JSON.parse(done.stdout);
}

test("a downloaded list holds, without a request, and the site's keys are asked for only when wanted", async () => {
  const { page, asked, said, give, result, checks } = await open();
  asked.length = 0;
  await give("receipts.json", list);
  await page.locator("#result.holds").waitFor();
  assert.deepEqual([await checks("signature"), await checks("order")], [["holds", "holds"], ["holds"]]);
  assert.deepEqual(await checks("countersignature"), ["open", "open"]);
  assert.deepEqual(asked, [], "giving a file asks nobody");
  await page.locator("#ask-button").click();
  await page.locator('.checks li.holds:has(.check:text-is("countersignature"))').nth(1).waitFor();
  await page.locator("#ask:not([aria-busy])").waitFor({ state: "attached" });
  assert.ok(asked.includes("/.well-known/jwks.json") && asked.every((path) => /^\/(\.well-known\/jwks\.json|log\/)/.test(path)), asked.join());
  assert.equal(await result(), "holds");
  assert.deepEqual(await checks("inclusion"), ["holds", "holds"]);
  assert.deepEqual([await checks("checkpoint"), await checks("consistency")], [["holds"], ["holds"]]);
  assert.equal(await page.locator("#ask-said").innerText(), "");
  assert.deepEqual(said, []);
});

test("the page and the command say the same of good and bad files", async () => {
  const { page, give } = await open();
  const receipt = JSON.parse(list)[0].receipt;
  const place = receipt.indexOf(".") + 40;
  const changed = receipt.slice(0, place) + (receipt[place] === "A" ? "B" : "A") + receipt.slice(place + 1);
  for (const [name, text] of [
    ["good.json", list],
    ["one.jws", receipt],
    ["changed.jws", changed],
    ["other.txt", "not a receipt"],
    ["doubled.json", '{"a":1,"a":2}'],
  ]) {
    await give(name, text);
    await page.locator("#result:not(:empty)").waitFor();
    const shown = await page.locator(".checks li").evaluateAll((all) =>
      all.map((one) => [one.querySelector(".check").textContent, one.className, one.querySelector(".says").textContent]));
    const told = command({ [name]: text });
    const expected = told.sections.flatMap(({ checks }) => checks.map(({ check, verdict, says }) => [check, verdict, says]));
    assert.deepEqual(shown, expected, name);
    assert.equal(await page.locator("#result").getAttribute("class"), told.verdict, name);
    await page.locator("#clear").click();
  }
});

test("pasted text is judged as a file is, and Start over forgets it", async () => {
  const { page } = await open();
  await page.locator("summary").click();
  await page.locator("#paste").fill(JSON.parse(list)[1].receipt);
  await page.locator("#paste-button").click();
  await page.locator("#result.holds").waitFor();
  assert.match(await page.locator("#report").innerText(), /Receipt: withdrawal of/);
  await page.locator("#clear").click();
  assert.equal(await page.locator("#report").innerText(), "");
  assert.equal(await page.locator("#given").isVisible(), false);
});

test("the command verifies the receiver's address with its keys", async () => {
  const { rid } = JSON.parse(list)[0];
  const report = command({}, `${tools.courier.origin}/v1/receipts/${rid}`, `${tools.courier.origin}/log/layang-express/checkpoint`);
  const checks = report.sections.flatMap(({ checks }) => checks.map(({ check, verdict }) => [check, verdict]));
  const names = ["signature", "countersignature", "inclusion", "order", "key", "checkpoint", "consistency"];
  assert.deepEqual([report.verdict, checks], ["holds", names.map((name) => [name, "holds"])]);
});

for (const [device, viewport] of [["phone", { width: 360, height: 740 }], ["desktop", { width: 1280, height: 900 }]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing on a ${device} in ${colorScheme}, and nothing is cut off`, async () => {
      const { visitor, page, give } = await open({ viewport, colorScheme, reducedMotion: "reduce" });
      for (const text of [list, "not a receipt"]) {
        await give("receipts.json", text);
        await page.locator("#report .card").first().waitFor();
        assert.deepEqual(await violations({ page }), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
        const shots = process.env.CS_SHOTS;
        if (shots) await page.screenshot({ path: join(shots, `verify-${device}-${colorScheme}-${text === list ? "good" : "bad"}.png`), fullPage: true });
      }
      await visitor.leave();
    });
  }
}

test("the page asks nobody but its own site, by its own policy", () => {
  const html = readFileSync(join(tools.courier.dist, "verify/index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)[1];
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /connect-src 'self'(;|$)/);
  assert.doesNotMatch(policy, /unsafe-inline|https?:/);
});
