/**
 * Placeholders of held embeds: what they say, how they open, and that they take exactly the embed's room.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { harness, html, stateWith, until } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const frame = (more = 'width="560" height="315"', purpose = "chat") => `<iframe data-cs-purpose="${purpose}" data-cs-src="/v/frame" title="film" ${more}></iframe>`;
const strict =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; require-trusted-types-for 'script'; trusted-types countersign";

const tools = harness({
  "/frame": html(`<p>before</p>${frame()}<p>after</p>`),
  "/strict": { body: html(`<p>before</p>${frame()}<p>after</p>`), headers: { "content-security-policy": strict } },
  "/several": html(frame(undefined, "chat analytics")),
  "/two": html(frame() + frame()),
  "/none": html(
    `${frame('width="1" height="1"')}${frame('style="display:none" width="300" height="200"')}${frame(undefined, "unknown")}
     ${frame(undefined, "chat unknown")}<div style="visibility:hidden">${frame()}</div><audio data-cs-purpose="chat" data-cs-src="/v/a"></audio>`,
  ),
  "/template": html(`<style>.film{max-width:100%;border:0}</style><div style="width:400px">
    <template data-cs-purpose="chat"><p>title</p><iframe class="film" src="/v/frame" title="film" width="560" height="315"></iframe></template></div>`),
  "/comment": html(`<template data-cs-purpose="chat"><!-- <noscript><iframe src="/v/none"></iframe></noscript><iframe src="/v/frame" title="film" width="400" height="315" frameborder="0"></iframe> --></template>
    <template data-cs-purpose="chat"><!-- <noscript><iframe src="/v/none" width="400" height="300"></iframe></noscript><script src="/v/x"></script> --></template>`),
  "/kinds": html(`<video data-cs-purpose="chat" data-cs-src="/v/film" width="400" height="225"></video>
    <audio controls data-cs-purpose="chat" data-cs-src="/v/sound"></audio>
    <object data-cs-purpose="chat" data-cs-data="/v/object" type="text/html" width="320" height="240"></object>
    <embed data-cs-purpose="chat" data-cs-src="/v/embed" type="text/html" width="320" height="240">`),
  "/small": html(frame('width="120" height="90"')),
  "/empty": html("<main></main>"),
});

const box = (page) => page.locator(".cs-held");
const button = (page, action) => page.locator(`.cs-held [data-cs=${action}]`);
const chosen = (page) =>
  page.evaluate(() => ({
    cookie: (/(?:^|; )cs=([^;]*)/.exec(document.cookie) || [])[1],
    entries: Object.keys(localStorage).filter((key) => key.startsWith("cs.pending.")).map((key) => JSON.parse(localStorage[key])),
  }));
const asked = (path) => tools.asked.filter((one) => one === path).length;

test("it names the purpose, says who would get what, and loads nothing", async () => {
  tools.asked.length = 0;
  const page = await tools.visit("/frame");
  await box(page).waitFor();
  assert.equal(await page.getByRole("region", { name: "Not loaded: Title chat" }).count(), 1);
  assert.equal(await box(page).locator("strong.cs-sensitive").innerText(), "location");
  assert.deepEqual(await box(page).locator("button:visible").allInnerTexts(), ["Show once", "Always: Title chat", "Choices"]);
  assert.equal(asked("/v/frame"), 0);
  assert.equal(asked("/countersign/gate.fedcba9876543210.js"), 1);
});

test("once opens that gate alone, writes nothing, and is gone after a reload", async () => {
  const page = await tools.visit("/two");
  await box(page).nth(1).waitFor();
  const shut = await chosen(page);
  await button(page, "once").first().click();
  await page.frameLocator("iframe[src]").locator("p").waitFor();
  assert.equal(await box(page).count(), 1);
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("iframe")].indexOf(document.activeElement)), 0, "focus moves to what was opened");
  assert.deepEqual(await chosen(page), shut);
  await page.reload();
  await box(page).nth(1).waitFor();
});

test("a script's click opens nothing and chooses nothing", async () => {
  const page = await tools.visit("/frame");
  await box(page).waitFor();
  for (const action of ["once", "always"]) {
    await page.evaluate((name) => document.querySelector(".cs-held").shadowRoot.querySelector(`[data-cs=${name}]`).click(), action);
  }
  assert.equal(page.said.filter((line) => line.startsWith("CS-UNTRUSTED")).length, 2);
  assert.equal(await page.locator("iframe[src]").count(), 0);
  assert.deepEqual(await chosen(page), { cookie: undefined, entries: [] });
});

test("always is a choice that keeps what is open", async () => {
  const page = await tools.visit("/two", { cookie: stateWith("analytics") });
  await box(page).first().waitFor();
  await button(page, "always").first().focus();
  await page.keyboard.press("Enter");
  await until(page, () => !document.querySelector(".cs-held"));
  const { cookie, entries } = await chosen(page);
  assert.match(cookie, /\.nu\.analytics~chat$/);
  const [{ control, trusted, detail, was, open }] = entries;
  assert.deepEqual({ control, trusted, detail, was, open }, { control: "always", trusted: true, detail: 0, was: ["analytics"], open: ["analytics", "chat"] });
  await page.frameLocator("iframe >> nth=1").locator("p").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.localName), "iframe");
  await page.reload();
  await page.frameLocator("iframe >> nth=0").locator("p").waitFor();
  assert.equal(await box(page).count(), 0);
});

test("an element with several purposes names all of them, and always opens them together", async () => {
  const page = await tools.visit("/several");
  await box(page).waitFor();
  assert.equal(await box(page).locator("p").first().innerText(), "Not loaded: Title analytics, Title chat");
  assert.equal(await box(page).locator("strong").count(), 2);
  await button(page, "always").click();
  await page.locator("iframe[src]").waitFor();
  assert.match((await chosen(page)).cookie, /\.analytics~chat$/);
});

test("what takes no room, is hidden, or can never open has none", async () => {
  const page = await tools.visit("/none");
  await until(page, () => performance.getEntriesByType("resource").some(({ name }) => name.includes("/gate.")));
  // One that can be shown comes last: when it has its place, the others were looked at.
  await page.evaluate((markup) => document.body.insertAdjacentHTML("beforeend", markup), frame());
  await box(page).waitFor();
  assert.equal(await box(page).count(), 1);
  assert.equal(await page.evaluate(() => document.querySelector(".cs-held").previousSibling === document.body.lastElementChild.previousSibling), true);
});

for (const path of ["/template", "/comment"]) {
  test(`a template's embed has one in the size that it will have: ${path}`, async () => {
    const page = await tools.visit(path);
    await box(page).waitFor();
    assert.equal(await box(page).count(), 1);
    const { width, height } = await box(page).boundingBox();
    assert.deepEqual([width, height], [400, 315]);
    await button(page, "once").click();
    await page.frameLocator("iframe[title]").locator("p").waitFor();
    const opened = await page.locator("iframe[title]").boundingBox();
    assert.deepEqual([opened.width, opened.height], [400, 315]);
    assert.equal(await page.evaluate(() => document.activeElement.localName), "iframe");
  });
}

test("films, sounds and objects", async () => {
  tools.asked.length = 0;
  const page = await tools.visit("/kinds");
  await box(page).nth(3).waitFor();
  const sizes = await box(page).evaluateAll((boxes) => boxes.map((one) => [one.offsetWidth, one.offsetHeight]));
  assert.deepEqual(sizes, [[400, 225], [300, 54], [320, 240], [320, 240]]);
  assert.equal(tools.asked.filter((path) => path.startsWith("/v/")).length, 0);
  await button(page, "once").first().click();
  await until(page, () => document.activeElement.localName === "video");
  assert.equal(await box(page).count(), 3);
  // The object and the embed load as well, at the same click.
  for (const [place, path] of [[1, "/v/object"], [1, "/v/embed"]]) {
    const request = page.waitForRequest((one) => one.url().endsWith(path));
    await button(page, "once").nth(place).click();
    await request;
  }
  const size = await page.locator("object").evaluate((one) => [one.offsetWidth, one.offsetHeight, one.getAttribute("style")]);
  assert.deepEqual(size, [320, 240, ""]);
});

test("a small one has one button that leads to the words", async () => {
  const page = await tools.visit("/small");
  await box(page).waitFor();
  assert.deepEqual(await box(page).locator("button:visible").allInnerTexts(), ["Not loaded: Title chat"]);
  await button(page, "more").click();
  const dialog = page.getByRole("dialog", { name: "Not loaded: Title chat" });
  await dialog.waitFor();
  assert.deepEqual(await dialog.locator("button:visible").allInnerTexts(), ["Show once", "Always: Title chat", "Choices", "Close"]);
  await button(page, "close").click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.querySelector(".cs-held").shadowRoot.activeElement?.dataset.cs), "more", "focus comes back");
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  await button(page, "once").click();
  await page.frameLocator("iframe").locator("p").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.localName), "iframe");
});

test("one that is closed and opened again in the same task keeps its words", async () => {
  const page = await tools.visit("/small");
  await button(page, "more").click();
  await page.evaluate(() => {
    const root = document.querySelector(".cs-held").shadowRoot;
    for (const action of ["close", "more"]) root.querySelector(`[data-cs=${action}]`).click();
  });
  await until(page, () => document.querySelector(".cs-held").shadowRoot.querySelectorAll("dialog").length === 1);
  await button(page, "once").click();
  await page.frameLocator("iframe").locator("p").waitFor();
});

test("Escape leaves a small one shut, and the way to the choices leads out of it", async () => {
  const page = await tools.visit("/small");
  await button(page, "more").click();
  await page.keyboard.press("Escape");
  await page.locator(".cs-held dialog").waitFor({ state: "detached" });
  assert.equal(await page.locator("iframe[src]").count(), 0);
  await page.locator("#countersign [data-cs=refuse]").press("Escape");
  await page.locator("#countersign-button").waitFor();
  await button(page, "more").click();
  await button(page, "choose").click();
  // There is no widget here: layer 1 stands in.
  await page.locator("#countersign").waitFor();
  assert.equal(await page.locator(".cs-held dialog").count(), 0);
});

test("under the strictest policy, with Trusted Types, there is no report", async () => {
  const init = () => document.addEventListener("securitypolicyviolation", (event) => (window.reports = [...(window.reports || []), event.violatedDirective]));
  const page = await tools.visit("/strict", { init });
  await box(page).waitFor();
  assert.deepEqual(await box(page).evaluate((one) => [one.offsetWidth, one.offsetHeight]), [564, 319]);
  assert.equal(await button(page, "once").evaluate((one) => getComputedStyle(one).borderRadius), "8px", "it is styled");
  await button(page, "once").click();
  await page.frameLocator("iframe").locator("p").waitFor();
  assert.deepEqual(await page.evaluate(() => window.reports || []), []);
});

test("it follows the language of the visit, right to left too", async () => {
  const page = await tools.visit("/frame");
  await box(page).waitFor();
  await page.click("[data-cs=locale]");
  await page.getByRole("region", { name: "未加载: Title chat" }).waitFor();
  const other = await tools.visit("/frame");
  await box(other).waitFor();
  await other.evaluate(() => (document.documentElement.lang = "ms"));
  await other.locator(".cs-held section[lang=ms][dir=rtl]").waitFor();
});

test("it comes and goes with its element, and the page's own reports of errors stay empty", async () => {
  const page = await tools.visit("/empty", { init: () => addEventListener("error", ({ message }) => (window.errors = [...(window.errors || []), message])) });
  await page.evaluate((markup) => (document.querySelector("main").innerHTML = markup), frame());
  await box(page).waitFor();
  await page.evaluate(() => document.querySelector("iframe").remove());
  await box(page).waitFor({ state: "detached" });
  await page.evaluate((markup) => (document.querySelector("main").innerHTML = `<section hidden>${markup}</section>`), frame());
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await box(page).count(), 0, "hidden with its section");
  await page.evaluate(() => document.querySelector("section").removeAttribute("hidden"));
  await box(page).waitFor();
  await page.evaluate(() => document.querySelector("main").prepend(document.querySelector("iframe")));
  await until(page, () => document.querySelector(".cs-held").previousSibling === document.querySelector("main > iframe"));
  await page.setViewportSize({ width: 400, height: 400 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.deepEqual(await page.evaluate(() => window.errors || []), []);
});

for (const [colorScheme, forcedColors] of [["light", "none"], ["dark", "none"], ["light", "active"]]) {
  test(`axe finds no fault: ${colorScheme}, forced colors ${forcedColors}`, async () => {
    const page = await tools.visit("/frame", { colorScheme, forcedColors, viewport: { width: 320, height: 640 } });
    await box(page).waitFor();
    const found = await page.evaluate(`${axe}; axe.run(".cs-held").then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))`);
    assert.deepEqual(found, []);
    assert.equal(await page.evaluate(() => document.querySelector(".cs-held").offsetWidth <= 320), true);
    assert.equal(await box(page).evaluate((one) => one.shadowRoot.querySelector("section").scrollWidth <= one.clientWidth), true, "nothing to scroll sideways");
  });
}
