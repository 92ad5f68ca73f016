/**
 * The widget's module around a stand-in for wasm: when it is fetched, what it shows and carries out, and what is left where it does not come.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, ran, settle, stored, until } from "./browser.mjs";
import { html } from "./serve.mjs";
import { outcomes, stateWith, tables } from "./tables.mjs";

const gates = outcomes.purposes.map((id) => `<script type="text/plain" data-cs-purpose="${id}">(window.ran = window.ran || []).push("${id}")</script>`).join("\n");
const tools = harness({ "/": html(gates), "/policy.html": html("the policy") });
const visit = (...values) => tools.visit(...values);
const calls = (page) => page.evaluate(() => (window.fake ? window.fake.calls : []));
const fetched = (page) => page.asked.filter((path) => /widget\.[^.]+\.js$/.test(path)).length;
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
  // What layer 2 needs is asked for together and before wasm, for which nobody waits; opening it then asks for nothing more.
  const place = (name) => page.asked.findIndex((path) => path.includes(name));
  const order = ["/widget.", "/notice.", "/layers.", "/layer2.", ".wasm"].map(place);
  assert.deepEqual(order, [...order].sort((a, b) => a - b), `${page.asked}`);
  const before = page.asked.length;
  await page.click("[data-cs=choose]");
  await title(page).waitFor();
  assert.equal(page.asked.length, before);
});

test("a choice is sealed in idle time, waiting receipts are sent, and an up widget is told", async () => {
  const page = await visit("/");
  await page.click("[data-cs=refuse]");
  await until(page, () => window.fake?.calls.includes("boot"));
  await page.evaluate(() => window.countersign.refuseAll());
  await until(page, () => window.fake.calls.includes("sync"));
  await page.evaluate(() => {
    const host = window.fake.host;
    for (const { id } of JSON.parse(host.pending())) host.settle(id); // which leaves the sign that something waits
  });
  assert.deepEqual((await stored(page)).pending, []);
  await page.reload();
  await until(page, () => window.fake?.calls.includes("boot"));
  await until(page, () => !localStorage.getItem("cs.outbox")); // nothing waits in the store
  await page.reload();
  await settle(page, 1500);
  assert.deepEqual(await calls(page), []);
});

/** A control inside the dialog. */
const inside = (page, selector) => page.locator(`#countersign-dialog ${selector}`);
const title = (page) => inside(page, "h1");
/** How far the loader's surface steps back while something is on its way. */
const dimmed = (page) => page.locator("#countersign, #countersign-button").evaluate((surface) => surface.style.opacity);
const isOn = (page) => inside(page, "input:checked").evaluateAll((boxes) => boxes.map((box) => box.value));

test("choose opens layer 2 at once, which covers the loader's surfaces and gives them back", async () => {
  const page = await visit("/");
  let release;
  const opened = new Promise((done) => (release = done));
  await page.route("**/countersign/widget.*.wasm", (route) => opened.then(() => route.continue()));
  await page.click("[data-cs=choose]");
  await title(page).waitFor();
  assert.equal(await page.evaluate(() => window.fake.calls.length), 0, "no wasm is needed");
  release();
  assert.deepEqual(await isOn(page), []);
  assert.equal(await page.locator("#countersign").isVisible(), false);
  await inside(page, "[data-cs=close]").click();
  assert.equal(await page.locator("#countersign [data-cs=accept]").isVisible(), true);
  assert.equal(await dimmed(page), "");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.cs), "choose");
  assert.deepEqual((await stored(page)).pending, []);
});

/** What each control of layer 2 says, with `chat` switched on before it is worked. */
const SAID = [
  ["accept", "accept-all", "u", ["analytics", "chat", "marketing"], "Saved."],
  ["refuse", "refuse-all", "u", [], "Reload."],
  ["save", "save", "u", ["chat"], "Reload."],
  ["withdraw", "withdraw-all", "u", [], "Reload."],
];

for (const kind of ["works", "no wasm"]) {
  for (const [hook, control, by, open, line] of SAID) {
    test(`${hook} in layer 2 goes the same way as the loader's choices, where the widget ${kind}`, async () => {
      await withWidget(kind, async () => {
        const page = await visit("/", { cookie: stateWith("analytics") });
        await page.click("#countersign-button");
        await title(page).waitFor();
        assert.deepEqual(await isOn(page), ["analytics"]);
        await inside(page, "[value=analytics]").uncheck();
        await inside(page, "[value=chat]").check();
        await page.evaluate(() => (document.cookie = "_ga=1; Path=/"));
        // The line goes by itself after a while.
        await Promise.all([page.locator(`#countersign-status:text-is("${line}")`).waitFor(), inside(page, `[data-cs=${hook}]`).click()]);
        await page.locator("#countersign-button").waitFor();
        const { cookie, pending } = await stored(page);
        const { id, at, ...entry } = pending[0];
        const notice = tables().n.en;
        const expected = { control, layer: 2, locale: "en", notice, trusted: true, detail: 1, signal: "n", was: ["analytics"] };
        assert.deepEqual({ ...entry, open: [...entry.open].sort() }, { ...expected, open });
        assert.match(cookie, new RegExp(`^1\\.${outcomes.material}\\.\\d+\\.n${by}\\.${entry.open.join("~")}$`));
        assert.match(id, /^[0-9a-f-]{36}$/);
        if (open.includes("chat")) await until(page, () => window.ran.includes("chat"));
        if (hook !== "accept") await until(page, () => !document.cookie.includes("_ga") && !localStorage.getItem("cs.clear"));
      });
    });
  }
}

test("layer 2 comes again where the page has thrown its body away under it", async () => {
  const page = await visit("/");
  await page.click("[data-cs=choose]");
  await title(page).waitFor();
  await page.evaluate(() => document.body.replaceWith(document.createElement("body")));
  await page.locator("#countersign").waitFor();
  assert.equal(await page.locator("#countersign-dialog").count(), 0);
  await page.click("[data-cs=choose]");
  await title(page).waitFor();
  assert.equal(await page.locator("#countersign-dialog:modal").count(), 1);
  await page.keyboard.press("Escape");
  await page.locator("#countersign").waitFor();
});

test("a script's click in layer 2 may refuse and open nothing, and its entry says so", async () => {
  const page = await visit("/");
  await page.click("[data-cs=choose]");
  await title(page).waitFor();
  await inside(page, "[value=chat]").check();
  for (const hook of ["accept", "save"]) await inside(page, `[data-cs=${hook}]`).evaluate((button) => button.click());
  assert.deepEqual([await title(page).isVisible(), (await stored(page)).pending], [true, []]);
  await inside(page, "[data-cs=refuse]").evaluate((button) => button.click());
  await page.locator("#countersign-button").waitFor();
  const { control, trusted, detail, open } = (await stored(page)).pending[0];
  assert.deepEqual({ control, trusted, detail, open }, { control: "refuse-all", trusted: false, detail: 0, open: [] });
});

test("the switch against tracking is a refusal of its own, never together with a purpose", async () => {
  const page = await visit("/");
  await page.click("[data-cs=choose]");
  await inside(page, "[value=chat]").check();
  await inside(page, "[value=do_not_track]").check();
  assert.deepEqual(await isOn(page), ["do_not_track"]);
  await inside(page, "[data-cs=save]").click();
  await page.locator("#countersign-button").waitFor();
  const { cookie, pending } = await stored(page);
  assert.match(cookie, /\.nt\.$/);
  assert.deepEqual([pending[0].control, pending[0].open], ["do-not-track", []]);
  await page.click("#countersign-button");
  await title(page).waitFor();
  assert.deepEqual(await isOn(page), ["do_not_track"]);
});

test("lines hold as things stand", async () => {
  for (const [visitor, expected] of [
    [{}, ["n"]],
    [{ cookie: stateWith("chat") }, ["n", "open"]],
    [{ signal: "g" }, ["g b", "signal-counts Global Privacy Control"]],
    [{ signal: "g", cookie: stateWith("chat", "gu") }, ["g b", "open", "choice-counts Global Privacy Control"]],
    [{ signal: "d", cookie: stateWith("", "dt") }, ["choice-counts Do Not Track"]],
  ]) {
    const page = await visit("/", visitor);
    await page.locator("#countersign-button, #countersign [data-cs=choose]").click();
    await title(page).waitFor();
    assert.deepEqual(await inside(page, "p[data-cs-when]").allInnerTexts(), expected, JSON.stringify(visitor));
  }
});

test("a fold is filled when it is opened first, and says so where that does not come", async () => {
  const page = await visit("/");
  await page.click("[data-cs=choose]");
  await title(page).waitFor();
  assert.equal(page.asked.some((path) => path.includes("/desk.")), false);
  tools.server.widget.altered = "/desk.";
  await inside(page, "summary").click();
  await inside(page, "[role=status]:text-is('It could not be loaded.')").waitFor();
  assert.equal(await inside(page, "details p").count(), 0, "what is not the build's is not shown");
  tools.server.widget.altered = undefined;
  for (let turn = 0; turn < 4; turn++) await inside(page, "summary").click();
  await inside(page, "details p").first().waitFor();
  assert.deepEqual(await inside(page, "details p").allInnerTexts(), ["what is kept"]);
});

test("another language keeps switches, folds and place", async () => {
  const page = await visit("/");
  await page.click("[data-cs=choose]");
  await inside(page, "[value=chat]").check();
  await inside(page, "summary").click();
  await inside(page, "details p").waitFor();
  await inside(page, "select").selectOption("ms");
  await inside(page, "h1:text-is('Preferences ms')").waitFor();
  await inside(page, "details p").waitFor();
  assert.deepEqual(await isOn(page), ["chat"]);
  assert.equal(await page.evaluate(() => document.querySelector("#countersign").lang), "ms");
  await inside(page, "[data-cs=save]").click();
  await page.locator("#countersign-button").waitFor();
  const [{ locale, notice }] = (await stored(page)).pending;
  assert.deepEqual([locale, notice], ["ms", tables().n.ms]);
});

test("wasm reads pending entries and settles them through its host", async () => {
  const page = await visit("/", { cookie: stateWith("chat") });
  await page.evaluate(() => window.countersign.refuseAll());
  await until(page, () => window.fake?.calls.includes("boot"));
  const facts = await page.evaluate(async () => {
    const { host, ports } = window.fake;
    const [entry] = JSON.parse(host.pending());
    const notice = await ports.notice("en", host.notice("en"));
    const facts = [host.locale(), host.base, entry.control, notice.claims];
    host.settle(entry.id);
    return [...facts, JSON.parse(host.pending())];
  });
  assert.deepEqual(facts, ["en", `${tools.server.origin}/countersign/`, "api-refuse", '"ctl":{"id":"site"}', []]);
});

test("a widget that is late does not come over a choice", async () => {
  const page = await visit("/");
  let release;
  const chosen = new Promise((done) => (release = done));
  await page.route("**/countersign/widget.*.js", (route) => chosen.then(() => route.continue()));
  await page.click("[data-cs=choose]");
  await page.click("[data-cs=refuse]");
  release();
  await until(page, () => window.fake?.calls.includes("boot"));
  await settle(page, 600);
  assert.equal(await title(page).count(), 0);
  assert.equal(await page.locator("#countersign-button").isVisible(), true);
  assert.equal(await page.locator("#countersign").count(), 0);
});

for (const [lack, trouble] of Object.entries({
  "the widget": { kind: "absent" },
  "the notice": { without: "/notice." },
  "layer 2": { without: "/layer2." },
  "the very layer 2 of the build": { altered: "/layer2." },
  "the style": { without: "/layers." },
})) {
  test(`without ${lack}, everything can still be refused`, async () => {
    Object.assign(tools.server.widget, trouble);
    try {
      const page = await visit("/", { cookie: stateWith("chat") });
      await page.click("#countersign-button");
      await page.click("#countersign [data-cs=refuse]");
      await page.locator("#countersign-button").waitFor();
      assert.equal((await stored(page)).cookie.split(".")[4], "");
    } finally {
      Object.assign(tools.server.widget, { kind: "works", without: undefined, altered: undefined });
    }
  });
}

test("where layer 2 is too late, layer 1 comes back", async () => {
  const page = await visit("/", { cookie: stateWith("chat"), timers: {} });
  await page.route("**/layer2.*", () => {});
  // The press is answered at once, and for as long as layer 2 may take.
  const answered = until(page, () => document.querySelector("#countersign-button").style.opacity === "0.5");
  await Promise.all([answered, page.click("#countersign-button")]);
  await page.locator("#countersign [data-cs=refuse]").waitFor();
  assert.equal(await dimmed(page), "");
});

test("the policy opens in the dialog, without wasm too; the link is followed where it does not come", async () => {
  for (const [kind, without, opens] of [["works", undefined, true], ["no wasm", undefined, true], ["works", "/text.", false], ["absent", undefined, false]]) {
    await withWidget(kind, async () => {
      tools.server.widget.without = without;
      const page = await visit("/");
      await page.hover("[data-cs=choose]");
      if (kind !== "absent") await until(page, () => window.fake);
      await page.click("[data-cs=policy]");
      if (opens) {
        await inside(page, "article h2").first().waitFor();
        assert.deepEqual(await inside(page, "nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))), ["#s-1", "#s-2"]);
        await inside(page, "[data-cs=back]").click();
        await inside(page, "[value=chat]").waitFor();
      } else await page.waitForURL("**/policy.html");
      tools.server.widget.without = undefined;
    });
  }
});
