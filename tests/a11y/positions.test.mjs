/**
 * Where a site may put the banner, and two languages side by side, built as a site with that wish builds them. Where it stands in every
 * language and look is for the theme page's states.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { courier, program, ROOT, TARGET } from "../browser/harness.mjs";
import { patient } from "../browser/timers.mjs";
import { reader } from "./reader.mjs";
import { DESKTOP, PHONE } from "./states.mjs";
import { hold, RULES, views } from "./surfaces.mjs";

const tools = courier();
const PICTURES = join(TARGET, "pictures");
mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const folder = mkdtempSync(join(TARGET, "scenarios/positions-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Builds the demo with other words in its `site.toml`, and answers a courier that serves it. */
function site(name, change) {
  const source = join(folder, name);
  cpSync(join(ROOT, "www/demo/policy"), join(source, "policy"), { recursive: true });
  writeFileSync(join(source, "site.toml"), change(readFileSync(join(ROOT, "www/demo/site.toml"), "utf8")));
  const dist = join(source, "dist");
  execFileSync(program("countersign"), ["build", join(source, "site.toml"), "-o", dist, "--assets", join(TARGET, "web")], { stdio: "pipe" });
  return tools.fresh({ dist });
}

const placed = (position) => site(position, (text) => text.replace("[site]\n", `[site]\nposition = "${position}"\n`));

/** The banner as a new visitor finds it, held to every rule; answers its place in each window. */
async function banner(name, options = {}) {
  const tab = await tools.visit("/", { reducedMotion: "reduce", init: patient, ...options });
  await tab.banner.waitFor({ state: "visible" });
  mkdirSync(PICTURES, { recursive: true });
  const boxes = [];
  for (const [device, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    const [view] = await views(tab.page, "banner", [[device, viewport, "light"]]);
    for (const rule of Object.keys(RULES)) hold(rule, view);
    await tab.page.screenshot({ path: join(PICTURES, `placed-${name}.${device}.png`) });
    boxes.push(view.banner);
  }
  return { tab, phone: boxes[0], desktop: boxes[1] };
}

test("bar: along the whole lower edge of every window", async () => {
  await placed("bar");
  const { tab, phone, desktop } = await banner("bar");
  for (const [box, window] of [[phone, PHONE], [desktop, DESKTOP]]) assert.deepEqual([box.left, box.right, box.bottom], [0, window.width, window.height]);
  await tab.visitor.leave();
});

test("corner: in the corner at the end of a line, whichever way lines run", async () => {
  await placed("corner");
  const { tab, phone, desktop } = await banner("corner");
  assert.deepEqual([phone.left, phone.right, phone.bottom], [0, PHONE.width, PHONE.height]);
  assert.deepEqual([desktop.right, desktop.bottom], [DESKTOP.width - 12, DESKTOP.height - 12]);
  assert.ok(desktop.width <= DESKTOP.width / 2, `${desktop.width}`);
  await tab.page.evaluate(() => document.getElementById("countersign").setAttribute("dir", "rtl"));
  const { left, width } = await tab.banner.evaluate((element) => element.getBoundingClientRect());
  assert.deepEqual([left, width], [12, desktop.width]);
  await tab.visitor.leave();
});

test("dialog: in the middle, the page behind it out of reach until an answer or Escape, and everything in reach again", async () => {
  await placed("dialog");
  const { tab, phone, desktop } = await banner("dialog");
  for (const [box, window] of [[phone, PHONE], [desktop, DESKTOP]]) {
    assert.ok(Math.abs(box.left + box.right - window.width) <= 1 && Math.abs(box.top + box.bottom - window.height) <= 1, JSON.stringify(box));
  }
  const { page } = tab;
  const voice = await reader(page);
  const behind = async () => (await voice.all()).some((text) => /Track parcel|What happened/.test(text));
  assert.equal(await behind(), false, "the page behind is not read");
  assert.equal(await tab.banner.getAttribute("aria-modal"), "true");
  // All the way round, the page's own controls never have the focus.
  for (let step = 0; step < 12; step++) {
    const inside = await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("#countersign"));
    assert.ok(inside, "the page behind the dialog has the focus");
    await page.keyboard.press("Tab");
  }
  await tab.control("choose").click();
  await tab.dialog.waitFor({ state: "visible" });
  await page.keyboard.press("Escape");
  await tab.dialog.waitFor({ state: "hidden" });
  assert.equal(await behind(), false, "layer 2 is closed, and the question stands");
  await tab.control("refuse").click();
  await tab.closed();
  assert.equal(await behind(), true);
  await tab.visitor.leave();

  const other = await tools.visit("/", { viewport: PHONE });
  await other.banner.waitFor({ state: "visible" });
  await other.page.keyboard.press("Escape");
  await other.button.waitFor({ state: "visible" });
  await other.page.locator("a[href='track.html']").first().click();
  await other.page.waitForURL(/track/);
  await other.visitor.leave();
});

test("Malay and English side by side, each in its own voice, every button in both", async () => {
  await site("beside", (text) => text.replace('tag = "ms"\n', 'tag = "ms"\nbeside = "en"\n'));
  const { tab, phone, desktop } = await banner("beside", { lang: "ms" });
  assert.ok(phone.width === PHONE.width && desktop.width > 700);
  const found = await tab.banner.evaluate((element) => ({
    texts: [...element.querySelectorAll("div")].map((text) => [text.closest("[lang]").lang, text.getBoundingClientRect().left, text.getBoundingClientRect().top]),
    buttons: [...element.querySelectorAll("button:not([data-cs=locale])")].map((button) => [button.firstChild.data, button.querySelector("span[lang=en]").textContent]),
  }));
  assert.deepEqual(found.buttons, [["Tolak semua", "Refuse all"], ["Pilih satu demi satu", "Choose one by one"], ["Terima semua", "Accept all"]]);
  const [[malay, left, top], [english, right, level]] = found.texts;
  assert.deepEqual([malay, english, Math.round(top)], ["ms", "en", Math.round(level)]);
  assert.ok(right > left);
  const made = tools.courier;
  await tab.control("refuse").click();
  await tab.closed();
  const [{ claims }] = await made.receipts(1);
  assert.equal(claims.ntc.lang, "ms", "the receipt says in which language it was asked");
  await beside(tab);
  await tab.visitor.leave();
});

/** Layer 2 in two languages: held to every rule, side by side in a wide window and below each other in a narrow one. */
async function beside(tab) {
  await tab.button.click();
  await tab.dialog.waitFor({ state: "visible" });
  const sheet = tab.page.locator("#countersign-dialog [part=sheet]");
  await sheet.waitFor();
  for (const [device, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    const [view] = await views(tab.page, "preferences", [[device, viewport, "light"]]);
    // The controller is there twice, and the row of links, which are named twice, is no line of text.
    view.long = view.long.filter(([words]) => !words.startsWith("Hak anda Your rights"));
    for (const rule of Object.keys(RULES).filter((rule) => !rule.startsWith("the controller"))) hold(rule, view);
    await tab.page.screenshot({ path: join(PICTURES, `placed-beside.layer2.${device}.png`) });
    const halves = await sheet.evaluate((element) =>
      [...element.querySelectorAll("[part=purpose] .cs-pair")].filter((pair) => pair.getClientRects()[0]).map((pair) => {
        const [own, other] = [...pair.children].map((half) => half.getBoundingClientRect());
        return [pair.children[1].lang, own.top === other.top && other.left > own.right, other.top >= own.bottom && other.left === own.left];
      }),
    );
    assert.ok(halves.length > 4);
    for (const half of halves) assert.deepEqual(half, ["en", device === "desktop", device === "phone"]);
  }
  assert.match(await sheet.getByRole("switch").nth(1).evaluate((input) => input.labels[0].innerText), /^Mengukur penggunaan\s+Measuring use$/);
  const [malay, , english] = await sheet.locator(".cs-edition time").allTextContents();
  assert.deepEqual([/Disember/.test(malay), /December/.test(english)], [true, true], `${malay}, ${english}`);
  // A fold is filled with words of its own language, and a clause leads to the text in that language.
  const fold = sheet.locator("[lang=en] details[part=services]");
  await fold.locator("summary").click();
  await fold.locator("td").first().waitFor();
  assert.match(await sheet.locator("[lang=en] .cs-clause").first().getAttribute("href"), /^\/countersign\/policy\/1\.0\/en\.html#s-\d+$/);
}
