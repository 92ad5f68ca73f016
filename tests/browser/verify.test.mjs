/**
 * The verifying page: the same verdicts as the command, in four languages, on the visitor's own device, with nothing sent to anybody.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { except } from "./engines.mjs";
import { courier, program } from "./harness.mjs";

const PAGE = "/countersign/verify/";
const PAPER = except({ webkit: "the browser takes no order to print, nor to show a page as on paper" });
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
async function open({ fragment = "", ...options } = {}) {
  const { visitor } = await tools.visit("/", options);
  const page = await visitor.context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const said = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  await page.goto(tools.courier.origin + PAGE + fragment);
  await page.locator("#tool").waitFor({ state: "visible" });
  const give = (name, text) => page.locator("#pick").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });
  const result = () => page.locator("#result").getAttribute("class");
  const checks = (name) => page.locator(`li[data-cs-check="${name}"]`).evaluateAll((all) => all.map((one) => one.dataset.csVerdict));
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
  await page.locator('li[data-cs-check="countersignature"][data-cs-verdict="holds"]').nth(1).waitFor();
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
    const shown = await page.locator("li[data-cs-check]").evaluateAll((all) =>
      all.map((one) => [one.dataset.csCheck, one.dataset.csVerdict, one.querySelector(".cs-says").textContent]));
    const told = command({ [name]: text });
    const expected = told.sections.flatMap(({ checks }) => checks.map(({ check, verdict, says }) => [check, verdict, says]));
    assert.deepEqual(shown, expected, name);
    assert.equal(await page.locator("#result").getAttribute("class"), told.verdict, name);
    await page.locator("#clear").click();
  }
});

test("where WebAssembly is missing, forbidden or does not come, the same page verifies in JavaScript", async () => {
  const forbidden = async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-security-policy": "script-src 'self'" } });
  };
  for (const [init, pattern, handle] of [[() => delete globalThis.WebAssembly], [undefined, /verify\/$/, forbidden], [undefined, /verify\.wasm/, (route) => route.abort()]]) {
    const visitor = await tools.visitor({ init });
    if (pattern) await visitor.context.route(pattern, handle);
    const page = await visitor.context.newPage();
    const asked = [];
    page.on("request", (request) => asked.push(/verify\.fallback\.js$/.exec(request.url())?.[0]));
    await page.goto(tools.courier.origin + PAGE);
    // What is picked before anything listens is lost; a visitor sees the field only then.
    await page.locator("#tool").waitFor({ state: "visible" });
    await page.locator("#pick").setInputFiles({ name: "receipts.json", mimeType: "application/json", buffer: Buffer.from(list) });
    await page.locator("#result.holds").waitFor();
    assert.deepEqual(asked.filter(Boolean), ["verify.fallback.js"]);
    await visitor.leave();
  }
});

test("pasted text is judged as a file is, and Start over forgets it", async () => {
  const { page } = await open();
  await page.locator("#other summary").click();
  await page.locator("#paste").fill(JSON.parse(list)[1].receipt);
  await page.locator("#paste-button").click();
  await page.locator("#result.holds").waitFor();
  assert.match(await page.locator("#report").innerText(), /Withdrawn[^]*“Withdraw all”/);
  await page.locator("#clear").click();
  assert.equal(await page.locator("#report").innerText(), "");
  assert.equal(await page.locator("#given").isVisible(), false);
});

test("the page speaks four languages, by the address, the browser or the visitor's pick, and says so where it cannot run", async () => {
  for (const [options, title, decided] of [
    [{ fragment: "#zh-Hans" }, "验证凭证", /已同意[^]*成立/],
    [{ locale: "zh-TW" }, "驗證憑證", /已同意[^]*成立/],
    [{ locale: "de-DE" }, "Verify receipts", /allowed[^]*holds/],
  ]) {
    const { visitor, page, give } = await open(options);
    assert.equal(await page.locator("h1").innerText(), title);
    await give("receipts.json", list);
    await page.locator("#result.holds").waitFor();
    assert.match(await page.locator("#report").innerText(), decided);
    await page.locator("#language").selectOption("ms");
    assert.equal(await page.locator("h1").innerText(), "Sahkan resit");
    assert.match(await page.locator("#report").innerText(), /dibenarkan[^]*Tandatangan[^]*sah/);
    assert.deepEqual([await page.title(), await page.evaluate(() => [document.documentElement.lang, location.hash])], ["Sahkan resit", ["ms", "#ms"]]);
    await visitor.leave();
  }
  const { visitor } = await tools.visit("/", { locale: "ms-MY" });
  const page = await visitor.context.newPage();
  await page.route(/verify\.(wasm|fallback\.js)/, (route) => route.abort());
  await page.goto(tools.courier.origin + PAGE);
  await page.getByText("tidak dapat menjalankan pengesah").waitFor();
});

test("the demo and the policy lead to the page in the reader's language", async () => {
  const tab = await tools.visit("/", { lang: "zh-Hant" });
  await tab.page.locator("footer [data-verify]").getByText("驗證憑證").waitFor();
  assert.match(await tab.page.locator("footer [data-verify]").getAttribute("href"), /\/countersign\/verify\/#zh-Hant$/);
  await tab.open("/countersign/policy/1.0/ms.html");
  await tab.page.getByRole("link", { name: "Sahkan resit" }).click();
  await tab.page.locator("h1").getByText("Sahkan resit").waitFor();
});

test("on paper the report stands without controls", PAPER, async () => {
  const { page, give } = await open();
  await give("receipts.json", list);
  await page.locator("#result.holds").waitFor();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const gone of ["#drop", "#other", "#clear", ".language"]) assert.equal(await page.locator(gone).isVisible(), false, gone);
  assert.equal(await page.locator(".cs-receipt").first().isVisible(), true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  const shots = process.env.CS_SHOTS;
  if (shots) await page.screenshot({ path: join(shots, "verify-paper.png"), fullPage: true });
});

test("the command verifies the receiver's address with its keys", async () => {
  const { rid } = JSON.parse(list)[0];
  const report = command({}, `${tools.courier.origin}/v1/receipts/${rid}`, `${tools.courier.origin}/log/layang-express/checkpoint`);
  const checks = report.sections.flatMap(({ checks }) => checks.map(({ check, verdict }) => [check, verdict]));
  const names = ["signature", "countersignature", "inclusion", "order", "key", "checkpoint", "consistency"];
  assert.deepEqual([report.verdict, checks], ["holds", names.map((name) => [name, "holds"])]);
});

for (const [device, viewport] of [["phone", { width: 390, height: 844 }], ["desktop", { width: 1280, height: 800 }]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing on a ${device} in ${colorScheme}, and nothing is cut off`, async () => {
      const { visitor, page, give } = await open({ viewport, colorScheme, reducedMotion: "reduce" });
      for (const text of [list, "not a receipt"]) {
        await give("receipts.json", text);
        await page.locator("#report :is(.cs-receipt, .cs-group)").first().waitFor();
        assert.deepEqual(await violations({ page }), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
        const shots = process.env.CS_SHOTS;
        if (shots) await page.screenshot({ path: join(shots, `verify-${device}-${colorScheme}-${text === list ? "good" : "bad"}.png`), fullPage: true });
        await page.locator("#clear").click();
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
