/**
 * Under the strictest policy that a build makes (`default-src 'none'`, nonces, Trusted Types): a whole session without one violation by
 * the product's code, and trackers that stand in the page as plain markup never reach their servers.
 *
 * Enters: the demo's pages with `nonce="{nonce}"` in their own scripts, served by the receiver with `--fence strict`.
 * Leaves: every violation that the browser reports, by `securitypolicyviolation` and by ReportingObserver.
 */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ENGINE, except } from "./engines.mjs";
import { courier, openedAll, PAGES, PURPOSES, REQUESTS, until } from "./harness.mjs";

/** Marks the scripts that are the site's own. Gated ones need no nonce: the loader, which has one, makes them anew. */
const markup = (text) => text.replaceAll(/<script(?! type="text\/plain")(?=[^>]* src="(?!http))/g, '<script nonce="{nonce}"');
/** A site with parent domains, all of them this machine; not the site's own name, which the receiver takes for HTTPS. */
const SITE = "shop.www.layang.test";
const tools = courier({ fence: "strict", markup, launch: { args: ["--no-sandbox", `--host-resolver-rules=MAP *.layang.test 127.0.0.1`] } });

/** The strict page of the demo has a policy of its own without WebAssembly, and the page of evidence asks the stand-ins what they saw. */
const OURS = PAGES.filter((path) => !["/strict.html", "/happened.html"].includes(path));
const requests = (open) => open.flatMap((id) => REQUESTS[id]).sort();

/** A visitor whose violations are written down, in all tabs and on all pages. */
async function watched(options) {
  const visitor = await tools.visitor(options);
  visitor.violations = [];
  await visitor.context.exposeFunction("__violated", (violation) => visitor.violations.push(violation));
  await visitor.context.addInitScript(() => {
    const told = (by) => ({ effectiveDirective, blockedURI, blockedURL, sourceFile, sample }) =>
      window.__violated({ by, directive: effectiveDirective, blocked: blockedURI ?? blockedURL, source: sourceFile ?? "", sample });
    document.addEventListener("securitypolicyviolation", told("event"));
    new ReportingObserver((reports) => reports.forEach(({ body }) => told("observer")(body)), { types: ["csp-violation"], buffered: true }).observe();
  });
  return visitor;
}

/** The directives and addresses of all violations so far, each once, sorted; empties the list. */
async function violations(tab) {
  await tab.settle();
  const { origin } = tab.courier.standIns;
  const lines = tab.visitor.violations.map(({ directive, blocked }) => `${directive} ${String(blocked).replace(origin, "").split("?")[0]}`);
  tab.visitor.violations.length = 0;
  return [...new Set(lines)].sort();
}

/** The pages with automatic mode. */
const automatic = (text) => markup(text).replaceAll('src="/countersign/countersign.js"', 'src="/countersign/countersign.auto.js" data-cs-auto="all"');

for (const [mode, pages] of Object.entries({ "by hand": markup, "in automatic mode": automatic })) {
  test(`${mode}: a session in which nothing opens breaks no rule of the strict policy`, () => session(pages));
}

async function session(pages) {
  const made = await tools.fresh({ markup: pages });
  const visitor = await watched();
  const tab = await visitor.tab("/");
  const answer = await fetch(`${made.origin}/`);
  const policy = answer.headers.get("content-security-policy");
  for (const part of ["default-src 'none'", "'strict-dynamic'", "require-trusted-types-for 'script'", "trusted-types countersign"]) assert.ok(policy.includes(part), policy);
  await tab.banner.waitFor({ state: "visible" });
  assert.equal(await tab.page.locator("script[data-cs-auto]").count(), pages === automatic ? 1 : 0);
  await tab.control("locale").click();
  await until("the banner changed its language", () => tab.page.locator("#countersign").getAttribute("lang"), (lang) => lang === "zh-Hans");
  await tab.choose();
  await tab.openPolicy();
  await tab.back();
  await tab.openReceipts();
  await tab.back();
  await tab.control("permissions").click();
  await tab.page.locator("#countersign-dialog [part=permission]").first().waitFor();
  await tab.close();
  const asked = tab.page.evaluate(() => window.countersign.request("contacts").then(({ answer }) => answer));
  await tab.control("no").click();
  assert.equal(await asked, "refused");
  await tab.choose();
  await tab.close();
  await Promise.all([tab.page.waitForEvent("load"), tab.page.locator("#language").selectOption("ms")]);
  await tab.refuseAll();
  await made.receipts(2);
  for (const path of OURS) {
    await tab.open(path);
    await tab.button.waitFor({ state: "visible" });
    await tab.settle();
  }
  await tab.choose();
  await tab.openPolicy();
  await tab.back();
  await tab.close();
  assert.deepEqual(await violations(tab), []);
  assert.deepEqual([tab.faults, tab.said, await made.log()], [[], [], []]);
}

test("what a choice opens breaks no rule from the next page on, and a withdrawal closes it", async () => {
  const made = await tools.fresh();
  const visitor = await watched();
  const tab = await visitor.tab("/");
  await tab.acceptAll();
  // This page came with the policy of "nothing open", which holds until it is left: what opens is held by the fence once more.
  const held = [];
  await until("the chat is held", async () => held.push(...(await violations(tab))) && held, (list) => list.includes("script-src-elem /sembang/chat.js"));
  assert.deepEqual(held.filter((line) => !/^(img|script|frame|style)-src(-elem)? (\/|$)/.test(line)), []);
  assert.deepEqual(await made.log(), []);
  // Left first: what a page reports comes a little later.
  await tab.open("/countersign/verify/");
  await violations(tab);
  tab.faults.length = tab.said.length = 0;
  await made.forget();
  for (const path of OURS) {
    await tab.open(path);
    await tab.button.waitFor({ state: "visible" });
    await openedAll(made);
    await made.forget();
  }
  await tab.openReceipts();
  await tab.back();
  await tab.close();
  assert.deepEqual(await violations(tab), []);
  await tab.choose();
  await tab.save(["chat", "maps"]);
  assert.deepEqual(await violations(tab), []);
  await tab.withdraw();
  await made.receipts(3);
  await made.forget();
  for (const path of OURS) {
    await tab.open(path);
    await tab.button.waitFor({ state: "visible" });
    await tab.settle();
  }
  assert.deepEqual(await violations(tab), []);
  // A page that is left while a module is on its way: WebKit tells it that the module failed, and the next page asks again.
  const said = tab.said.filter((line) => ENGINE !== "webkit" || !/^CS-WIDGET TypeError: Importing a module script failed/.test(line));
  assert.deepEqual([tab.faults, said, await made.log()], [[], [], []]);
});

test("layer 2 and the fallback of a browser without wasm break no rule either", async () => {
  const made = await tools.fresh();
  const visitor = await watched({ init: () => delete window.WebAssembly });
  const tab = await visitor.tab("/track.html");
  await tab.choose();
  await tab.save([]);
  await tab.open("/ship.html");
  await tab.choose();
  await tab.refuseAll();
  await made.receipts(2);
  assert.deepEqual(await violations(tab), []);
  assert.deepEqual([tab.faults, tab.said, await made.log()], [[], [], []]);
});

/** Trackers as plain markup, each with a mark of its own. `HOST` is the server that counts. */
const TRACKERS = `
<script src="HOST/adlayar/ads.js?script"></script>
<script type="module" src="HOST/adlayar/ads.js?module"></script>
<script>new Image().src = "HOST/adlayar/pixel.gif?inline"; fetch("HOST/metrik/collect?inline", { method: "POST" });</script>
<script type="module">import "HOST/adlayar/ads.js?import";</script>
<img src="HOST/adlayar/pixel.gif?img" srcset="HOST/adlayar/pixel.gif?srcset 2x" alt="">
<img src="data:," alt="" onerror="new Image().src = 'HOST/adlayar/pixel.gif?handler'">
<picture><source srcset="HOST/adlayar/pixel.gif?picture"><img src="HOST/adlayar/pixel.gif?picture" alt=""></picture>
<input type="image" src="HOST/adlayar/pixel.gif?input" alt="">
<iframe src="HOST/petaku/map.html?iframe"></iframe>
<iframe src="javascript:fetch('HOST/metrik/collect?javascript')"></iframe>
<iframe srcdoc="<img src='HOST/adlayar/pixel.gif?srcdoc'><script>fetch('HOST/metrik/collect?srcdoc')</script>"></iframe>
<object data="HOST/petaku/map.html?object"></object>
<embed src="HOST/petaku/map.html?embed">
<video src="HOST/adlayar/pixel.gif?video" poster="HOST/adlayar/pixel.gif?poster" autoplay></video>
<audio src="HOST/adlayar/pixel.gif?audio" autoplay></audio>
<link rel="stylesheet" href="HOST/petaku/map.css?link">
<link rel="preload" as="image" href="HOST/adlayar/pixel.gif?preload">
<link rel="prefetch" href="HOST/adlayar/pixel.gif?prefetch">
<link rel="modulepreload" href="HOST/adlayar/ads.js?modulepreload">
<link rel="icon" href="HOST/adlayar/pixel.gif?icon">
<link rel="manifest" href="HOST/adlayar/pixel.gif?manifest">
<style>@import "HOST/petaku/map.css?style"; body { background: url("HOST/adlayar/pixel.gif?style") }</style>
<p style="background: url('HOST/adlayar/pixel.gif?attribute')">A paragraph</p>
<svg><image href="HOST/adlayar/pixel.gif?svg" width="1" height="1"/><use href="HOST/adlayar/pixel.gif?use#a"/></svg>
<base href="HOST/base/">
`;

for (const fence of ["strict", "lists"]) {
  test(`${fence}: trackers in the page's markup never reach their servers before a choice`, async () => {
    const made = await tools.fresh({ fence });
    const { origin } = made.standIns;
    const [head, ...rest] = markup('<!doctype html><title>Tracked</title><script src="/countersign/countersign.js"></script><body>|').split("|");
    writeFileSync(join(made.site, "tracked.html"), [head, TRACKERS.replaceAll("HOST", origin), ...rest].join(""));
    const asked = async () => (await (await fetch(`${origin}/__log`)).json()).map(({ path }) => path);
    const tab = await (await watched()).tab("/tracked.html");
    await tab.banner.waitFor({ state: "visible" });
    await tab.settle();
    assert.deepEqual(await asked(), []);
    assert.ok((await violations(tab)).length > 8, "the browser says what it held back");
    await tab.refuseAll();
    await tab.reload();
    await tab.settle();
    assert.deepEqual(await asked(), []);
    await tab.choose();
    await tab.save(PURPOSES);
    await tab.open("/tracked.html");
    await until("what the visitor opened is let through", asked, (paths) => paths.includes("/adlayar/pixel.gif?img"));
    await tab.settle();
    // Inline code and addresses that are code never run; a script in the markup runs by its host, or under the strict policy not at all.
    // For WebKit the strict policy goes by hosts as well (gate.md, "The fence").
    const never = fence === "strict" && ENGINE !== "webkit" ? /\.js|inline|handler|javascript|base/ : /inline|handler|javascript|base/;
    assert.deepEqual((await asked()).filter((path) => never.test(path) && !path.includes("modulepreload")), []);
  });
}

test("cookies that scripts cannot reach are gone after the next page, on host, parent domains and paths; others stay", except({ webkit: "its driver tells of a cookie only to the page that is sent it" }), async () => {
  const made = await tools.fresh({ fence: undefined });
  const tab = await (await tools.visitor()).tab("/");
  // The same receiver under a name that has parents.
  made.origin = made.origin.replace("127.0.0.1", SITE);
  await tab.open("/");
  await tab.acceptAll();
  await tab.open("/track.html");
  const { context } = tab.visitor;
  const set = (name, domain, path = "/") => context.addCookies([{ name, value: "1", domain, path, httpOnly: true, sameSite: "Lax" }]);
  for (const domain of [SITE, `.${SITE}`, ".www.layang.test", ".layang.test"]) await set("_mk_id", domain);
  await set("_mk_id", SITE, "/countersign");
  await set("_mk_id", ".layang.test", "/countersign/policy/");
  await set("_mk_id", SITE, "/countersign/policy/1.0/en.html");
  await set("_mk_elsewhere", SITE, "/only/there/");
  await set("_al_uid", ".layang.test");
  await set("session", ".layang.test");
  await set("mk_id", SITE);
  const left = async () => (await context.cookies()).filter(({ name, httpOnly }) => httpOnly && name !== "cs_kept").map(({ name, domain, path }) => `${name} ${domain}${path}`).sort();
  const before = await left();
  assert.equal(before.length, 11);
  await tab.open("/track.html");
  assert.deepEqual(await left(), before, "what is open keeps its cookies");
  await tab.choose();
  await tab.save(["marketing"]);
  assert.deepEqual(await left(), before, "a script sees none of them");
  await tab.open("/countersign/policy/1.0/en.html");
  // A path that the browser does not send with a page is not known there.
  const stay = ["_al_uid .layang.test/", "_mk_elsewhere shop.www.layang.test/only/there/", "mk_id shop.www.layang.test/", "session .layang.test/"];
  assert.deepEqual(await left(), stay);
  await tab.open("/");
  await tab.withdraw();
  await tab.open("/track.html");
  assert.deepEqual(await left(), stay.slice(1));
});

test("the server sets a choice once, for as long as it holds, and never brings an older one back", async () => {
  const made = await tools.fresh({ fence: undefined });
  const tab = await tools.visit();
  const { context } = tab.visitor;
  const cookies = async () => (await context.cookies()).filter(({ name }) => name.startsWith("cs"));
  await tab.choose();
  await tab.save(["maps"]);
  const value = await tab.visitor.cookie();
  assert.deepEqual((await cookies()).map(({ name }) => name), ["cs"]);
  await tab.open("/track.html");
  const [cs, kept] = await cookies();
  assert.deepEqual([cs.value, cs.httpOnly, kept.value, kept.httpOnly], [value, false, value, true]);
  const days = (cs.expires - Date.now() / 1000) / 86_400;
  assert.ok(days > 178 && days <= 180, `${days} days`);
  const answers = [];
  tab.page.on("response", (response) => answers.push(response.headersArray()));
  await tab.open("/ship.html");
  const set = (await Promise.all(answers)).flat().filter(({ name }) => name.toLowerCase() === "set-cookie");
  assert.deepEqual(set.filter(({ value: line }) => line.startsWith("cs")), []);
  await made.receipts(1);
  // As Safari does after seven days without a visit: cookies of scripts and web storage go.
  await tab.withdraw();
  await tab.lose({ name: "cs" });
  await tab.open("/track.html");
  await tab.banner.waitFor({ state: "visible" });
  assert.deepEqual((await tab.state()).open, []);
});
