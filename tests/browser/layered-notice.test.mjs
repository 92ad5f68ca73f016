/**
 * Real policies as a layered notice: each text is built once and visited once, and what its three layers show is held against its notice
 * and its own words. One test for each text and each requirement; `www/docs/requirements.md` says which is which.
 *
 * Enters: real policy texts from a folder beside the checkout, where there is one. Absent: those texts themselves.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier } from "./harness.mjs";
import { noticeOf, siteFor, SKIP, TEXTS } from "./policies.mjs";

const tools = courier();
const folded = (text) => text.split(/\s+/u).filter(Boolean).join(" ");
/** Short texts carry their sensitive words between private-use characters. */
const bare = (text = "") => folded(text.replace(/[\uE000-\uE0FF]/g, ""));
const boldOf = (text = "") => [...text.matchAll(/[\uE000-\uE0FE]([^\uE0FF]*)\uE0FF/g)].map(([, words]) => folded(words));

/** Everything that layer 1 and layer 2 show. */
const readPreferences = () => {
  const root = document.querySelector("#countersign-dialog > div").shadowRoot;
  const fold = (text) => text.split(/\s+/u).filter(Boolean).join(" ");
  const link = (element) => element && [element.getAttribute("href"), fold(element.textContent)];
  const card = (element) => ({
    group: element.closest("section, fieldset").getAttribute("part"),
    title: fold(element.querySelector("h3").textContent),
    words: fold(element.textContent),
    switches: element.querySelectorAll("input").length,
    missing: element.querySelectorAll(".cs-missing").length,
    facts: [...element.querySelectorAll("dd")].map((value) => fold(value.textContent)),
    bold: [...element.querySelectorAll("strong.cs-sensitive")].map((strong) => fold(strong.textContent)),
    tags: [...element.querySelectorAll(".cs-tag")].length,
    clause: link(element.querySelector(".cs-clause")),
  });
  return {
    cards: [...root.querySelectorAll("[part=purpose]")].map(card),
    notes: [...root.querySelectorAll(":is(section, fieldset) > .cs-note")].map((note) => [note.parentElement.getAttribute("part"), fold(note.textContent), link(note.querySelector("a"))]),
    head: fold(root.querySelector("[part=body]").textContent).slice(0, 1_000),
    definition: link(root.querySelector("[part=body] > .cs-note > a")),
    clauses: [...root.querySelectorAll("[part=clauses] a")].map(link),
    contact: [...root.querySelectorAll("[part=controller] dd")].map((value) => [fold(value.textContent), value.querySelector("a")?.href, !!value.querySelector(".cs-missing")]),
    links: [...root.querySelectorAll("[part=body] a[href^='#']")].map((element) => element.getAttribute("href").slice(1)),
    weight: [...root.querySelectorAll("strong.cs-sensitive")].map((strong) => +getComputedStyle(strong).fontWeight),
  };
};

/** Everything that layer 3 shows, each section with its words. */
const readPolicy = () => {
  const root = document.querySelector("#countersign-dialog > div").shadowRoot;
  const fold = (text) => text.split(/\s+/u).filter(Boolean).join(" ");
  const article = root.querySelector("[data-cs-text]");
  const sections = { "s-0": "" };
  let at = "s-0";
  for (const element of article.children) {
    if (/^s-/.test(element.id)) sections[(at = element.id)] = "";
    sections[at] += ` ${element.textContent}`;
  }
  const strongs = [...article.querySelectorAll("strong")];
  const sheets = [...root.adoptedStyleSheets];
  root.adoptedStyleSheets = [];
  const bare = strongs.map((strong) => +getComputedStyle(strong).fontWeight);
  root.adoptedStyleSheets = sheets;
  return {
    bare,
    sections: Object.fromEntries(Object.entries(sections).map(([id, words]) => [id, fold(words)])),
    ids: [...root.querySelectorAll("[id]")].map(({ id }) => id),
    hrefs: [...article.querySelectorAll("a")].map((link) => link.getAttribute("href")),
    entries: [...article.querySelectorAll(".cs-toc li")].map((entry) => [fold(entry.textContent), entry.querySelector("a")?.getAttribute("href")]),
    wrong: [...article.querySelectorAll(".cs-wrong")].map((words) => [fold(words.textContent), words.title, getComputedStyle(words, "::after").content]),
    terms: [...article.querySelectorAll(".cs-term")].map((term) => [fold(term.textContent), fold(root.getElementById(term.getAttribute("href").slice(1))?.textContent ?? "")]),
    bold: strongs.map((strong) => fold(strong.textContent)),
    plainBold: strongs.filter((strong) => strong.className !== "cs-sensitive" || !strong.title).length,
    headings: [...article.querySelectorAll("h2, h3, h4, h5, h6")].map((heading) => [heading.className, fold(heading.textContent)]),
    blocks: article.querySelectorAll("p, li, tr").length,
    note: fold(root.querySelector("[part=body] > .cs-note")?.textContent ?? ""),
    notes: [...root.querySelectorAll("[part=body] > .cs-note")].map((note) => fold(note.textContent)),
    versions: root.querySelector("[part=body] > .cs-note > a[href$='.html']")?.href,
  };
};

/** Visits the site of a text once, and answers what its layers show. */
async function visited(file) {
  const made = await siteFor(tools, file);
  const tab = await tools.visit("/", { viewport: { width: 390, height: 844 } });
  await tab.settle();
  const banner = (await tab.surface()) === "banner" && (await tab.banner.evaluate((element) => ({
    text: element.textContent, bold: [...element.querySelectorAll("strong")].map((strong) => strong.textContent),
    whole: element.scrollHeight <= element.clientHeight + 1, height: element.getBoundingClientRect().height,
  })));
  await tab.choose();
  await tab.unfold();
  const preferences = await tab.page.evaluate(readPreferences);
  await tab.openPolicy();
  const policy = await tab.page.evaluate(readPolicy);
  return { made, tab, banner, preferences, policy, notice: noticeOf(made.dist) };
}

/** What each requirement asks of every policy. */
const RULES = {
  "NL-03: layer 1 fits a phone and names what is optional": ({ banner, notice }) => {
    const titles = notice.purposes.filter((purpose) => !purpose.core).map((purpose) => purpose.title);
    if (!titles.length) return assert.equal(banner, false, "nothing to ask, no banner");
    assert.ok(banner.whole && banner.height <= 844, `${banner.height} pixels`);
    for (const title of titles) assert.ok(banner.text.includes(title), title);
  },
  "NL-04: one card for each function, with its data and the effect of refusing": ({ preferences, notice }) => {
    assert.equal(preferences.cards.length, notice.purposes.length);
    for (const purpose of notice.purposes) {
      const card = preferences.cards.find(({ title }) => title === bare(purpose.title));
      assert.ok(card, purpose.title);
      for (const words of [purpose.description, purpose.effect, ...purpose.data.map((item) => item.label)]) assert.ok(card.words.includes(bare(words)), words);
    }
  },
  "NL-05: two groups, switches in one of them alone": ({ preferences, notice }) => {
    const groups = notice.purposes.map((purpose) => [bare(purpose.title), purpose.core ? "core" : "additional", purpose.core ? 0 : 1]);
    assert.deepEqual(preferences.cards.map(({ title, group, switches }) => [title, group, switches]).sort(), groups.sort());
  },
  "NL-06 and NL-07: each group says what refusing does": ({ preferences, notice }) => {
    const said = (part) => preferences.notes.find(([at]) => at === part)?.[1] ?? "";
    assert.ok(said("additional").length > 10);
    if (notice.purposes.some((purpose) => purpose.core)) assert.ok(said("core").length > 10);
  },
  "NL-08: what may be left out says so": ({ preferences, notice }) => {
    for (const purpose of notice.purposes) {
      const card = preferences.cards.find(({ title }) => title === bare(purpose.title));
      assert.equal(card.tags, purpose.data.filter((item) => item.optional).length, purpose.title);
    }
  },
  "NL-11: every printed contents entry leads to a section": ({ policy }) => {
    const targets = policy.entries.map(([, href]) => href);
    assert.deepEqual(policy.entries.filter(([, href]) => !href || !(href.slice(1) in policy.sections)), []);
    assert.equal(new Set(targets).size, targets.length, "no two entries lead to one section");
  },
  "NL-12: no two anchors are equal": ({ policy }) => {
    assert.equal(new Set(policy.ids).size, policy.ids.length);
  },
  "NL-13: each reference leads to a place that is there, or says that it is wrong": ({ policy }) => {
    for (const href of policy.hrefs) assert.ok(policy.ids.includes(href.slice(1)), href);
    for (const [words, title, shown] of policy.wrong) assert.ok(title && shown.includes("["), words);
  },
  "NL-14: each defined term leads to words that hold it": ({ policy }) => {
    for (const [term, definition] of policy.terms) assert.ok(definition.toLowerCase().includes(term.toLowerCase()), `${term}: ${definition.slice(0, 80)}`);
  },
  "NL-15, NL-16, NL-19 and NL-20: the listed clauses are sections under their own headings": ({ preferences, policy }) => {
    for (const [href, label] of preferences.clauses) assert.ok(policy.sections[href.slice(1)]?.startsWith(label.replace(/…$/, "")), label);
  },
  "NL-17: the text leads nowhere else": ({ policy }) => {
    assert.deepEqual(policy.hrefs.filter((href) => !/^#[sb]-\d+$/.test(href)), []);
  },
  "NL-23: what the policy does not say is said to be missing": ({ preferences, notice }) => {
    // What the policy says for all purposes at once is a link in the card instead.
    const [, , , , , , recipients, retention, storage] = notice.places;
    for (const purpose of notice.purposes) {
      const card = preferences.cards.find(({ title }) => title === bare(purpose.title));
      const facts = [purpose.description, purpose.effect, purpose.source, purpose.basis];
      facts.push(purpose.recipients ?? recipients, purpose.retention ?? retention, purpose.storage ?? storage);
      const lacking = facts.filter((fact) => fact === undefined || fact.length === 0).length + (purpose.data.length ? 0 : 1);
      assert.ok(card.missing >= lacking - (purpose.recipients?.length === 0 ? 1 : 0), `${purpose.title}: ${card.missing} of ${lacking}`);
      assert.ok(card.facts.every(Boolean), purpose.title);
    }
    const { officer, address, email, phone } = notice.controller;
    assert.deepEqual(preferences.contact.map(([, , missing]) => missing), [officer, address, email, phone].map((value) => value === undefined));
  },
  "NL-24: each fact leads to the clause that states it": ({ preferences, policy, notice }) => {
    for (const anchor of preferences.links) assert.ok(anchor in policy.sections, anchor);
    for (const purpose of notice.purposes) {
      assert.ok(purpose.anchor, `${purpose.title} leads nowhere`);
      const words = policy.sections[purpose.anchor].toLowerCase();
      const whole = Object.values(policy.sections).join(" ").toLowerCase();
      const description = bare(purpose.description).toLowerCase();
      // A sentence that a heading's end parts stands in the text as a whole only.
      if (description && whole.includes(description)) {
        const below = Object.keys(policy.sections).filter((id) => policy.sections[id].toLowerCase().includes(description));
        assert.ok(words.includes(description) || words.startsWith(bare(purpose.title).toLowerCase()) || below.includes(purpose.anchor), purpose.title);
      }
    }
  },
  "NL-26: there are paragraphs and headings, however the text was wrapped": ({ policy }) => {
    assert.ok(policy.blocks >= 20 && policy.headings.length >= 5, `${policy.blocks} blocks, ${policy.headings.length} headings`);
    assert.ok(policy.headings.every(([, words]) => words.length <= 200));
  },
  "BS-01 and BS-08: sensitive words are strong elements with a description, bold by their element alone": ({ policy, preferences }) => {
    assert.equal(policy.plainBold, 0);
    assert.ok([...preferences.weight, ...policy.bare].every((weight) => weight >= 600));
  },
  "BS-05: the lists that the bold rests on are named in layers 2 and 3": ({ preferences, policy, notice }) => {
    assert.ok(notice.lists.length);
    for (const list of notice.lists) assert.ok(preferences.head.includes(list) && policy.notes.some((note) => note.includes(list)), list);
  },
  "BS-06: the same words are bold in all layers": ({ preferences, policy, notice }) => {
    const whole = policy.bold.join(" ").toLowerCase();
    for (const purpose of notice.purposes) {
      const card = preferences.cards.find(({ title }) => title === bare(purpose.title));
      const bold = purpose.data.flatMap((item) => boldOf(item.label));
      for (const words of bold) {
        assert.ok(card.bold.includes(words), `${words} in layer 2`);
        assert.ok(whole.includes(words.toLowerCase()), `${words} in layer 3`);
      }
    }
  },
  "BS-07: layer 1 names the kinds of sensitive data, in bold": ({ banner, notice }) => {
    if (!banner || !notice.sensitive.length) return;
    assert.equal(banner.bold.length, 1);
    for (const kind of notice.sensitive) assert.ok(banner.bold[0].includes(kind), kind);
  },
  "BS-10: what the policy says about sensitive data is one action away": ({ preferences, policy, notice }) => {
    const place = notice.places[2];
    assert.equal(preferences.definition?.[0], place ? `#${place}` : undefined);
    if (place) assert.match(policy.sections[place], /sensitive|敏感|sensitif/i);
  },
  "BS-13: headings have no sensitive look of their own": ({ policy }) => {
    assert.ok(policy.headings.every(([look]) => look === ""));
  },
};

test("real policy texts are at hand for the layered notice", { skip: SKIP }, () => assert.equal(TEXTS.length, 6));

for (const file of TEXTS) {
  test(`${file} as a layered notice`, async (t) => {
    const seen = await visited(file);
    for (const [name, rule] of Object.entries(RULES)) await t.test(`${file}: ${name}`, () => rule(seen));
    await t.test(`${file}: NL-25: a reference is followed and taken back`, () => followedAndBack(seen.tab));
    assert.deepEqual([seen.tab.faults, seen.tab.said], [[], []]);
    await seen.tab.visitor.leave();
  });
}

/** Follows a link of the text: focus is at its target; Back leads to the link, Back again to the preferences. */
async function followedAndBack(tab) {
  const link = tab.page.locator("#countersign-dialog [data-cs-text] a").last();
  if (!(await link.count())) return;
  const at = () => tab.page.evaluate(() => {
    const { activeElement } = document.querySelector("#countersign-dialog > div").shadowRoot;
    const { top } = activeElement.getBoundingClientRect();
    return { id: activeElement.id, href: activeElement.getAttribute("href"), seen: top >= 0 && top < innerHeight };
  });
  const href = await link.getAttribute("href");
  await link.click();
  assert.deepEqual(await at(), { ...(await at()), id: href.slice(1), seen: true });
  await tab.control("back").click();
  assert.deepEqual(await at(), { id: "", href, seen: true });
  await tab.control("back").click();
  await tab.page.locator("#countersign-dialog [part=controller]").waitFor();
}
