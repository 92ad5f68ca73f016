/**
 * The state cookie and its mirror: what is no state never throws and never opens anything; two cookies of one name speak for nobody;
 * other tabs and subdomains follow (formats.md section 5).
 */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { harness, ran, reload, stored, until } from "./browser.mjs";
import { html, loader } from "./serve.mjs";
import { outcomes, stateWith, tables } from "./tables.mjs";

const gates = outcomes.purposes.map((id) => `<script type="text/plain" data-cs-purpose="${id}">(window.ran = window.ran || []).push("${id}")</script>`).join("\n");
const forms = ["cs=; Path=/; Max-Age=0", "cs=$; Path=/; SameSite=Lax; Max-Age=15552000; Domain=couriers.localhost"];
const tools = harness({
  "/": html(gates),
  "/deep/": html(gates),
  "/domain": html(gates, `<script data-cs-base="/countersign/">${loader({ ...tables(), a: forms })}</script>`),
});
const { visit, visitor } = tools;

/** One value after another on one page; each must ask, quietly. */
async function asksFor(values) {
  // What the browser asks for by itself after the first load, such as an icon, is no concern of ours.
  const page = await visit("/", {}, "networkidle");
  for (const value of values) {
    page.said.length = 0;
    // In one go, so that the old page never follows it.
    const loaded = page.waitForEvent("load");
    await page.evaluate((text) => {
      document.cookie = "cs=; Path=/; Max-Age=0";
      localStorage.cs = text;
      location.reload();
    }, value);
    await loaded;
    await page.locator("#countersign [data-cs=accept]").waitFor();
    const open = await page.evaluate(() => (window.ran || []).concat(window.countersign.state().open));
    assert.deepEqual([...open, ...page.said], [], value);
  }
}

test("what is no state asks", async () => {
  const good = stateWith("chat");
  await asksFor([
    "", "1", "1.", ".....", "null", "{}", "%", "1.%E0%A4%A.1.nu.", "\u0000", "状态", "x".repeat(5000),
    good.replace("1.", "2."), good.replace("1.", "01."), `${good}.`, `${good}~`, `${good}~unknown`, good.slice(0, -1), good.slice(0, 19), good.toUpperCase(),
    stateWith("marketing~analytics"), stateWith("chat~chat"), stateWith("unknown"), stateWith("chat", "xu"), stateWith("chat", "ns"), stateWith("chat", "nt"),
    good.replace(/\.\d+\./, ".0."), good.replace(/\.\d+\./, ".-1."), good.replace(/\.\d+\./, ".1e9."), good.replace(/\.\d+\./, ".9999999999."), good.replace(outcomes.material, "AAAAAAAA"),
  ]);
});

test("random changes of a state never throw and never open what it does not name", async () => {
  const seed = Number(process.env.SEED) || randomInt(2 ** 31);
  let dice = seed;
  const roll = (sides) => (dice = (dice * 48_271) % 2_147_483_647) % sides;
  const letters = "01.~nudgbst-_aZ%; é";
  const page = await visit("/");
  for (let turn = 0; turn < 40; turn++) {
    const value = [...stateWith("chat")];
    for (let change = 0; change <= roll(3); change++) value.splice(roll(value.length), roll(3), letters[roll(letters.length)]);
    page.said.length = 0;
    await page.evaluate((text) => {
      localStorage.clear();
      document.cookie = `cs=${text}; Path=/`;
    }, value.join(""));
    await page.reload();
    const open = await page.evaluate(() => window.countersign.state().open.join("~"));
    assert.ok(open === "" || value.join("").split(".")[4] === open, `seed ${seed}: ${value.join("")} opened ${open}`);
    assert.deepEqual(page.said, [], `seed ${seed}: ${value.join("")}`);
  }
});

test("two cookies of one name speak for nobody", async () => {
  const context = await visitor({ cookie: stateWith("chat") });
  await context.addCookies([{ name: "cs", value: stateWith("analytics"), path: "/deep", domain: "127.0.0.1" }]);
  const page = await visit("/deep/", context);
  assert.equal(await page.locator("#countersign [data-cs=accept]").count(), 1);
  assert.deepEqual(await ran(page), []);
});

test("with a domain the host's own cookie ends, and other hosts of the domain follow", async () => {
  const { port } = new URL(tools.server.origin);
  const context = await visitor();
  await context.addCookies([{ name: "cs", value: stateWith("chat"), url: `http://www.couriers.localhost:${port}` }]);
  const open = async (host) => {
    const page = await context.newPage();
    await page.goto(`http://${host}.couriers.localhost:${port}/domain`);
    return page;
  };
  const [first, second] = [await open("www"), await open("my")];
  assert.deepEqual(await ran(first), ["chat"]);
  await second.bringToFront();
  await second.click("[data-cs=refuse]");
  await second.locator("#countersign-button").waitFor();
  await reload(first);
  assert.equal(await first.locator("#countersign [data-cs=accept]").count(), 1, "the old cookie may not speak against the new one");
  await first.bringToFront();
  await first.click("[data-cs=accept]");
  await until(first, () => window.ran?.length === 3);
  await second.bringToFront();
  await until(second, () => window.countersign.allows("marketing"));
  assert.equal((await context.cookies()).filter(({ name }) => name === "cs").length, 1);
});

test("other tabs follow where web storage is blocked", async () => {
  const init = () => {
    for (const area of ["localStorage", "sessionStorage"]) Object.defineProperty(window, area, { get() { throw new DOMException("blocked", "SecurityError"); } });
  };
  const context = await visitor({ init, cookie: stateWith("chat") });
  const [first, second] = [await visit("/", context), await visit("/", context)];
  await first.evaluate(() => window.countersign.refuseAll());
  await second.bringToFront();
  await until(second, () => !window.countersign.allows("chat"));
});

test("a store that loses its value ends no choice on the page", async () => {
  const page = await visit("/", { cookie: stateWith("chat") });
  // Once this page has made its mirror, it writes no state again.
  await until(page, () => localStorage.getItem("cs"));
  await page.evaluate(() => {
    document.cookie = "cs=; Path=/; Max-Age=0";
    localStorage.clear();
    dispatchEvent(new Event("pageshow"));
  });
  assert.equal(await page.evaluate(() => window.countersign.allows("chat")), true);
  await page.reload();
  assert.equal((await stored(page)).cookie, undefined);
});

test("a page without an origin still lets its visitor refuse", async () => {
  const page = await visit("/");
  await page.setContent(`<iframe sandbox="allow-scripts" srcdoc='<script data-cs-base="${tools.server.origin}/countersign/" src="${tools.server.origin}/countersign/countersign.js"></script>'></iframe>`);
  const frame = page.frameLocator("iframe");
  await frame.locator("[data-cs=refuse]").click();
  await frame.locator("#countersign-button").waitFor();
});
