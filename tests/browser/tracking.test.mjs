/**
 * Cookies, storage, pixels and Do Not Track in layer 2: what is declared stands in tables, what the policy says is one action away, and
 * what it does not say is said to be missing. Real policies where they lie beside the checkout, the demo otherwise.
 *
 * Enters: the demo, and policy texts with the techniques that each of them names. Absent: those texts themselves.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { courier, openedAll, PAGES, until } from "./harness.mjs";
import { siteFor, SKIP, TEXTS } from "./policies.mjs";

const tools = courier();
const LANGUAGES = ["en", "zh-Hans", "zh-Hant", "ms"];

/** What layer 2 shows of cookies, storage, services and tracking. */
const readTables = () => {
  const root = document.querySelector("#countersign-dialog > div").shadowRoot;
  const fold = (element) => element.textContent.split(/\s+/u).filter(Boolean).join(" ");
  const table = (part) => [...part.querySelectorAll("tr")].map((row) => [...row.cells].map(fold));
  const links = (part) => [...part.querySelectorAll("a")].map((link) => ({ words: fold(link), href: link.getAttribute("href"), rel: link.rel, target: link.target }));
  const part = (name) => root.querySelector(`[part=${name}]`);
  return {
    purposes: Object.fromEntries([...root.querySelectorAll("[part=purpose]")].map((card) => [fold(card.querySelector("h3")), table(card)])),
    own: { switches: part("own").querySelectorAll("input").length, words: fold(part("own").querySelector("p")), rows: table(part("own")), group: part("own").parentElement.getAttribute("part") },
    services: part("services") && table(part("services")),
    techniques: [...part("techniques").querySelectorAll("dl > div")].map((row) => ({
      name: fold(row.querySelector("dt")), verdict: [...row.querySelectorAll("span:not(.cs-missing)")].map(fold)[0], missing: !!row.querySelector(".cs-missing"), links: links(row),
    })),
    whole: fold(part("body")),
  };
};

/** The words of each section of layer 3. */
const readSections = () => {
  const article = document.querySelector("#countersign-dialog > div").shadowRoot.querySelector("[data-cs-text]");
  const sections = {};
  let at = "s-0";
  for (const element of article.children) {
    if (/^s-/.test(element.id)) at = element.id;
    sections[at] = `${sections[at] ?? ""} ${element.textContent}`.replace(/\s+/gu, " ");
  }
  return sections;
};

/** Each technique: its names, words that its sections hold, and which of the six texts name it. */
const TECHNIQUES = [
  ["cookies", /^Cookies?$/, /cookie/i, "mii ciie nbexpress jd cainiao"],
  ["cookie limit", /nothing else|不作他用/, /not (?:to )?use (?:the )?cookies?|不会将Cookie/i, "mii nbexpress jd"],
  ["refusing cookies", /Refusing or deleting|拒绝或删除/, /delete|reject|remove|拒绝/, "mii ciie nbexpress jd cainiao"],
  ["effect of refusing", /Effect of refusing|拒绝 Cookie 的影响/, /each time|unable to use|not be able|影响/, "mii ciie nbexpress jd cainiao"],
  ["local storage", /^(?:Local storage|本地存储)$/, /local storage|本地存储/i, "ciie jd cainiao"],
  ["Flash cookies", /Flash/, /Flash Cookie/i, "ciie cainiao"],
  ["ETag", /ETag/, /ETag/, "cainiao"],
  ["beacons", /beacons|信标/, /beacon|信标/i, "mii ciie nbexpress jd cainiao"],
  ["clicks", /clicks|点击/, /track this click|track the click|跟踪此次点击/, "mii nbexpress jd cainiao"],
  ["opened e-mail", /opened|打开/, /opened|被打开/, "mii ciie nbexpress jd cainiao"],
  ["mailing list", /mailing list|退订/, /unsubscribe|退订/, "mii ciie nbexpress jd cainiao"],
];

/** What single rows ask of single texts: words within the sections that a technique leads to. */
const WORDS = {
  "CK-01: what a cookie is": [["mii", 0, /small data file[^]*identifier, a site name/], ["jd", 0, /纯文本文件/]],
  "CK-02: session and permanent cookies are told apart": [["jd", 0, /会话 Cookie[^]*永久 Cookie/]],
  "CK-03: cookies serve what the text lists": [["nbexpress", 0, /security status[^]*filling out forms[^]*optimize your choice of advertis/], ["jd", 0, /记住您的账号[^]*分析您使用我们服务的情况/]],
  "CK-13: the login name in a cookie is encrypted for good": [["jd", 0, /不可逆转的加密存储/]],
  "LS-03 and LS-04: what ETags do, how they are cleared, and the effect": [["cainiao", 6, /可代替Cookie[^]*记录您的身份[^]*清除浏览器缓存[^]*停用ETag/]],
  "LS-09: identifiers of signed-out visitors are named": [["nbexpress", 0, /anonymous identifiers/]],
  "PX-01 and PX-02: what beacons are and which data they take": [["ciie", 7, /single-pixel GIF[^]*address of the pages you visit[^]*reference page[^]*time you stay[^]*browsing environment, and display settings/], ["mii", 7, /transparent image/]],
  "PX-04: clicks in text messages": [["nbexpress", 8, /email\\text message/]],
  "PX-07: beacons count without names": [["jd", 7, /网络信标技术来统计匿名访问/]],
};

const short = (file) => file.split(".")[0];
const technique = (seen, place) => seen.techniques.find(({ name }) => TECHNIQUES[place][1].test(name));

async function visited(file) {
  await siteFor(tools, file);
  const tab = await tools.visit();
  await tab.settle();
  await tab.choose();
  await tab.unfold();
  const seen = await tab.page.evaluate(readTables);
  await tab.openPolicy();
  return { tab, ...seen, sections: await tab.page.evaluate(readSections) };
}

const RULES = {
  "CK, LS and PX: each technique that the text names leads to the section that says so, and no other is shown": (seen, text) => {
    for (const [place, [name, , words, texts]] of TECHNIQUES.entries()) {
      const row = technique(seen, place);
      assert.equal(!!row, texts.split(" ").includes(text), name);
      const inside = (row?.links ?? []).filter(({ href }) => href.startsWith("#"));
      if (row) assert.ok(inside.some(({ href }) => words.test(seen.sections[href.slice(1)])), `${name}: ${JSON.stringify(inside)}`);
      for (const { words, href } of inside) assert.ok(seen.sections[href.slice(1)].trim().startsWith(words.replace(/…$/, "")), words);
    }
  },
  "CK-05: the help page that the text names is a link that nothing fetches before a click": (seen, text) => {
    const out = seen.techniques.flatMap(({ links }) => links).filter(({ href }) => !href.startsWith("#"));
    const address = { mii: "https://AboutCookies.org", cainiao: "https://www.aboutCookies.org" }[text];
    const expected = address ? [{ href: address, rel: "noopener noreferrer", target: "_blank" }] : [];
    assert.deepEqual(out.map(({ href, rel, target }) => ({ href, rel, target })), expected);
    assert.deepEqual(seen.elsewhere, [], "no request left the site");
  },
  "CK-09 and CK-16: what the widget keeps stands among what is needed, with its reason and no switch": (seen) => {
    assert.deepEqual(seen.own.rows.slice(1).map(([name]) => name), ["cs", "cs_kept", "cs", "cs.locale", "cs.asked.*", "cs.*", "countersign"]);
    assert.ok(seen.own.rows.every((row) => row.length === 3 && row.every(Boolean)));
    assert.deepEqual([seen.own.switches, seen.own.group], [0, "core"]);
    assert.ok(seen.own.words.length > 20);
  },
  "DN-02 and DN-03: Do Not Track is respected where the text says so, and not stated where it is silent": (seen, text) => {
    const rows = seen.techniques.filter(({ name }) => name.startsWith("Do Not Track"));
    assert.equal(rows.length, 1);
    const [{ verdict, missing, links }] = rows;
    if (["mii", "ciie"].includes(text)) {
      assert.deepEqual([verdict, missing], ["respected", false]);
      assert.match(seen.sections[links[0].href.slice(1)], /Do Not Track[^]*respect your choice/);
      assert.match(seen.sections[links[0].href.slice(1)], /standards?|organi[sz]ation/i);
    } else assert.deepEqual([verdict, missing, links], [undefined, true, []]);
  },
};

test("real policy texts are at hand for what they say about tracking", { skip: SKIP }, () => assert.equal(TEXTS.length, 6));

for (const file of TEXTS) {
  test(`${file}: what it says about tracking`, async (t) => {
    const seen = await visited(file);
    const names = await seen.tab.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin).filter((origin) => origin !== location.origin));
    seen.elsewhere = names;
    for (const [name, rule] of Object.entries(RULES)) await t.test(`${file}: ${name}`, () => rule(seen, short(file)));
    for (const [name, cases] of Object.entries(WORDS)) {
      for (const [, place, words] of cases.filter(([text]) => text === short(file))) {
        await t.test(`${file}: ${name}`, () => {
          const all = technique(seen, place).links.filter(({ href }) => href.startsWith("#")).map(({ href }) => seen.sections[href.slice(1)]);
          assert.match(all.join(" "), words);
        });
      }
    }
    assert.deepEqual([seen.tab.faults, seen.tab.said], [[], []]);
    await seen.tab.visitor.leave();
  });
}

/** Opens layer 2 of the demo in a language and answers what it shows. */
async function demo(lang, more = {}) {
  const tab = await tools.visit("/", { lang, ...more });
  await tab.choose();
  await tab.unfold();
  return { tab, ...(await tab.page.evaluate(readTables)) };
}

test("the demo's tables name every cookie and key that its third parties leave, with kind, life and vendor, in four languages", async () => {
  await tools.fresh();
  const counts = [];
  for (const lang of LANGUAGES) {
    const { tab, purposes, services, techniques } = await demo(lang);
    const rows = Object.values(purposes).flatMap((table) => table.slice(1));
    assert.deepEqual(rows.map(([name]) => name).sort(), ["_al_uid", "_mk_id", "_mk_seen", "layang_lang", "pk_view", "sb_session"]);
    assert.ok(rows.every((row) => row.length === 4 && row.every(Boolean)), JSON.stringify(rows));
    assert.equal(services.length, 5, "four services under one head");
    counts.push(techniques.map(({ links, missing }) => [links.length, missing]));
    assert.ok(techniques.every(({ missing }) => !missing), JSON.stringify(techniques));
    if (lang === "en") {
      assert.deepEqual(purposes["Measuring use"], [["Name", "Kind", "Kept", "Set by"], ["_mk_id", "cookie", "13 months", "Metrik Analytics"], ["_mk_seen", "local storage", "until you delete it", "Metrik Analytics"]]);
      assert.equal(techniques.at(-1).verdict, "respected");
      // What was declared is what is really left: nothing is missing from the tables.
      await tab.acceptAll();
      const found = await until("every name is left", () => tab.thirdPartyNames(), (names) => names.length >= 4);
      for (const name of found) assert.ok(rows.some(([declared]) => declared === name), name);
    }
    await tab.visitor.leave();
  }
  for (const count of counts) assert.deepEqual(count.length, counts[0].length, "all languages say the same techniques");
});

test("CK-10, CK-11 and CK-12: convenience, advertising and analysis are classes of their own, off until switched on", async () => {
  await tools.fresh();
  const { tab } = await demo("en");
  const switches = await tab.page.locator("#countersign-dialog input[name=purpose]").evaluateAll((inputs) => inputs.map(({ value, checked }) => [value, checked]));
  assert.deepEqual(switches, [["do_not_track", false], ["analytics", false], ["marketing", false], ["chat", false], ["maps", false]]);
  await tab.visitor.leave();
});

test("CK-15: whoever deletes the cookies is asked again, and nothing is assumed", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  await tab.acceptAll();
  await openedAll(made);
  await tab.lose();
  await made.forget();
  await tab.open("/");
  await tab.banner.waitFor({ state: "visible" });
  await tab.settle();
  assert.deepEqual([(await tab.state()).open, await made.log()], [[], []]);
});

test("CK-16: the widget's own cookie holds no identifier: two visitors who choose alike have the same one", async () => {
  await tools.fresh();
  const values = [];
  for (let visit = 0; visit < 2; visit++) {
    const tab = await tools.visit();
    await tab.refuseAll();
    values.push(await tab.visitor.cookie());
    await tab.visitor.leave();
  }
  assert.equal(values[0], values[1]);
  assert.ok(values[0].length < 200);
});

test("LS-05: before a choice and after a refusal nothing of ours asks a server whether a stored copy is still good", async () => {
  const made = await tools.fresh({ front: true });
  const tab = await tools.visit();
  const marked = [];
  // At the server, because a driver may hear of a request before the browser has put its question into it.
  made.front.on("request", ({ url, headers }) => {
    if (url.startsWith("/countersign/") && (headers["if-none-match"] || headers["if-modified-since"])) marked.push(url);
  });
  const open = async () => {
    await tab.choose();
    await tab.control("policy").click();
    await tab.page.locator("#countersign-dialog [data-cs-text]").waitFor();
    await tab.close();
  };
  await open();
  for (const path of PAGES) await tab.open(path);
  await tab.open("/");
  await open();
  await tab.refuseAll();
  for (const path of PAGES) await tab.open(path);
  await tab.settle();
  const [loader, others] = [marked.filter((url) => url.endsWith("/countersign/countersign.js")), marked.filter((url) => !url.endsWith("/countersign/countersign.js"))];
  assert.ok(loader.length, "the browser's own question about the loader is seen, so others would be");
  assert.deepEqual(others, [], "names carry digests, so that nothing is asked again");
});

test("PX-11: over a whole session the widget speaks to its own origin alone", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  const asked = [];
  tab.visitor.context.on("request", (request) => asked.push(new URL(request.url()).origin));
  await tab.choose();
  await tab.openPolicy();
  await tab.close();
  await tab.refuseAll();
  await made.receipts(1);
  await tab.reload();
  await tab.settle();
  assert.deepEqual([...new Set(asked)], [made.origin]);
});

test("PX-08 and PX-09: no pixel and no beacon before a choice, and none while their switch is off", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit();
  const sent = [];
  // WebKit does not tell a beacon from the chat's own call, which may go.
  const isOne = (request) => ["image", "ping"].includes(request.resourceType()) && !request.url().endsWith("/sembang/hello");
  tab.visitor.context.on("request", (request) => isOne(request) && new URL(request.url()).origin === made.standIns.origin && sent.push(request.url()));
  for (const path of PAGES) {
    await tab.open(path);
    await tab.settle();
  }
  assert.deepEqual(sent, []);
  await tab.open("/");
  await tab.choose();
  await tab.save(["chat", "maps"]);
  for (const path of PAGES) {
    await tab.open(path);
    await tab.settle();
  }
  assert.deepEqual(sent, []);
});
