/**
 * The notice speaks the page's language, follows its switch and has one of its own, in every layer; and the receipt says which it was.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier } from "./harness.mjs";

const tools = courier();
/** What the three choices are called. */
const WORDS = {
  en: ["Refuse all", "Accept all", "Save my choices"],
  "zh-Hans": ["全部拒绝", "全部同意", "保存我的选择"],
  "zh-Hant": ["全部拒絕", "全部同意", "儲存我的選擇"],
  ms: ["Tolak semua", "Terima semua", "Simpan pilihan saya"],
};

/** The language that a surface is marked as, and its words for refusing and accepting. */
async function spoken(tab, root) {
  const lang = await tab.page.locator(root).first().getAttribute("lang");
  const words = await Promise.all(["refuse", "accept"].map((hook) => tab.control(hook).innerText()));
  return [lang, ...words];
}

for (const [locale, [refuse, accept, save]] of Object.entries(WORDS)) {
  test(`${locale}: banner, preferences, policy, button and receipt follow html[lang]`, async () => {
    const made = await tools.fresh();
    const tab = await tools.visit("/", { lang: locale });
    await tab.banner.waitFor({ state: "visible" });
    assert.equal(await tab.page.locator("html").getAttribute("lang"), locale);
    assert.deepEqual(await spoken(tab, "#countersign"), [locale, refuse, accept]);
    await tab.choose();
    assert.deepEqual(await spoken(tab, "#countersign-dialog"), [locale, refuse, accept]);
    assert.equal(await tab.control("save").innerText(), save);
    await tab.openPolicy();
    assert.equal(await tab.page.locator("#countersign-dialog [part=sheet]").getAttribute("lang"), locale);
    await tab.back();
    await tab.refuseAll();
    const [{ claims }] = await made.receipts(1);
    assert.equal(claims.ntc.lang, locale);
    const file = await fetch(`${made.origin}/countersign/notice.${locale}.${claims.ntc.sha256}.json`);
    assert.equal(file.status, 200, "the receipt names the very notice that was shown");
    await tab.visitor.leave();
  });
}

test("the page's own switch changes the notice with the page", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  for (const locale of ["ms", "zh-Hant", "en", "zh-Hans"]) {
    await Promise.all([tab.page.waitForEvent("load"), tab.page.locator("#language").selectOption(locale)]);
    await tab.banner.waitFor({ state: "visible" });
    assert.equal((await spoken(tab, "#countersign"))[0], locale);
  }
});

test("the banner's language button goes through all languages, and the choice is kept for the visit", async () => {
  await tools.fresh();
  const tab = await tools.visit();
  await tab.banner.waitFor({ state: "visible" });
  const heard = [];
  for (let step = 0; step < 4; step++) {
    heard.push((await spoken(tab, "#countersign"))[0]);
    await tab.control("locale").click();
    await until(tab, heard.at(-1));
  }
  assert.deepEqual([...heard].sort(), Object.keys(WORDS).sort());
  await tab.control("locale").click();
  await until(tab, "en");
  const picked = (await spoken(tab, "#countersign"))[0];
  await tab.open("/track.html");
  await tab.banner.waitFor({ state: "visible" });
  assert.equal((await spoken(tab, "#countersign"))[0], picked);
});

/** Waits until the banner speaks another language than this. */
const until = (tab, before) => tab.page.waitForFunction((old) => document.querySelector("#countersign").lang !== old, before);

test("the preferences' language list changes their words and keeps the switches", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.choose();
  const maps = tab.page.locator("#countersign-dialog input[value=maps]");
  await maps.check();
  for (const locale of ["ms", "zh-Hans"]) {
    await tab.page.locator("#countersign-dialog select[data-cs=locale]").selectOption(locale);
    await tab.page.waitForFunction((tag) => document.querySelector("#countersign-dialog").lang === tag, locale);
    assert.deepEqual(await spoken(tab, "#countersign-dialog"), [locale, ...WORDS[locale].slice(0, 2)]);
    assert.equal(await maps.isChecked(), true);
  }
  await tab.control("save").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["maps"]);
  const [{ claims }] = await made.receipts(1);
  assert.equal(claims.ntc.lang, "zh-Hans");
});
