/**
 * The packed npm package: what tools that are not ours say of it, and what visitors see of it in fresh apps and in the examples of frameworks, with a
 * real receiver behind them.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROOT, courier, until } from "../browser/harness.mjs";
import { apps, run, tarball } from "./package/apps.mjs";

/** What vendors of the apps and examples answer; each says that it has run. */
const VENDORS = {
  "https://metrik.example/metrik.js": { contentType: "text/javascript", body: "window.metrik = (window.metrik || 0) + 1;" },
  "https://petaku.example/map.html": { contentType: "text/html", body: "<p>map</p>" },
};

const built = await apps();
after(() => built.remove());
const tools = courier({ site: built.out });

/** A new visitor in an app; `asked` collects what vendors are asked for, `wants(address, count)` waits until one was asked so often. */
async function visit(path) {
  const visitor = await tools.visitor();
  const asked = [];
  await visitor.context.route("https://*.example/**", (route) => {
    asked.push(route.request().url());
    return route.fulfill(VENDORS[route.request().url()] ?? { status: 404 });
  });
  const tab = await visitor.tab(path);
  const count = (host) => asked.filter((url) => url.includes(host)).length;
  const wants = (host, times) => until(`${host} is asked ${times} times`, () => count(host), (seen) => seen === times);
  return { visitor, tab, asked, count, wants };
}

/** Opens the preferences by what the page itself has for that. Where the machine is too busy for them, layer 1 comes first. */
async function lead(tab) {
  await tab.page.locator("a, button:not([data-cs])", { hasText: "Privacy choices" }).click();
  await until("the page's own way leads to a surface", () => tab.surface(), (seen) => seen !== "button");
  await tab.choose();
}

/** The receipts that an app added to the ledger: their controls, and what each left open. */
async function added(before, count) {
  const receipts = await tools.courier.receipts(before + count);
  return receipts.slice(before).map(({ claims }) => [claims.how.control, claims.p.filter(({ st }) => st === "given").map(({ id }) => id)]);
}

test("publint and are-the-types-wrong find nothing, and both forms of types compile in one program", async () => {
  const node = (script, ...words) => run(process.execPath, [join(ROOT, "node_modules", script), ...words], built.place);
  assert.match(node("publint/src/cli.js", tarball(), "--strict"), /All good/);
  const { problems } = JSON.parse(node("@arethetypeswrong/cli/dist/index.js", tarball(), "--format", "json"));
  assert.deepEqual(problems ?? {}, {});
  const use = 'allows("maps") satisfies boolean;\nmount({ base: "/c/" }).then((made) => made?.request("camera").then((answer) => answer?.signal.aborted satisfies boolean | undefined));\nwindow.countersign?.push(["open"]);\n';
  const app = join(built.place, "vite");
  writeFileSync(join(app, "use.mts"), `import { allows, mount } from "countersign";\nimport { follow } from "countersign/turbo";\nimport "countersign/elements";\nfollow satisfies Function;\n${use}`);
  writeFileSync(join(app, "use.cts"), `import { allows, mount } from "countersign";\n${use}`);
  run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "--ignoreConfig", "--noEmit", "--strict", "--types", "", "--module", "nodenext", "--lib", "es2022,dom", "use.mts", "use.cts"], app);
});

test("on a server nothing is open, nothing is asked for and nothing throws", () => {
  const script = 'const c = await import("countersign"); await import("countersign/elements"); c.open(); c.refuseAll(); c.subscribe((s) => console.log(s === c.shut, c.allows("maps"), s.open.length))(); console.log(await c.mount(), await c.request("camera"));';
  assert.equal(run(process.execPath, ["--input-type=module", "--eval", script], join(built.place, "vite")), "true false 0\nundefined undefined\n");
});

for (const app of ["vite", "webpack", "classic"]) {
  test(`a fresh app shows the banner and leads to a receipt: ${app}`, async () => {
    const before = (await tools.courier.ledger()).length;
    const { visitor, tab, asked, wants } = await visit(`/${app}/index.html`);
    await tab.banner.waitFor();
    const shows = (text) => until("the page shows what is open", () => tab.page.locator("#open").evaluate((output) => output.value), (seen) => seen === text);
    if (app !== "classic") {
      await shows("asked");
      assert.equal(await tab.page.evaluate(() => window.mounted), true);
    }
    assert.deepEqual(asked, [], "no vendor is asked before a choice");
    await tab.acceptAll();
    await wants("metrik", 1);
    if (app !== "classic") await shows("analytics,marketing,chat,maps");
    await lead(tab);
    const [[control, open]] = await added(before, 1);
    assert.equal(control, "accept-all");
    assert.deepEqual(open, ["analytics", "marketing", "chat", "maps"]);
    assert.deepEqual(tab.faults, []);
    await visitor.leave();
  });
}

test("where the loader does not come the page works, one line says why, and a later call finds it", async () => {
  const { visitor, tab } = await visit("/vite/index.html");
  await tab.banner.waitFor();
  await visitor.context.route("**/countersign.js", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }), { times: 1 });
  await tab.reload();
  const said = await until("the console says why", () => tab.said.find((line) => line.startsWith("CS-MOUNT")));
  assert.match(said, /vite\/countersign\/countersign\.js is no loader: serve the folder/);
  assert.equal(await tab.page.locator("#open").evaluate((output) => output.value), "asked");
  await visitor.leave();
});

for (const example of ["react", "react-server", "vue", "turbo"]) {
  test(`gates open once, the banner stays and withdrawal works, however one goes about: ${example}`, async () => {
    const before = (await tools.courier.ledger()).length;
    const { visitor, tab, asked, count, wants } = await visit(`/${example}/index.html`);
    const { page } = tab;
    await page.evaluate(() => (window.stays = true));
    const shows = (heading) => page.getByRole("heading", { name: heading }).waitFor();
    const go = async (link, heading) => {
      await page.getByRole("link", { name: link }).click();
      await shows(heading);
    };
    const surfaces = (id) => page.locator(`[id="${id}"]`).count();
    const banner = async () => {
      await tab.banner.first().waitFor();
      await tab.settle();
      assert.equal(await surfaces("countersign"), 1, "one banner");
    };

    // Nobody has chosen: the banner is there on each page, the one that history brings back too, and it works.
    await banner();
    await go("Track", "Track a parcel");
    await banner();
    await page.goBack();
    await shows("Parcels across Malaysia");
    await banner();
    assert.deepEqual(asked, [], "no vendor is asked before a choice");
    await tab.acceptAll();
    await wants("metrik", 1);

    // The script has run once and for all; the map comes with its page.
    await go("Track", "Track a parcel");
    await wants("petaku", 1);
    await go("Home", "Parcels across Malaysia");
    await go("Track", "Track a parcel");
    await wants("petaku", 2);
    await tab.settle();
    assert.equal(await page.evaluate(() => window.metrik), 1, "the script ran once");
    assert.deepEqual([count("metrik"), count("petaku")], [1, 2]);
    assert.equal(await surfaces("countersign-button"), 1, "one button");

    // The preferences open again where a page took them away while they were open.
    await lead(tab);
    await page.goBack();
    await shows("Parcels across Malaysia");
    // Whether or not the page takes the dialog away by itself, and whenever it does: Escape closes it, or nothing.
    await page.keyboard.press("Escape");
    await tab.dialog.waitFor({ state: "hidden" });
    await page.goForward();
    await shows("Track a parcel");
    await wants("petaku", 3);

    // After a withdrawal no page asks a vendor again, not one that comes back either.
    await tab.withdraw();
    assert.deepEqual((await tab.state()).open, []);
    if (example !== "turbo") await page.getByText("The map is shown when you allow maps.").waitFor();
    await go("Home", "Parcels across Malaysia");
    await page.goBack();
    await shows("Track a parcel");
    await tab.settle();
    assert.equal(count("petaku"), 3, "no map after the withdrawal");
    assert.equal(await page.evaluate(() => window.stays), true, "all of this was one page");
    assert.deepEqual(await added(before, 2), [["accept-all", ["analytics", "marketing", "chat", "maps"]], ["withdraw-all", []]]);
    assert.deepEqual(tab.faults, []);
    await visitor.leave();
  });
}

test("a document that React takes over keeps the banner, the button and what gates opened before", async () => {
  const { visitor, tab, wants, count } = await visit("/react-server/index.html");
  const { page } = tab;
  await page.locator("nav").waitFor();
  let bundle;
  await visitor.context.route("**/client.js", (route) => (bundle = route));
  const shows = async (surface) => {
    bundle = undefined;
    await page.reload({ waitUntil: "commit" });
    await surface.evaluate((element) => (window.before = element));
    await until("the script is asked for", () => bundle);
  };
  const takesOver = async () => {
    await bundle.fallback();
    await page.waitForFunction(() => Object.keys(document.querySelector("nav")).some((key) => key.startsWith("__react")));
    await tab.settle();
    assert.equal(await page.evaluate(() => window.before.isConnected), true, "the same element");
  };
  await shows(tab.banner);
  await takesOver();
  await tab.acceptAll();
  await wants("metrik", 1);
  await shows(tab.button);
  await wants("metrik", 2);
  await takesOver();
  assert.deepEqual([count("metrik"), await page.evaluate(() => window.metrik)], [2, 1], "once a page");
  assert.deepEqual([...tab.faults, ...tab.said], []);
  await visitor.leave();
});
