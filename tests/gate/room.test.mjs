/**
 * The room of a placeholder: in every kind of layout the page is laid out as with the embed itself, and neither its coming nor its going
 * shifts anything.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, html, until } from "./browser.mjs";

const style = `<style>
  * { margin: 0; box-sizing: border-box } iframe { border: 2px solid }
  .wide iframe { width: 100%; aspect-ratio: 16 / 9; height: auto; display: block }
  .flex { display: flex; gap: 10px } .flex iframe { flex: 1; min-width: 0; height: 120px }
  .grid { display: grid; grid-template-columns: 1fr 2fr; gap: 8px } .grid iframe { grid-column: 2; justify-self: end; width: 200px; height: 150px }
  .float iframe { float: right; width: 180px; height: 130px; margin: 5px 7px 11px 13px }
  .fill { position: relative; padding-bottom: 40% } .fill iframe { position: absolute; inset: 0; width: 100%; height: 100% }
  .middle iframe { display: block; width: 250px; height: 160px; margin: 10px auto }
  .line iframe { width: 150px; height: 60px; vertical-align: middle }
  .later p:first-of-type { margin-top: 9px } .later > * + * { margin-top: 17px } .later iframe { display: block }
</style>`;
const kinds = ["plain", "wide", "flex", "grid", "float", "fill", "middle", "line", "later"];
const page = (embed) =>
  html(style + kinds.map((kind) => `<div class="${kind}">words around ${embed(kind)} and more words<p>below</p></div>`).join("") + "<p id=end>end</p>");
const tools = harness({
  "/shown": page((kind) => `<iframe id="${kind}" title="t"></iframe>`).replace(/<script src[^>]*><\/script>/, ""),
  "/held": page((kind) => `<iframe id="${kind}" data-cs-purpose="chat" data-cs-src="/v/frame" title="t"></iframe>`),
  "/reserved": html(`<div style="aspect-ratio:16/9;width:400px"><template data-cs-purpose="chat"><iframe src="/v/f" title="t" style="display:block;border:0;width:100%;height:100%"></iframe></template></div><p>end</p>`),
}, { whole: true }); // the last placeholder of the narrow page does not come in the browser without its window

/** Where each embed or what stands in its place is, and where the page ends. */
const layout = (tab) =>
  tab.evaluate((ids) => {
    const place = (element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x + scrollX, y + scrollY, width, height].map((one) => Math.round(one * 4) / 4);
    };
    const stands = (id) => {
      const embed = document.getElementById(id);
      return embed.nextSibling.className === "cs-held" ? embed.nextSibling : embed;
    };
    const rest = [...document.querySelectorAll("div, p")].filter((one) => !one.closest("#countersign") && one.className !== "cs-held");
    return { embeds: Object.fromEntries(ids.map((id) => [id, place(stands(id))])), rest: rest.map(place) };
  }, kinds);

const shifts = () => {
  window.shifts = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifts += entry.value))).observe({ type: "layout-shift", buffered: true });
};

for (const width of [1000, 340]) {
  test(`the page is laid out as with the embeds, ${width} pixels wide`, async () => {
    const viewport = { width, height: 700 };
    const expected = await layout(await tools.visit("/shown", { viewport }));
    const tab = await tools.visit("/held", { viewport, init: shifts });
    await tab.locator(".cs-held").nth(kinds.length - 1).waitFor();
    assert.deepEqual(await layout(tab), expected);
    await tab.locator("#flex + .cs-held").locator("[data-cs=more], [data-cs=once]").locator("visible=true").first().click();
    if (await tab.locator("dialog [data-cs=once]").count()) await tab.locator("dialog [data-cs=once]").click();
    await tab.locator("#flex[src]").waitFor();
    assert.deepEqual(await layout(tab), expected);
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await tab.evaluate(() => window.shifts), 0);
  });
}

test("it follows its page to another width", async () => {
  const tab = await tools.visit("/held", { viewport: { width: 1000, height: 700 } });
  await tab.locator(".cs-held").nth(kinds.length - 1).waitFor();
  await tab.setViewportSize({ width: 500, height: 700 });
  const expected = await layout(await tools.visit("/shown", { viewport: { width: 500, height: 700 } }));
  await until(tab, () => document.querySelector("#wide + .cs-held").offsetWidth === 500);
  assert.deepEqual(await layout(tab), expected);
});

test("a template shifts nothing where its room is reserved", async () => {
  const tab = await tools.visit("/reserved", { init: shifts });
  await tab.locator(".cs-held").waitFor();
  await tab.locator(".cs-held [data-cs=once]").click();
  await tab.frameLocator("iframe").locator("p").waitFor();
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await tab.evaluate(() => window.shifts), 0);
});
