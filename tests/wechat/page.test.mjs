/**
 * Pages in the web-view of a mini program or an app: what was chosen there is not asked again, the stricter word wins, and what is chosen
 * here is told there. WeChat's own library speaks to a bridge of ours in Chromium with the user agents of its clients; codes come from the
 * real receiver. What a browser cannot show of WeChat: business domains, and when it clears stores.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import test, { after } from "node:test";
import { courier, program, PURPOSES, ROOT, TARGET, until } from "../browser/harness.mjs";

const AGENTS = {
  "Android (XWeb)":
    "Mozilla/5.0 (Linux; Android 14; 2201123C Build/UKQ1; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/134.0.6998.136 Mobile Safari/537.36 XWEB/1340129 MMWEBSDK/20250201 MMWEBID/99 MicroMessenger/8.0.58.2841(0x28003A3F) WeChat/arm64 Weixin NetType/WIFI Language/en ABI/arm64 MiniProgramEnv/android",
  // A client whose user agent does not say it: the flag that comes with its bridge does.
  "iOS, an old client": "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/7.0.2(0x17000222) NetType/WIFI Language/en",
  Windows:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Windows WindowsWechat/WMPF WindowsWechat(0x63090c33) XWEB/13487",
};
const [ANDROID, OLD_IOS] = Object.values(AGENTS);
const ALIPAY = "Mozilla/5.0 (Linux; U; Android 13; zh-CN) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/105.0.5195.148 UWS/5.1 Mobile Safari/537.36 UCBS/5.1 NebulaSDK/1.8 AliApp(AP/10.6.80.8000) AlipayClient/10.6.80.8000 Language/en MiniProgram APXWebView";
const KEY = "a-key-of-the-mini-programs-server";
const PAGE = "/pages/consent/index";

// The demo's site, with [wechat].
mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const folder = mkdtempSync(join(TARGET, "scenarios/wechat-"));
after(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ["site.toml", "policy"]) cpSync(join(ROOT, "www/demo", name), join(folder, name), { recursive: true });
appendFileSync(join(folder, "site.toml"), `\n[wechat]\nhandover = "/v1/handover"\npage = "${PAGE}"\n`);
const dist = join(folder, "dist");
execFileSync(program("countersign"), ["build", join(folder, "site.toml"), "-o", dist, "--assets", join(TARGET, "web")], { stdio: ["ignore", "ignore", "inherit"] });
const { locales } = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
const NOTICE = locales.find(({ tag }) => tag === "en").notice;

const tools = courier({
  dist,
  front: true,
  markup: (page) => page.replace("</body>", '<script src="/jweixin.js"></script></body>'),
  config: ({ origin }) => `[[site]]\nid = "layang-express"\norigins = ["${origin}"]\napi_keys = ["${createHash("sha256").update(KEY).digest("base64url")}"]\n`,
});

/** WeChat's library as a bundler hands it to a page. */
const jweixin = `{ const module = {}; ${readFileSync(join(ROOT, "node_modules/weixin-js-sdk/index.js"), "utf8")}\n; window.wx = module.exports; }`;

/** The bridge that WeChat puts into a page, early or late, and a look at each frame: whether a question was seen. */
const bridge = () => {
  window.calls = [];
  const ready = () => {
    window.__wxjs_environment = "miniprogram";
    window.WeixinJSBridge = {
      invoke(name, { name: api, arg }, done) {
        if (name === "invokeMiniProgramAPI") window.calls.push([api, arg]);
        done?.({ err_msg: `${name}:ok` });
      },
      on() {},
    };
    document.dispatchEvent(new Event("WeixinJSBridgeReady"));
  };
  if (/miniprogram/i.test(navigator.userAgent)) ready();
  else addEventListener("DOMContentLoaded", ready);
};
const watch = () => {
  const real = window.setTimeout;
  // A busy machine answers late: the banner waits for a code, the way back for receipts, and whatever else is asked for, as long as it takes.
  window.setTimeout = (task, ms, ...rest) => real(task, { 100: 1_000, 2_000: 60_000, 4_000: 60_000, 8_000: 60_000 }[ms] ?? ms, ...rest);
  const look = () => {
    const banner = document.getElementById("countersign");
    const { visibility, opacity } = banner ? getComputedStyle(banner) : {};
    // A banner that is about to go is there for a frame, and not to be seen.
    if (visibility === "visible" && opacity !== "0") window.asked = true;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

/** A visitor in a mini program, or in whatever else. */
async function person(userAgent, init = bridge) {
  const visitor = await tools.visitor({ userAgent, init });
  await visitor.context.addInitScript(watch);
  await visitor.context.route("**/jweixin.js", (route) => route.fulfill({ contentType: "text/javascript", body: jweixin }));
  return visitor;
}

async function post(path, body, headers = {}) {
  const answer = await fetch(tools.courier.origin + path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
  return { status: answer.status, ...(await answer.json()) };
}

const said = (granted, refused) => Object.fromEntries([...granted.map((id) => [id, "granted"]), ...refused.map((id) => [id, "refused"])]);

/** A code of the mini program's server; without the key, of anybody. */
async function code(granted, refused, { key = KEY, shown = NOTICE } = {}) {
  const made = await post("/v1/handover", { site: "layang-express", purposes: said(granted, refused), notice: shown }, key && { authorization: `Bearer ${key}` });
  assert.equal(made.status, 200, JSON.stringify(made));
  return made.code;
}

const redeem = (code) => post("/v1/handover/redeem", { site: "layang-express", code });
const open = async (tab) => (await tab.state()).open;
const posted = (tab) => tab.page.evaluate(() => window.calls.filter(([name]) => name === "postMessage").map(([, message]) => message));
const gone = (tab) => tab.page.evaluate(() => window.calls.filter(([name]) => name !== "postMessage"));
const asked = (tab) => tab.page.evaluate(() => window.asked === true);

/** Waits until a code has been answered for, and the page has done with it. */
async function brings(tab, act, status = 200) {
  const answer = tab.page.waitForResponse((response) => response.url().endsWith("/v1/handover/redeem"));
  await act();
  assert.equal((await answer).status(), status);
  await tab.settle();
}

/** How many receipts of a browser were looked at, by the name that it has in them. */
const known = new Map();

/** The claims of so many more receipts of this browser than before; other visitors' stand beside them in the ledger. */
async function received(tab, more) {
  const head = await until("a receipt is made", () => tab.page.evaluate(() => localStorage["cs.head"]));
  const { sub } = JSON.parse(head);
  const wanted = (known.get(sub) ?? 0) + more;
  known.set(sub, wanted);
  const own = async () => {
    const entries = await tools.courier.ledger();
    const receipts = await Promise.all(entries.map(({ rid }) => tools.courier.json(`/v1/receipts/${rid}`)));
    return receipts.map(({ receipt }) => JSON.parse(Buffer.from(receipt.split(".")[1], "base64url"))).filter((claims) => claims.sub === sub);
  };
  return (await until(`${wanted} receipts of this browser`, own, (all) => all.length === wanted)).slice(-more);
}

/** Three visits run at once: each is another browser, and mostly waits. */
const stories = [];
const story = (name, run) => stories.push([name, run]);

for (const [client, userAgent] of Object.entries(AGENTS)) {
  story(`${client}: what the mini program asked is not asked again, and what is chosen here is told there`, async () => {
    const visitor = await person(userAgent);
    const tab = await visitor.tab("/happened.html");
    await until("without a code the page asks", () => asked(tab));
    await brings(tab, () => tab.open(`/?q=1#cs=${"A".repeat(32)}`), 404);
    await tab.banner.waitFor();
    assert.deepEqual(await open(tab), [], "a forged code opens nothing");

    const [first, second] = [await code(["analytics", "maps"], ["marketing", "chat"]), await code(["analytics"], ["marketing", "chat", "maps"])];
    await brings(tab, () => tab.open(`/track.html?cs=${first}&q=1#stay`));
    await until("the hand-over opens", () => open(tab), (list) => list.join() === "analytics,maps");
    assert.equal(await asked(tab), false, "nobody was asked, not for a frame");
    assert.equal(await tab.page.evaluate(() => location.search + location.hash), "?q=1#stay", "the code is out of the address, and nothing else");
    const [claims] = await received(tab, 1);
    assert.deepEqual([claims.kind, claims.how, claims.ntc.layer], ["choice", { control: "handover", input: "none", trusted: false }, 0]);
    assert.deepEqual(claims.p.map(({ id, st }) => `${id} ${st}`), ["analytics given", "marketing refused", "chat refused", "maps given"]);
    const [message, ...rest] = await until("it is told", () => posted(tab), ([one]) => one);
    assert.deepEqual([rest, message.countersign, message.site, message.notice], [[], 1, "layang-express", NOTICE]);
    assert.deepEqual(message.purposes, said(["analytics", "maps"], ["marketing", "chat"]));

    // The same code again is none, and needs none: what holds is known.
    await brings(tab, () => tab.open(`/#cs=${first}`), 404);
    assert.deepEqual([await asked(tab), await open(tab)], [false, ["analytics", "maps"]]);
    // Without a reload, by the fragment alone: refused there closes here, granted there opens nothing that was refused here.
    await brings(tab, () => tab.page.evaluate((code) => void (location.hash = `cs=${code}`), second));
    await until("the stricter word wins", () => open(tab), (list) => list.join() === "analytics");
    const [closed] = await received(tab, 1);
    assert.deepEqual([closed.kind, closed.how.control, closed.p.map(({ id, st }) => `${id} ${st}`)], ["withdrawal", "handover", ["maps withdrawn"]]);
    await brings(tab, async () => tab.page.evaluate((code) => void (location.hash = `cs=${code}`), await code(PURPOSES, [])));
    assert.deepEqual(await open(tab), ["analytics"], "what was refused here stays refused");
    assert.deepEqual([await gone(tab), await tab.page.evaluate(() => location.hash)], [[], ""], "nobody asked for an answer");
    await visitor.leave();
  });
}

story("a mini program that asks for an answer gets one by its page, with a code that can only refuse", async () => {
  const visitor = await person(ANDROID);
  const tab = await visitor.tab("/?cs-rid=Ask-1");
  await until("the page asks", () => asked(tab));
  assert.equal(await tab.page.evaluate(() => location.search), "");
  await tab.choose();
  await tab.save(["chat"]);
  const [[name, { url }]] = await until("the mini program's page is asked for", () => gone(tab), ([one]) => one);
  const [, answer, rid] = /^\/pages\/consent\/index\?cs=([\w-]{32})&cs-rid=([\w-]+)$/.exec(url) ?? [];
  assert.deepEqual([name, rid], ["navigateTo", "Ask-1"], url);
  const refused = await redeem(answer);
  assert.deepEqual([refused.by, refused.purposes, refused.notice], ["anyone", said([], ["analytics", "marketing", "maps"]), NOTICE]);
  const messages = await posted(tab);
  assert.deepEqual(messages.map(({ rid, code }) => [rid, code]), [[undefined, undefined], ["Ask-1", answer]]);
  assert.deepEqual(messages[1].purposes, said(["chat"], ["analytics", "marketing", "maps"]));
  await received(tab, 1);
  // A later choice is told, and leads nowhere.
  await tab.withdraw();
  await until("it is told", () => posted(tab), (all) => all.length === 3);
  assert.equal((await gone(tab)).length, 1);
  await received(tab, 1);
  await visitor.leave();
});

story("what a hand-over leaves open is asked until somebody answers, and its receipt names nothing else", async () => {
  const visitor = await person(OLD_IOS);
  const tab = await visitor.tab(`/#cs=${await code([], ["marketing"], { key: "" })}`);
  await until("the hand-over is carried out", () => visitor.cookie());
  await tab.banner.waitFor();
  const [claims] = await received(tab, 1);
  assert.deepEqual(claims.p.map(({ id, st, ret }) => [id, st, typeof ret]), [["marketing", "refused", "string"]]);
  await tab.reload();
  await tab.banner.waitFor();
  const [message] = await until("what is known is told", () => posted(tab), ([one]) => one);
  assert.deepEqual(message.purposes, said([], ["marketing"]), "what is undecided is absent");
  await brings(tab, async () => tab.page.evaluate((code) => void (location.hash = `cs=${code}`), await code(["analytics", "marketing"], [])));
  await until("granted there and undecided here", () => open(tab), (list) => list.join() === "analytics");
  await tab.banner.waitFor();
  const [taken] = await received(tab, 1);
  assert.deepEqual(taken.p.map(({ id, st }) => `${id} ${st}`), ["analytics given"]);
  await tab.refuseAll();
  await received(tab, 1);
  await tab.reload();
  await tab.button.waitFor();
  assert.deepEqual([await asked(tab), await open(tab)], [false, []]);
  await visitor.leave();
});

story("no link, no other notice, no other browser and no wiped store grants anything", async () => {
  const everything = (more) => code(PURPOSES, [], more);
  const refusal = await post("/v1/handover", { site: "layang-express", purposes: said(PURPOSES, []), notice: NOTICE });
  assert.deepEqual([refusal.status, refusal.type], [401, "urn:countersign:problem:unknown-key"], "without the key nobody makes such a code");

  const visitor = await person(ANDROID);
  const tab = await visitor.tab(`/#cs=${await everything({ shown: "A".repeat(43) })}`);
  await tab.banner.waitFor();
  assert.deepEqual([await open(tab), await visitor.cookie()], [[], undefined], "another text was agreed to");

  // An ordinary browser leaves the address alone, and the code to whom it was made for.
  const plain = await person(undefined, () => {});
  const kept = await everything();
  const elsewhere = await plain.tab(`/#cs=${kept}`);
  await elsewhere.banner.waitFor();
  await elsewhere.settle();
  assert.deepEqual([await open(elsewhere), await elsewhere.page.evaluate(() => location.hash)], [[], `#cs=${kept}`]);
  await plain.leave();

  await brings(tab, () => tab.open(`/track.html#cs=${kept}`));
  await until("what the server vouched for opens", () => open(tab), (list) => list.length === PURPOSES.length);
  const [before] = await received(tab, 1);
  await tab.lose();
  await tab.page.evaluate(() => new Promise((done) => Object.assign(indexedDB.deleteDatabase("countersign"), { onsuccess: done, onblocked: done })));
  await brings(tab, () => tab.open(`/ship.html#cs=${kept}`), 404);
  await tab.banner.waitFor();
  assert.deepEqual([await open(tab), await visitor.cookie()], [[], undefined], "a new device, whatever the old one chose");
  await tab.refuseAll();
  const [anew] = await received(tab, 1);
  assert.notEqual(anew.sub, before.sub);
  assert.deepEqual(anew.p.map(({ st }) => st), PURPOSES.map(() => "refused"));
  await visitor.leave();

  // A code that nobody answers for keeps the banner for two seconds, and nothing else.
  const waiting = await tools.visitor({ userAgent: ANDROID, init: bridge });
  let release;
  await waiting.context.route("**/v1/handover/redeem", (route) => new Promise((done) => (release = done)).then(() => route.abort()));
  const silent = await waiting.tab(`/#cs=${"A".repeat(32)}`);
  await silent.refuseAll();
  assert.match(await waiting.cookie(), /u\.$/);
  release();
  await waiting.leave();
});

story("an app has two functions; Alipay's library serves like WeChat's", async () => {
  const app = await person(undefined, () => {
    window.told = [];
    window.CountersignHost = { postMessage: (json) => window.told.push(JSON.parse(json)) };
    (window.countersign = window.countersign || []).push(["handover", { marketing: "refused", chat: "refused", analytics: "granted" }]);
  });
  const tab = await app.tab("/");
  await until("the app's refusals are carried out", () => app.cookie());
  await tab.banner.waitFor();
  assert.deepEqual([await open(tab), tab.said.filter((line) => line.startsWith("CS-UNTRUSTED")).length], [[], 1], "a script grants nothing");
  const grants = await code(["analytics", "marketing", "maps"], []);
  await brings(tab, () => tab.page.evaluate((code) => window.countersign.push(["handover", code]), grants));
  await until("the server's code does", () => open(tab), (list) => list.join() === "analytics,maps");
  const told = await until("the app is told", () => tab.page.evaluate(() => window.told), (all) => all.length === 2);
  assert.deepEqual(told.map(({ purposes }) => purposes), [said([], ["marketing", "chat"]), said(["analytics", "maps"], ["marketing", "chat"])]);
  const receipts = await received(tab, 2);
  assert.deepEqual(receipts.map(({ p }) => p.map(({ id }) => id).join()), ["marketing,chat", "analytics,maps"]);
  await app.leave();

  const visitor = await person(ALIPAY, () => {
    window.calls = [];
    const api = (name) => (argument) => window.calls.push([name, argument]);
    window.my = { postMessage: api("postMessage"), navigateTo: api("navigateTo"), navigateBack: api("navigateBack"), getEnv: (tell) => tell({ miniprogram: true }) };
  });
  // A site that names no page of the mini program.
  await visitor.context.route("**/countersign.js", async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    assert.ok(text.includes(`"p":"${PAGE}"`));
    await route.fulfill({ response: answer, body: text.replace(`"p":"${PAGE}"`, '"p":""') });
  });
  const there = await visitor.tab("/#cs-rid=Ask-2");
  await there.acceptAll();
  const [[name, way]] = await until("the way back is asked for", () => gone(there), ([one]) => one);
  assert.deepEqual([name, way], ["navigateBack", { delta: 1 }]);
  const messages = await posted(there);
  assert.deepEqual(messages.map(({ purposes, rid }) => [Object.keys(purposes).length, rid]), [[4, undefined], [4, "Ask-2"]]);
  assert.equal(await there.page.evaluate(() => localStorage["cs.outbox"]), undefined, "what was chosen has reached the ledger before the page goes");
  const [last] = await received(there, 1);
  assert.equal(last.how.control, "accept-all");
  await visitor.leave();
});

test("pages that a mini program or an app shows", { concurrency: 3 }, (t) => Promise.all(stories.map(([name, run]) => t.test(name, run))));
