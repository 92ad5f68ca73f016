/**
 * The mini-program kit: every way through WeChat's privacy interfaces, the layers on a native page, and the hand-over in both directions.
 *
 * Enters: the sample mini program over a `wx` that keeps WeChat's rules (`kit.mjs`). Leaves: one test for each way.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { afterEach, test } from "node:test";
import { choices } from "../../www/wechat/server.mjs";
import { ROOT } from "../browser/harness.mjs";
import { GUIDE, NOTICE, started, text, until, words } from "./kit.mjs";

const ENGLISH = NOTICE.languages.find(({ lang }) => lang === "en");
const SWITCHES = ENGLISH.purposes.filter(({ kind }) => kind === "switch").map(({ id }) => id);
const [FIRST, SECOND] = SWITCHES;
const CODE = "0123456789abcdefghijklmnopqrstuv";

let kit;
afterEach(() => kit?.end());

/** The page with the layers, once it shows something. */
async function layers(path = "pages/index/index") {
  const page = kit.show(path);
  const element = await until("the layers are there", () => page.querySelector("#layers"));
  await until("the notice is loaded", () => element.data.shown);
  return { page, element };
}

/** What somebody presses in the layers. */
const press = async (element, selector) => {
  await until(selector, () => element.querySelector(selector));
  await kit.press(element, selector);
};

/** The choice in the storage. */
const kept = () => kit.storage.get("countersign.choice");

/** The interface that the sample's first page uses, with a purpose that somebody has allowed. */
async function locating(options = {}) {
  kit = started({ ...options, config: { serves: { location: FIRST }, ...options.config } });
  const { page, element } = await layers();
  await press(element, "#cs-accept");
  await until("it is allowed", () => kept()?.purposes[FIRST] === "granted");
  await kit.press(page, "#locate");
  const sheet = page.querySelector("#guide");
  return { page, sheet, outcome: () => ({ place: page.data.place, status: page.data.status }) };
}

test("types: the sample fits WeChat's own declarations", () => {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "www/wechat"], { cwd: ROOT, stdio: "pipe" });
});

test("guide, agree: the interface waits, works after the button, and nothing optional is switched on by it", async () => {
  const { page, sheet, outcome } = await locating();
  await until("the question is shown", () => sheet.data.shown);
  const said = text(sheet);
  for (const part of [words()["guide-text"].replace("{guide}", GUIDE), words()["guide-limits"], words()["guide-refuse"]]) assert.ok(said.includes(part), said);
  assert.ok(!said.includes(words()["guide-new"].replace("{guide}", GUIDE)));
  await until("WeChat knows that it is shown", () => kit.seen.exposed === 1);
  assert.deepEqual(outcome(), { place: "", status: "" });
  const before = structuredClone(kept().purposes);
  await kit.press(sheet, "#cs-agree", "agreeprivacyauthorization");
  await until("the place is there", () => page.data.place === "3.139, 101.687");
  assert.equal(sheet.data.shown, false);
  assert.deepEqual(kept().purposes, before);
});

test("guide, refuse: the interface fails with a reason, its purpose is refused, and the page works on", async () => {
  const { page, sheet, outcome } = await locating();
  await until("the question is shown", () => sheet.data.shown);
  await kit.press(sheet, "#cs-disagree");
  await until("the reason is shown", () => page.data.status);
  assert.deepEqual(outcome(), { place: "", status: words()["stop-guide"] });
  assert.deepEqual([kept().purposes[FIRST], kept().control], ["refused", "platform"]);
  // Refused here, it is not called again.
  await kit.press(page, "#locate");
  await until("the purpose is the reason", () => page.data.status === words()["stop-purpose"]);
  assert.equal(kit.seen.locations, 1);
});

test("guide, leaving the page: what waits is refused", async () => {
  const { page, sheet } = await locating();
  await until("the question is shown", () => sheet.data.shown);
  kit.end();
  await until("the reason is known", () => page.data.status === words()["stop-guide"]);
  assert.equal(kit.answers.agreed, false);
});

test("guide, new data type: who has agreed before is asked again and told why", async () => {
  const { page, sheet } = await locating({ answers: { agreed: true } });
  await until("nobody is asked", () => page.data.place);
  assert.equal(sheet.data.shown, false);
  await kit.kit("guide").standing();
  // The administration page lists more data than before.
  kit.answers.agreed = false;
  await kit.press(page, "#locate");
  await until("the question is shown", () => sheet.data.shown);
  assert.ok(text(sheet).includes(words()["guide-new"].replace("{guide}", GUIDE)), text(sheet));
  await kit.press(sheet, "#cs-agree", "agreeprivacyauthorization");
  await until("it is agreed to again", () => kit.answers.agreed);
});

test("guide, two calls at once: one answer settles both, and one that was not pressed settles none", async () => {
  const { page, sheet } = await locating();
  await kit.press(page, "#locate");
  await until("both wait", () => kit.seen.locations === 2 && sheet.data.shown);
  kit.seen.pressed = "";
  kit.kit("guide").agree("cs-agree");
  await until("both have failed", () => page.data.status === words()["stop-failed"]);
  assert.equal(kit.answers.agreed, false);
});

test("guide, reading it: WeChat opens it, or the question says that it did not", async () => {
  const { sheet } = await locating({ answers: { lost: true } });
  await until("the question is shown", () => sheet.data.shown);
  await kit.press(sheet, "#cs-read");
  await until("it is said", () => text(sheet.querySelector("#cs-lost")) === words()["guide-lost"]);
  kit.answers.lost = false;
  await kit.press(sheet, "#cs-read");
  await until("it opens", () => sheet.data.lost === false);
});

test("guide, a page without the question: the page of privacy is opened for it, and asks early too", async () => {
  kit = started({ answers: { scopes: { "scope.camera": false } } });
  let outcome;
  wx.requirePrivacyAuthorize({ success: () => (outcome = "agreed"), fail: () => (outcome = "refused") });
  assert.deepEqual(kit.seen.opened, ["/pages/consent/index"]);
  const { page } = await layers("pages/consent/index");
  const sheet = page.querySelector("#guide");
  await until("the question is shown", () => sheet.data.shown);
  await kit.press(sheet, "#cs-disagree");
  await until("it is refused", () => outcome === "refused");
  await until("the page says so", () => page.data.line === words()["guide-open"].replace("{guide}", GUIDE));
  const row = (id) => page.data.rows.find((one) => one.id === id).answer;
  assert.deepEqual([row("camera"), row("location")], [words().denied, words().unasked]);
  await kit.press(page, "#ask");
  await until("it is asked again", () => sheet.data.shown);
  await kit.press(sheet, "#cs-agree", "agreeprivacyauthorization");
  await until("the page says so too", () => page.data.line === words()["guide-agreed"].replace("{guide}", GUIDE));
});

test("guide, WeChat does not say: an answer is wanted; a WeChat without the interfaces asks nothing", async () => {
  kit = started({ answers: { silent: true } });
  assert.deepEqual(await kit.kit("guide").standing(), { needed: true, name: "" });
  kit = started({ without: ["onNeedPrivacyAuthorization", "getPrivacySetting", "openPrivacyContract", "requirePrivacyAuthorize"] });
  assert.deepEqual(await kit.kit("guide").standing(), { needed: false, name: "" });
  assert.deepEqual([await kit.kit("guide").read(), await kit.kit("guide").ask()], [false, true]);
});

test("permissions: each refusal of WeChat has its reason, and its purpose is refused with it", async () => {
  const { page, outcome } = await locating({ answers: { agreed: true, allows: false } });
  await until("the reason is shown", () => page.data.status);
  assert.deepEqual(outcome(), { place: "", status: words()["stop-scope"] });
  assert.equal(kept().purposes[FIRST], "refused");
  const reason = kit.kit("scopes").reason;
  for (const [errMsg, errno, why] of [
    ["chooseAddress:fail privacy permission is not authorized", undefined, "guide"],
    ["getLocation:fail", 104, "guide"],
    ["getLocation:fail:auth denied", undefined, "scope"],
    ["authorize:fail authorize no response", undefined, "scope"],
    ["chooseMedia:fail cancel", undefined, "cancelled"],
    ["getLocation:fail api scope is not declared in the privacy agreement", undefined, "undeclared"],
    ["getLocation:fail", 112, "undeclared"],
    ["getLocation:fail system error", undefined, "failed"],
  ]) assert.equal(reason({ errMsg, errno }), why, errMsg);
});

test("layers: the words of the web page, equal buttons, nothing on, and closing chooses nothing", async () => {
  kit = started({ answers: { language: "zh_CN" } });
  const { page, element } = await layers();
  const chinese = NOTICE.languages.find(({ lang }) => lang === "zh-Hans");
  assert.equal(element.data.view, "banner");
  const banner = chinese.banner.flatMap(({ runs }) => runs.map(({ t }) => t)).join("");
  assert.ok(text(element).startsWith(banner.replace(/\s+/g, " ").trim()), text(element));
  const bold = element.querySelectorAll(".cs-sensitive").map(text);
  assert.deepEqual(bold, chinese.banner.flatMap(({ runs }) => runs.filter(({ b }) => b).map(({ t }) => t)));
  assert.deepEqual(element.querySelectorAll(".cs-button").map(text), ["refuse-all", "choose", "accept-all"].map((key) => chinese.words[key]));
  await press(element, "#cs-choose");
  await until("layer 2 is shown", () => element.data.view === "preferences");
  assert.deepEqual(element.data.switches.map(({ on }) => on), SWITCHES.map(() => false));
  for (const { title, rows } of chinese.purposes) {
    assert.ok(text(element).includes(title), title);
    for (const { label = "" } of rows) assert.ok(text(element).includes(label), label);
  }
  element.querySelectorAll(".cs-language")[NOTICE.languages.findIndex(({ lang }) => lang === "ms")].dispatchEvent("tap");
  await until("it speaks Malay", () => text(element).includes(words("ms")["preferences-title"]));
  await press(element, "#cs-close");
  await until("layer 1 is back", () => element.data.view === "banner");
  assert.equal(kept(), undefined);
  await kit.press(page, "#choices");
  await until("the page's own button opens layer 2", () => element.data.view === "preferences");
});

test("choices: one by one, kept over a restart, withdrawn, and asked again when the facts change", async () => {
  kit = started();
  const heard = [];
  let { element } = await layers();
  kit.kit("choices").subscribe(NOTICE, (open) => heard.push([open.join(" "), kept()?.control ?? ""]));
  await press(element, "#cs-choose");
  await until("layer 2 is shown", () => element.data.view === "preferences");
  element.querySelectorAll(".cs-switch")[0].instance.triggerEvent("change", { value: true });
  await until("one is on", () => element.data.switches[0].on);
  await press(element, "#cs-save");
  await until("it is kept", () => kept()?.control === "save");
  assert.deepEqual(kept().purposes, { ...Object.fromEntries(SWITCHES.map((id) => [id, "refused"])), [FIRST]: "granted" });
  assert.deepEqual([kept().layer, kept().notice, kept().version], [2, ENGLISH.notice, NOTICE.version]);
  // Nothing opens before it is written.
  assert.deepEqual(heard, [["", ""], ["", ""], [FIRST, "save"]]);
  kit.end();
  kit = started({ storage: kit.storage });
  ({ element } = await layers());
  assert.deepEqual([element.data.view, kit.kit("choices").allowed(NOTICE)], ["none", [FIRST]]);
  element.instance.open();
  await press(element, "#cs-refuse");
  await until("it is withdrawn", () => kept().control === "refuse-all");
  assert.deepEqual(kit.kit("choices").allowed(NOTICE), []);
  const other = { ...NOTICE, material: "changed0" };
  assert.deepEqual([kit.kit("choices").asks(NOTICE), kit.kit("choices").asks(other)], [false, true]);
  assert.equal(kit.kit("choices").current(NOTICE, kept().until), undefined);
});

test("choices: a full storage holds them until the end and says so; no notice leaves everything off", async () => {
  kit = started({ full: true });
  const { element } = await layers();
  await press(element, "#cs-accept");
  await until("it is said", () => text(element.querySelector("#cs-status")) === words()["not-kept"]);
  assert.deepEqual([kit.kit("choices").allowed(NOTICE), kept()], [SWITCHES, undefined]);
  kit.end();
  kit = started({ answers: { serve: () => undefined } });
  const page = kit.show("pages/index/index");
  await page.instance.locate();
  assert.deepEqual([page.querySelector("#layers").data.view, kit.seen.locations], ["none", 0]);
});

test("sending: a plain choice waits for the server, goes once, and is dropped only when it was taken or refused", async () => {
  const sent = [];
  let status = 503;
  const serve = (_method, url, body, header) => {
    if (url.endsWith("/mini-program.json")) return [200, NOTICE];
    sent.push([url, body.id, header.authorization]);
    return status && [status, ""];
  };
  kit = started({ answers: { serve }, storage: new Map([["session", "s1"]]), config: { server: "https://mini.layang.example" } });
  const { element } = await layers();
  await press(element, "#cs-refuse");
  await until("it is said that it waits", () => text(element.querySelector("#cs-status")) === words()["not-sent"]);
  const send = kit.kit("send");
  const [{ id, purposes }] = send.waiting();
  assert.deepEqual(purposes, Object.fromEntries(ENGLISH.purposes.filter(({ kind }) => kind !== "core").map(({ id }) => [id, "refused"])));
  status = 0;
  assert.equal(await send.flush(), false);
  status = 204;
  assert.equal(await send.flush(), true);
  assert.deepEqual([send.waiting(), await send.flush(), new Set(sent.map(String)).size], [[], true, 1]);
  assert.deepEqual(sent[0], ["https://mini.layang.example/choices", id, "Bearer s1"]);
});

test("hand-over to the page: one code for each choice, refusals alone without a server of one's own, and paths that lead nowhere else", async () => {
  const asked = [];
  const serve = (_method, url, body) => {
    if (url.endsWith("/mini-program.json")) return [200, NOTICE];
    asked.push([url, body]);
    return [200, { code: CODE }];
  };
  kit = started({ answers: { serve } });
  const { element } = await layers();
  await press(element, "#cs-choose");
  await until("layer 2 is shown", () => element.data.view === "preferences");
  element.querySelectorAll(".cs-switch")[0].instance.triggerEvent("change", { value: true });
  await until("one is on", () => element.data.switches[0].on);
  await press(element, "#cs-save");
  await until("it is kept", kept);
  const page = kit.show("pages/web/index", { path: encodeURIComponent("/track.html?n=1&cs=EVIL&cs-rid=x#cs=EVIL") });
  assert.equal(await until("the page is opened", () => page.data.src), `https://layang.example/track.html?n=1#cs=${CODE}`);
  const refused = Object.fromEntries(SWITCHES.slice(1).map((id) => [id, "refused"]));
  assert.deepEqual(asked, [["https://layang.example/v1/handover", { site: NOTICE.site, notice: ENGLISH.notice, purposes: refused }]]);
  page.instance.loaded({ detail: { src: page.data.src } });
  const again = kit.show("pages/web/index", { ask: "1" });
  assert.match(await until("it is opened again", () => again.data.src), /^https:\/\/layang\.example\/#cs-rid=[\w-]{1,64}$/);
  const path = kit.kit("handover").path;
  for (const [wanted, clean] of [
    ["//evil.example/", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example/", "/"],
    ["/a b", "/"],
    ["/包裹?no=1", "/%E5%8C%85%E8%A3%B9?no=1"],
    ["/a?c%73=EVIL&b=2", "/a?b=2"],
    ["/a%23cs=EVIL", "/a%23cs=EVIL"],
    ["", "/"],
  ]) assert.equal(path(wanted), clean, wanted);
  kit.kit("config").code = "code";
  assert.equal(path("/a?code=EVIL&code-rid=x&cs=y"), "/a?cs=y");
});

test("hand-over to the page through one's own server: the whole choice goes there, and no code is no harm", async () => {
  let code = CODE;
  const serve = (_method, url, body) => (url.endsWith("/mini-program.json") ? [200, NOTICE] : url.endsWith("/codes") ? [200, { code, was: body }] : [204, ""]);
  kit = started({ answers: { serve }, config: { server: "https://mini.layang.example" } });
  const { element } = await layers();
  await press(element, "#cs-accept");
  await until("it is kept", kept);
  const open = async () => (await kit.kit("handover").address(NOTICE, "/")).src;
  assert.equal(await open(), `https://layang.example/#cs=${CODE}`);
  code = "short";
  assert.equal(await open(), "https://layang.example/");
});

test("hand-over from the page: refusals always count, grants only from pages of the site, and the stricter answer wins", async () => {
  kit = started();
  const { element } = await layers();
  const page = kit.show("pages/web/index", {});
  await until("the page is opened", () => page.data.src);
  const said = { countersign: 1, site: NOTICE.site, notice: ENGLISH.notice };
  const post = (purposes, more = {}) => page.instance.messages({ detail: { data: [{ other: 1 }, { ...said, purposes, ...more }] } });
  const now = () => kept()?.purposes;
  await post({ [FIRST]: "granted" }, { notice: "another" });
  assert.equal(now(), undefined);
  await post({ [FIRST]: "granted", unknown: "granted" });
  assert.deepEqual([now(), kept().control], [{ [FIRST]: "granted" }, "handover"]);
  await until("the rest is still asked", () => element.data.view === "banner");
  const end = kept().until;
  kit.storage.set("countersign.choice", { ...kept(), until: end - 1 });
  await post({ [FIRST]: "refused" }, { notice: "another" });
  assert.deepEqual([now(), kept().until], [{ [FIRST]: "refused" }, end - 1], "it lasts no longer than before");
  await post({ [FIRST]: "granted" });
  assert.deepEqual(now(), { [FIRST]: "refused" });
  await post({ [SECOND]: "granted" }, { site: "other" });
  await post({ [SECOND]: "granted" }, { rid: "not-ours" });
  page.instance.loaded({ detail: { src: "https://layang.example.evil.example/" } });
  await post({ [SECOND]: "granted" });
  assert.deepEqual(now(), { [FIRST]: "refused" });
  await post({ [SECOND]: "refused" });
  assert.deepEqual(now(), { [FIRST]: "refused", [SECOND]: "refused" });
  assert.deepEqual(kit.kit("send").waiting(), [], "the page has made the receipt");
  page.instance.lost();
  await until("it is said", () => page.data.failed === words()["page-failed"]);
  assert.equal(page.data.src, "");
});

test("hand-over from the page by a code: a link that nobody asked for grants nothing", async () => {
  const made = { [FIRST]: "granted", [SECOND]: "refused" };
  const codes = new Map([[CODE, made], [`${CODE}2`, made]]);
  const serve = (_method, url, body) => {
    if (url.endsWith("/mini-program.json")) return [200, NOTICE];
    const purposes = codes.get(body.code);
    codes.delete(body.code);
    return purposes ? [200, { purposes, notice: ENGLISH.notice }] : [404, {}];
  };
  kit = started({ answers: { serve } });
  const planted = kit.show("pages/consent/index", { cs: CODE, "cs-rid": "planted" });
  await until("what it refuses is refused", () => planted.data.taken === words()["taken-over"]);
  assert.deepEqual(kept().purposes, { [SECOND]: "refused" });
  const rid = kit.kit("handover").ask();
  kit.show("pages/consent/index", { cs: `${CODE}2`, "cs-rid": rid });
  await until("what was asked for is taken over", () => kept().purposes[FIRST] === "granted");
  assert.deepEqual(kept().purposes, made);
  assert.deepEqual(await kit.kit("handover").redeem(NOTICE, { cs: CODE, "cs-rid": rid }), {}, "a code works once");
  const answer = { countersign: 1, site: NOTICE.site, notice: ENGLISH.notice, rid, purposes: made };
  assert.deepEqual(kit.kit("handover").posted(NOTICE, [answer], true), made);
});

test("one's own server: it knows its sessions, keeps choices, and alone has the key that makes codes with grants", async () => {
  const asked = [];
  const listen = (server) => new Promise((done) => server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${server.address().port}`)));
  const stand = createServer(async (request, response) => {
    const parts = await request.toArray();
    asked.push([request.url, request.headers.authorization, JSON.parse(Buffer.concat(parts).toString())]);
    response.writeHead(asked.length > 1 ? 503 : 200).end(JSON.stringify({ code: CODE }));
  });
  const keptHere = [];
  const server = choices({
    receiver: await listen(stand),
    key: "key-of-the-site",
    site: NOTICE.site,
    keep: async (choice) => void keptHere.push(choice.id),
    known: (request) => request.headers.authorization === "Bearer s1",
  });
  const origin = await listen(server);
  const choice = { v: "cs-choice/1", id: "c-1", site: NOTICE.site, notice: ENGLISH.notice, purposes: { [FIRST]: "granted", [SECOND]: "refused" } };
  const send = async (path, body, session = "s1") => {
    const answer = await fetch(`${origin}${path}`, { method: "POST", headers: { authorization: `Bearer ${session}` }, body: JSON.stringify(body) });
    return [answer.status, await answer.text()];
  };
  assert.deepEqual(await send("/choices", choice), [204, ""]);
  assert.deepEqual(await send("/codes", choice), [200, JSON.stringify({ code: CODE })]);
  assert.deepEqual(asked, [["/v1/handover", "Bearer key-of-the-site", { notice: ENGLISH.notice, purposes: choice.purposes }]]);
  const status = async (...request) => (await send(...request))[0];
  assert.equal(await status("/codes", choice), 502);
  assert.equal(await status("/choices", choice, "stranger"), 401);
  for (const wrong of [{}, null, { ...choice, site: "other" }, { ...choice, notice: "x" }, { ...choice, purposes: { [FIRST]: "yes" } }, { ...choice, more: "x".repeat(20000) }]) {
    assert.equal(await status("/choices", wrong), 400, JSON.stringify(wrong).slice(0, 80));
  }
  assert.equal(await status("/elsewhere", choice), 404);
  assert.deepEqual(keptHere, ["c-1"]);
  for (const one of [server, stand]) one.closeAllConnections(), one.close();
});

test("docs: both guides list every interface with its permission and its name on the administration page", () => {
  kit = started();
  for (const file of ["wechat.md", "wechat.zh-Hans.md"]) {
    const rows = readFileSync(`${ROOT}www/docs/${file}`, "utf8").split("\n");
    for (const { id, api, scope, guide } of kit.kit("scopes").SCOPES) {
      const row = rows.find((line) => line.startsWith(`| \`${id}\``)) ?? "";
      for (const part of [api, scope ?? "", guide]) assert.ok(row.includes(part), `${file}: ${id} lacks ${part}`);
    }
  }
});
