/**
 * The widget from the loader's side: when it is fetched, what it may do through the host, and the plain chooser when it does not come.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, settle, stored, until } from "./browser.mjs";
import { html } from "./serve.mjs";
import { outcomes, stateWith } from "./tables.mjs";

const gates = outcomes.purposes.map((id) => `<script type="text/plain" data-cs-purpose="${id}">(window.ran = window.ran || []).push("${id}")</script>`).join("\n");
const tools = harness({ "/": html(gates), "/policy.html": html("the policy") });
const visit = (...values) => tools.visit(...values);
const calls = (page) => page.evaluate(() => (window.fake ? window.fake.calls : []));
const fetched = (page) => page.asked.filter((path) => path.includes("widget") && path.endsWith(".js")).length;
const modules = (page) => page.asked.filter((path) => path.endsWith(".wasm")).length;

/** Runs a test with a widget that is broken or slow. */
async function withWidget(kind, body) {
  tools.server.widget.kind = kind;
  try {
    await body();
  } finally {
    tools.server.widget.kind = "works";
  }
}

test("nothing is fetched for a visitor who stays away", async () => {
  const page = await visit("/", { cookie: stateWith("chat") });
  await settle(page, 1500);
  assert.equal(fetched(page), 0);
});

test("coming near the banner fetches it once; heading for a choice does not", async () => {
  const page = await visit("/");
  await page.hover("[data-cs=refuse]");
  await page.hover("[data-cs=accept]");
  assert.equal(fetched(page), 0);
  await page.hover("[data-cs=choose]");
  await page.hover("[data-cs=policy]");
  await until(page, () => window.fake?.calls.length === 2);
  assert.deepEqual(await calls(page), ["init widget.0123456789abcdef.wasm", "boot"]);
  assert.equal(fetched(page), 1);
});

test("a choice is sealed in idle time, waiting receipts are sent, and an up widget is told", async () => {
  const page = await visit("/");
  await page.click("[data-cs=refuse]");
  await until(page, () => window.fake?.calls.includes("boot"));
  await page.evaluate(() => window.countersign.refuseAll());
  await until(page, () => window.fake.calls.includes("sync"));
  await page.evaluate(() => {
    const host = window.fake.host;
    host.settle(JSON.parse(host.pending()).map((entry) => entry.id));
    host.waiting(true);
  });
  assert.deepEqual((await stored(page)).pending, []);
  await page.reload();
  await until(page, () => window.fake?.calls.includes("boot"));
  await page.evaluate(() => window.fake.host.waiting(false));
  await page.reload();
  await settle(page, 1500);
  assert.deepEqual(await calls(page), []);
});

test("choose opens the widget, which covers the loader's surfaces and gives them back", async () => {
  const page = await visit("/");
  await page.click("[data-cs=choose]");
  await until(page, () => window.fake?.calls.includes("open preferences"));
  await settle(page, 600);
  assert.equal(await page.locator("#countersign").isVisible(), false);
  await page.evaluate(() => window.fake.host.surface(false));
  assert.equal(await page.locator("#countersign [data-cs=accept]").isVisible(), true);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.cs), "choose");
  await page.click("[data-cs=policy]");
  await until(page, () => window.fake.calls.includes("open policy"));
});

test("the widget's choice goes the same way as the loader's", async () => {
  const page = await visit("/", { cookie: stateWith("analytics") });
  await page.click("#countersign-button");
  await until(page, () => window.fake?.calls.includes("open preferences"));
  const state = stateWith("chat");
  const facts = await page.evaluate((value) => {
    const { host } = window.fake;
    document.cookie = "_ga=1; Path=/";
    const before = [host.signal(), host.locale(), host.notice("ms"), host.open().join(), host.material, host.ui, host.base];
    const entry = { id: "1", control: "save", was: host.open(), open: ["chat"] };
    const kept = host.apply(value, JSON.stringify(entry));
    host.surface(false);
    return { before, kept, after: host.open().join(), bad: host.apply("1.x", "{}") };
  }, state);
  assert.deepEqual(facts, {
    before: ["n", "en", "digest-ms", "analytics", outcomes.material, "0123456789abcdef", `${tools.server.origin}/countersign/`],
    kept: true, after: "chat", bad: false,
  });
  await until(page, () => window.ran.length === 2);
  assert.deepEqual(await ran(page), ["analytics", "chat"]);
  await until(page, () => !document.cookie.includes("_ga") && !localStorage.getItem("cs.clear"));
  assert.equal((await stored(page)).cookie, state);
  assert.equal(await page.locator("#countersign-button").isVisible(), true);
});

test("without wasm the plain chooser saves exactly what is ticked", async () => {
  await withWidget("no wasm", async () => {
    const page = await visit("/");
    await page.click("[data-cs=choose]");
    await page.locator("[name=chat]").waitFor();
    assert.equal(await page.locator(":checked").count(), 0);
    await until(page, () => document.activeElement.name === "analytics");
    await page.check("[name=chat]");
    await page.evaluate(() => document.querySelector("[data-cs=save]").click());
    await settle(page);
    assert.deepEqual(await ran(page), []);
    await page.click("[data-cs=save]");
    await until(page, () => window.ran);
    assert.deepEqual(await ran(page), ["chat"]);
    const { control, trusted, open } = (await stored(page)).pending[0];
    assert.deepEqual({ control, trusted, open }, { control: "save", trusted: true, open: ["chat"] });
    assert.ok(page.said.some((line) => line.startsWith("CS-WIDGET")), page.said.join());

    await page.click("#countersign-button");
    await page.locator("[name=chat]").waitFor();
    assert.deepEqual(await page.locator(":checked").evaluateAll((boxes) => boxes.map((box) => box.name)), ["chat"]);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#countersign-button").isVisible(), true);
    await page.click("#countersign-button");
    await page.locator("[name=chat]").waitFor();
    assert.deepEqual([fetched(page), modules(page)], [1, 2], "one try and one more");
  });
});

test("wasm that is late does not come over the plain chooser", async () => {
  await withWidget("slow wasm", async () => {
    const page = await visit("/");
    await page.click("[data-cs=choose]");
    await page.locator("[name=chat]").waitFor();
    await until(page, () => window.fake?.calls.includes("boot"));
    await settle(page);
    assert.ok(!(await calls(page)).includes("open preferences"));
    assert.equal(await page.locator("[name=chat]").isVisible(), true);
  });
});

test("a widget that is late does not come over a choice", async () => {
  await withWidget("slow", async () => {
    const page = await visit("/");
    await page.click("[data-cs=choose]");
    await page.click("[data-cs=refuse]");
    await until(page, () => window.fake?.calls.includes("boot"));
    await settle(page, 600);
    assert.ok(!(await calls(page)).includes("open preferences"));
    assert.equal(await page.locator("#countersign-button").isVisible(), true);
    assert.equal(await page.locator("#countersign").count(), 0);
  });
});

test("without the widget, or the chooser's text, everything can still be refused", async () => {
  for (const kind of ["absent", "no wasm"]) {
    await withWidget(kind, async () => {
      tools.server.widget.withoutNotice = true;
      const page = await visit("/", { cookie: stateWith("chat") });
      await page.click("#countersign-button");
      await page.click("#countersign [data-cs=refuse]");
      await page.locator("#countersign-button").waitFor();
      assert.equal((await stored(page)).cookie.split(".")[4], "", kind);
      tools.server.widget.withoutNotice = false;
    });
  }
});

test("where layer 2 never comes, layer 1 comes back", async () => {
  const page = await visit("/", { cookie: stateWith("chat") });
  await page.hover("#countersign-button");
  await until(page, () => window.fake?.calls.includes("boot"));
  await page.evaluate(() => (window.fake.silent = true));
  await page.click("#countersign-button");
  await page.locator("#countersign [data-cs=refuse]").waitFor({ timeout: 10_000 });
});

test("the policy link is a link while there is no widget, or no wasm", async () => {
  for (const kind of ["absent", "no wasm"]) {
    await withWidget(kind, async () => {
      const page = await visit("/");
      await page.hover("[data-cs=choose]");
      await settle(page);
      await page.click("[data-cs=policy]");
      await page.waitForURL("**/policy.html");
    });
  }
});
