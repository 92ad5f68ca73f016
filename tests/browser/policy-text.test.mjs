/**
 * The full policy in the dialog and on its own page: every word of the source, in order, and contents whose links reach their headings.
 *
 * Enters: the demo, and real policy texts from a folder beside the checkout where there is one. Absent: those texts themselves.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { courier, ROOT } from "./harness.mjs";
import { siteFor, SKIP, source, TEXTS } from "./policies.mjs";

const tools = courier();
const LOCALES = ["en", "zh-Hans", "zh-Hant", "ms"];

/** White space folded: how a text wraps is not one of its words. */
const folded = (text) => text.replace(/^\uFEFF/, "").split(/\s+/u).filter(Boolean).join(" ");

/** Says where two texts part instead of printing both. */
function expectSameWords(actual, expected) {
  const [shown, meant] = [folded(actual), folded(expected)];
  if (shown === meant) return;
  let at = 0;
  while (shown[at] === meant[at]) at++;
  const near = (text) => JSON.stringify(text.slice(Math.max(0, at - 40), at + 60));
  assert.fail(`the texts part at ${at} of ${meant.length}: shown ${near(shown)}, source ${near(meant)}`);
}

/** Follows every link of the contents inside the open dialog; answers those that miss their heading. */
const missed = (tab) =>
  tab.page.evaluate(() => {
    const root = document.querySelector("#countersign-dialog > div").shadowRoot;
    const wrong = [];
    const links = [...root.querySelectorAll("nav a")];
    for (const link of links) {
      link.click();
      const heading = root.activeElement;
      const box = heading?.getBoundingClientRect();
      const view = root.querySelector("[part=body]").getBoundingClientRect();
      const seen = box && box.top >= view.top - 1 && box.top < view.bottom;
      const words = (element) => element?.textContent.trim().replace(/\s+/g, " ");
      const anchor = link.getAttribute("href").slice(1);
      const same = heading?.id === anchor && /^H[2-6]$/.test(heading.tagName) && words(heading) === words(link);
      if (!same || !seen) wrong.push([anchor, words(link), heading?.id, seen]);
    }
    return { links: links.length, headings: root.querySelectorAll("[data-cs-text] :is(h2, h3, h4, h5, h6)").length, wrong };
  });

async function expectContents(tab, least) {
  const { links, headings, wrong } = await missed(tab);
  assert.ok(headings >= least, `${headings} headings`);
  assert.equal(links, headings);
  assert.deepEqual(wrong, []);
}

const shownText = (tab) => tab.page.locator("#countersign-dialog [data-cs-text]").evaluate((article) => article.textContent);

/** The words of the full text that the build made for a locale, read by a browser's own parser. */
function built(tab, locale) {
  const name = readdirSync(tab.courier.dist).find((file) => file.startsWith(`text.${locale}.`) && file.endsWith(".html"));
  const html = readFileSync(join(tab.courier.dist, name), "utf8");
  return tab.page.evaluate((html) => new DOMParser().parseFromString(html, "text/html").body.textContent, html);
}

for (const locale of LOCALES) {
  test(`the demo's policy in ${locale}: the dialog and the page show the words of the source`, async () => {
    const tab = await tools.visit("/", { lang: locale });
    await tab.openPolicy();
    const text = await built(tab, locale);
    expectSameWords(await shownText(tab), text);
    await expectContents(tab, 10);
    // Markdown marks aside, the source holds the same letters and digits.
    const letters = (value) => value.replace(/[^\p{L}\p{N}]/gu, "");
    assert.equal(letters(text), letters(readFileSync(join(ROOT, `www/demo/policy/${locale}.policy.md`), "utf8")));
    const inDialog = await tab.page.locator("#countersign-dialog nav details > ul").evaluate((list) => list.outerHTML);
    await tab.close();
    await tab.open(`/countersign/policy/1.0/${locale}.html`);
    expectSameWords(await tab.page.locator("[data-cs-text]").textContent(), text);
    const onPage = await tab.page.locator("nav details > ul").first().evaluate((list) => list.outerHTML);
    assert.equal(inDialog, onPage, "the contents of dialog and page are the same");
    const dead = await tab.page.locator("nav a[href^='#']").evaluateAll((links) =>
      links.map((link) => link.hash.slice(1)).filter((id) => !document.getElementById(id)),
    );
    assert.deepEqual(dead, []);
    assert.deepEqual([tab.faults, tab.said], [[], []]);
    await tab.visitor.leave();
  });
}

test("a clause named in the preferences opens the policy at its heading", async () => {
  const tab = await tools.visit();
  await tab.choose();
  const clause = tab.page.locator("#countersign-dialog a[href^='#']").first();
  const anchor = (await clause.getAttribute("href")).slice(1);
  await clause.click();
  await tab.page.locator("#countersign-dialog [data-cs-text]").waitFor();
  const at = () => tab.page.evaluate(() => document.querySelector("#countersign-dialog > div").shadowRoot.activeElement?.id);
  assert.equal(await at(), anchor);
});

test("real policy texts lie beside the checkout", { skip: SKIP }, () => {
  assert.equal(TEXTS.length, 6);
});

for (const file of TEXTS) {
  test(`${file}: the dialog and the page carry it word for word, and every link of the contents arrives`, async () => {
    const made = await siteFor(tools, file);
    const words = source(file);
    const tab = await tools.visit();
    await tab.settle();
    await tab.choose();
    await tab.openPolicy();
    expectSameWords(await shownText(tab), words);
    await expectContents(tab, 5);
    const inDialog = await tab.page.locator("#countersign-dialog nav details > ul").evaluate((list) => list.outerHTML);
    const [version] = readdirSync(join(made.dist, "policy"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const [page] = readdirSync(join(made.dist, "policy", version.name)).filter((name) => name.endsWith(".html"));
    await tab.open(`/countersign/policy/${version.name}/${page}`);
    expectSameWords(await tab.page.locator("[data-cs-text]").textContent(), words);
    assert.equal(await tab.page.locator("nav details > ul").first().evaluate((list) => list.outerHTML), inDialog);
    assert.deepEqual([tab.faults, tab.said], [[], []]);
    await tab.visitor.leave();
  });
}
