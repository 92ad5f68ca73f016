/**
 * How held elements look to the page, which of them come back and when, what the table decides, and that the guards come off cleanly.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, harness, settle } from "./harness.mjs";

const tools = harness();
const { open, run, leaks, arrive, idle } = tools;
const held = (page) => page.evaluate(() => document.querySelectorAll("[data-cs-held],[data-cs-purpose]").length);

test("what is held reads as if it were set", async () => {
  const page = await open();
  const seen = await run(page, `
    const script = document.createElement("script"), image = new Image(), frame = document.createElement("iframe"), link = document.createElement("link");
    script.src = "@a.test/x.js";
    image.setAttribute("src", "@a.test/p.gif");
    image.srcset = "@a.test/p.gif 2x";
    frame.srcdoc = "<img src=@a.test/p.gif>";
    link.href = "@a.test/s.css";
    const full = location.protocol + "@a.test/";
    const before = [script.src === full + "x.js", script.getAttribute("src") === "@a.test/x.js", image.src === full + "p.gif", image.hasAttribute("SRC"), image.srcset === "@a.test/p.gif 2x",
      frame.srcdoc, link.href === full + "s.css", image.getAttribute("alt"), image.hasAttribute("alt"), image.cloneNode().src === full + "p.gif"];
    image.removeAttribute("src");
    script.src = "/free.js";
    const { port } = location;
    return [before, [image.getAttribute("src"), image.src, image.hasAttribute("src"), script.getAttribute("src"), script.attributes.length, image.attributes.length]].flat().map((one) => typeof one === "string" ? one.replace(port, "") : one)`);
  assert.deepEqual(seen, [true, true, true, true, true, "<img src=//a.test:/p.gif>", true, null, false, true, null, "", false, "/free.js", 1, 2]);
});

test("what is taken back or replaced is not opened", async () => {
  const page = await open();
  await run(page, `const one = (change) => { const image = new Image(); image.src = "@a.test/p.gif"; document.body.append(image); change(image); };
    one((image) => image.removeAttribute("src")); one((image) => (image.src = "/free.gif")); one((image) => (image.src = "data:,")); one((image) => image.setAttribute("src", ""));`);
  await accept(page);
  await settle(page);
  assert.deepEqual(leaks(), []);
  assert.equal(await held(page), 0);
});

test("twenty mixed elements come back in the order in which they were held, once each, though one hangs and one fails", async () => {
  const page = await open("<main></main>");
  await run(page, `const main = document.querySelector("main"), kinds = { script: "js", img: "gif", link: "css", input: "gif" };
    for (let place = 0; place < 20; place++) {
      const name = Object.keys(kinds)[place % 4], e = document.createElement(name);
      if (name === "input") e.type = "image";
      if (name === "link") e.rel = "stylesheet";
      e[name === "link" ? "href" : "src"] = "@a.test/" + String(place).padStart(2, "0") + "." + kinds[name] + (place === 4 ? "?hang" : place === 8 ? "?fail" : "");
      main.prepend(e);
    }
    window.order = []; new PerformanceObserver((list) => window.order.push(...list.getEntries())).observe({ type: "resource" });
    const native = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) { if (/a.test/.test(value)) window.order.push(String(value).match(/(\\d\\d)\\./)[1]); return native.apply(this, arguments); };`);
  await accept(page);
  await arrive(page, 20);
  assert.deepEqual(await page.evaluate(() => window.order.filter((one) => typeof one === "string")), [...Array(20).keys()].map((place) => String(place).padStart(2, "0")));
  assert.equal(new Set(leaks()).size, 20);
  assert.equal(leaks().length, 20);
});

test("elements that left the page are not opened; one that comes back is", async () => {
  const page = await open("<main></main>");
  await run(page, `const make = (name) => { const image = document.createElement("img"); image.src = "@a.test/" + name + ".gif"; document.querySelector("main").append(image); return image; };
    const gone = make("gone"), back = window.back = make("back"); make("stays");
    await new Promise((done) => setTimeout(done, 20));
    gone.remove(); back.remove();`);
  await settle(page, 50);
  await accept(page);
  await arrive(page, 1);
  assert.deepEqual(leaks(), ["a.test/stays.gif"]);
  await page.evaluate(() => document.querySelector("main").append(window.back));
  await arrive(page, 2);
  assert.deepEqual(leaks(), ["a.test/back.gif", "a.test/stays.gif"]);
});

test("a pixel made under a refusal is never sent; what stands in the page opens", async () => {
  const page = await open("<main></main>", { open: "" });
  await run(page, `new Image().src = "@a.test/pixel.gif"; const image = new Image(); image.src = "@a.test/page.gif"; document.querySelector("main").append(image);`);
  await settle(page, 50);
  await page.locator("#countersign-button").evaluate((button) => button.remove());
  await tools.change(page, "analytics");
  await arrive(page, 1);
  assert.deepEqual(leaks(), ["a.test/page.gif"]);
});

test("each rule asks for its own purposes", async () => {
  const cases = [
    ["@a.test/x", "analytics", true], ["@a.test/x", "marketing", false], ["@x.a.test/x", "", false], ["@xa.test/x", "", true],
    ["@both.test/x", "analytics", false], ["@both.test/x", "analytics~marketing", true],
    ["@shared.test/a", "", false], ["@shared.test/a/b", "analytics", true], ["@shared.test/ab", "", true], ["@shared.test/m?x", "analytics", false], ["@shared.test/", "", true],
    ["@m.test/x", "analytics", false], ["@core.m.test/x", "", true], ["@nobody.test/x", "analytics~chat~marketing", false],
    ["/own.js", "", false], ["/own.js?v=1", "analytics", true], ["/own.json", "", true], ["@elsewhere.test/x", "", true],
  ];
  for (const choice of new Set(cases.map(([, choice]) => choice))) {
    const page = await open("", { open: choice });
    for (const [address, , expected] of cases.filter((one) => one[1] === choice)) {
      assert.equal(await run(page, `return fetch("${address}").then(() => true, () => false)`), expected, `${address} with ${choice}`);
    }
    await page.context().close();
  }
});

test("a service that the site has not declared is named once in the console", async () => {
  const page = await open("", { open: "analytics~chat~marketing" });
  await run(page, `new Image().src = "@nobody.test/p.gif"; new Image().src = "@nobody.test/q.gif"; await fetch("@nobody.test/c").catch(() => {});`);
  assert.deepEqual(page.said.filter((line) => line.startsWith("CS-")), [`CS-UNDECLARED nobody.test:${tools.port}`]);
  assert.deepEqual(leaks(), []);
});

test("with the value `all`, hosts that nobody named wait until everything is open; the site's own do not", async () => {
  for (const [choice, expected] of [[undefined, false], ["analytics~marketing", false], ["analytics~chat~marketing", true]]) {
    const page = await open("", { open: choice, mode: "all" });
    const reached = (address) => run(page, `return fetch("${address}").then(() => true, () => false)`);
    assert.equal(await reached("@elsewhere.test/x"), expected, choice);
    for (const address of ["@www.site.test/x", "@cdn.site.test/x", "@core.m.test/x", "/x", "data:,", "blob:null/x".replace("null/x", "")]) {
      assert.equal(await reached(address), !address.startsWith("blob"), address);
    }
    await page.context().close();
  }
});

test("a site without purposes never lets an unknown host through, and a named domain counts as the site's", async () => {
  const page = await open("", { mode: "all", open: "chat", table: { a: "", d: "elsewhere.test", h: {} } });
  const reached = (address) => run(page, `return fetch("${address}").then(() => true, () => false)`);
  assert.deepEqual([await reached("@x.elsewhere.test/x"), await reached("@a.test/x"), await reached("@cdn.site.test/x")], [true, false, false]);
});

test("frames become gates with their purposes; a gate that opens by itself gets its address though its purposes are shut", async () => {
  const page = await open(`<iframe id="made" width="10"></iframe><iframe id="parsed" src="@both.test/f.html"></iframe>`);
  await run(page, `document.getElementById("made").src = "@a.test/f.html"`);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("iframe")].map((frame) => [frame.id, frame.dataset.csPurpose, frame.getAttribute("width")])), [
    ["made", "analytics", "10"], ["parsed", "analytics marketing", null],
  ]);
  await idle(page);
  await settle(page, 100);
  tools.asked.length = 0;
  await page.evaluate(() => {
    const frame = document.getElementById("made");
    frame.removeAttribute("data-cs-purpose");
    frame.setAttribute("src", frame.getAttribute("data-cs-src"));
  });
  await arrive(page, 1);
  assert.deepEqual(leaks(), ["a.test/f.html"]);
  assert.deepEqual(await page.evaluate(() => document.getElementById("made").getAttributeNames()), ["id", "width", "src"]);
  await accept(page);
  await arrive(page, 2);
  assert.deepEqual(leaks(), ["a.test/f.html", "both.test/f.html"]);
});

test("a held frame has a placeholder; shown once, it alone is asked for", async () => {
  const page = await open(`<iframe id="one" src="@m.test/1.html" width="400" height="300"></iframe><iframe id="two" width="400" height="300"></iframe><iframe id="nobody" src="@nobody.test/3.html" width="400" height="300"></iframe>`);
  await run(page, `document.getElementById("two").src = "@m.test/2.html"`);
  await page.locator(".cs-held").nth(1).waitFor();
  assert.equal(await page.locator(".cs-held").count(), 2, "nobody can open what is not declared");
  await idle(page);
  await settle(page, 100);
  tools.asked.length = 0;
  await page.locator(".cs-held [data-cs=once]").nth(1).click();
  await arrive(page, 1);
  assert.deepEqual(leaks(), ["m.test/2.html"]);
  assert.equal(await page.locator(".cs-held").count(), 1);
  assert.equal(await page.locator("#two").isVisible(), true);
  await accept(page);
  await arrive(page, 2);
  assert.deepEqual(leaks(), ["m.test/1.html", "m.test/2.html"]);
  assert.equal(await page.locator(".cs-held").count(), 0);
});

test("a page that hides methods behind fields of a form, and elements that cannot be taken up, keep nothing else shut or open", async () => {
  const page = await open(`<form><input name="matches"><input name="querySelectorAll"><input name="nodeType"><input name="localName"><img src="@a.test/p.gif"></form>
    <script src="@a.test/x.js" "odd"=1 data-a></script>`);
  await run(page, `document.body.append(document.querySelector("form").cloneNode(true)); new Image().src = "@a.test/q.gif"`);
  await idle(page);
  await settle(page, 100);
  assert.equal(await page.evaluate(() => [...document.images].filter((image) => image.naturalWidth).length), 0);
  assert.deepEqual(await page.evaluate(() => window.ran || []), []);
  tools.asked.length = 0;
  await accept(page);
  // A browser that fetched the image ahead takes it from memory, without another request.
  await page.waitForFunction(() => [...document.images].every((image) => image.naturalWidth) && window.ran);
  const loose = ["a.test/q.gif", "a.test/x.js"];
  await arrive(page, () => loose.every((one) => leaks().includes(one)));
  for (const one of loose) assert.ok(leaks().includes(one), one);
  assert.deepEqual(page.said.filter((line) => /CS-|thrown/.test(line)), []);
});

test("without data-cs-auto nothing is guarded", async () => {
  const page = await open(`<script>document.querySelector("script")</script>`, { plain: true });
  await run(page, `new Image().src = "@a.test/p.gif"`);
  await arrive(page, 1);
  assert.deepEqual(leaks(), ["a.test/p.gif"]);
});

test("undo gives every descriptor back, and leaves alone what others put over a guard", async () => {
  const page = await open(`<iframe></iframe>`, {
    head: "",
    before: `window.snapshot = () => { const all = {}; for (const owner of [...Object.getOwnPropertyNames(window).filter((name) => /^[A-Z]/.test(name)).map((name) => [name + ".prototype", (window[name] || {}).prototype]), ["window", window], ["Document", Document]])
      if (owner[1] && /object|function/.test(typeof owner[1])) for (const name of Object.getOwnPropertyNames(owner[1])) { const d = Object.getOwnPropertyDescriptor(owner[1], name); if (/^(0|snapshot|first|ran|countersign|undo)$/.test(name) || owner[0] === "window" && d.value && typeof d.value === "object") continue; all[owner[0] + "." + name] = d; } return all; };
      window.first = window.snapshot();`,
  });
  const seen = await page.evaluate(() => {
    const guarded = window.snapshot();
    const differ = (all) => Object.keys(window.first).filter((name) => ["value", "get", "set", "writable", "enumerable", "configurable"].some((key) => !Object.is(all[name][key], window.first[name][key])));
    const before = differ(guarded).length;
    const under = window.fetch;
    window.fetch = function (...values) { window.patched = true; return under.apply(this, values); };
    const mine = window.fetch;
    window.undo();
    return [before > 60, differ(window.snapshot()), window.fetch === mine];
  });
  assert.deepEqual(seen, [true, ["window.fetch"], true]);
  await run(page, `await fetch("@a.test/c"); new Image().src = "@a.test/p.gif"; document.body.insertAdjacentHTML("beforeend", "<img src=@a.test/q.gif>")`);
  await arrive(page, 3);
  assert.deepEqual(leaks(), ["a.test/c", "a.test/p.gif", "a.test/q.gif"]);
  assert.equal(await page.evaluate(() => window.patched), true);
});
