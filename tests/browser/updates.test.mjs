/**
 * A new version of the policy: what did not change stays chosen, what changed is closed and asked again once by itself, refusals stay
 * refusals, other words bring a quiet dot and nothing else.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { violations } from "./axe.mjs";
import { courier, PAGES, program, PURPOSES, ROOT, TARGET, until } from "./harness.mjs";

mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const work = mkdtempSync(join(TARGET, "scenarios", "updates-"));
const tools = courier();
const versions = {};

/** Builds a version of the demo's policy over the one before, and keeps a copy of the whole. */
function build(version, ...changes) {
  const path = join(work, "site.toml");
  const site = changes.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  }, readFileSync(path, "utf8"));
  writeFileSync(path, site.replace(/^version = ".*"$/m, `version = "${version}"`));
  execFileSync(program("countersign"), ["build", path, "-o", join(work, "dist"), "--assets", join(TARGET, "web")], { stdio: "pipe" });
  cpSync(join(work, "dist"), (versions[version] = join(work, version)), { recursive: true });
}

before(() => {
  cpSync(join(ROOT, "www/demo/policy"), join(work, "policy"), { recursive: true });
  cpSync(join(ROOT, "www/demo/site.toml"), join(work, "site.toml"));
  build("1.0");
  build("2.0", ['retention = "P13M"\nstorage = ["SG"]', 'retention = "P25M"\nstorage = ["SG"]']);
  build("2.1", ["Metrik counts how our pages are used", "Metrik counts how often our pages are used"]);
});
after(() => rmSync(work, { recursive: true, force: true }));

const part = (tab, selector) => tab.page.locator(`#countersign-dialog ${selector}`);
const titles = (tab, selector) => part(tab, `${selector} h3`).allInnerTexts();
const dot = (tab) => tab.button.evaluate((button) => [button.dataset.csNews || "", button.title, button.childElementCount]);
/** Notes in the page what is shown first: after a few seconds a question may come by itself. */
const watch = () => {
  const look = () => (window.first = document.querySelector("#countersign, #countersign-button")?.id) || requestAnimationFrame(look);
  look();
};
/** The surface that the page had first, once there is one. */
const shownFirst = async (tab) => {
  await tab.page.waitForFunction(() => window.first);
  return { countersign: "banner", "countersign-button": "button" }[await tab.page.evaluate(() => window.first)];
};
const NONE = ["", "", 0];
const DOT = ["1", "The privacy policy has changed", 1];

test("only what changed is asked again, once, and closing the question is no answer", async () => {
  const made = await tools.fresh({ dist: versions["1.0"] });
  const tab = await tools.visit();
  await tab.choose();
  await tab.save(["analytics", "maps"]);
  const refuser = await tools.visit();
  await refuser.refuseAll();
  await made.receipts(2);

  cpSync(versions["2.0"], made.dist, { recursive: true });
  await tab.page.addInitScript(watch);
  await tab.page.addInitScript(() => document.addEventListener("countersign:update", ({ detail }) => (window.heard = detail)));
  await tab.reload();
  assert.equal(await shownFirst(tab), "button", "nobody is asked from the start");
  assert.deepEqual((await tab.state()).open, ["maps"], "what did not change is open, what changed is shut");
  // It comes by itself, when the visitor has a moment.
  await part(tab, "[part=asked]").waitFor();
  assert.deepEqual(await titles(tab, "[data-cs-again]"), ["Measuring use"]);
  assert.match(await part(tab, "[data-cs-stands]").innerText(), /version 1\.0 stands/);
  assert.match(await part(tab, "[part=since]").innerText(), /From version 1\.0 to version 2\.0[\s\S]*Kept for\s+13 months\s+25 months/);
  assert.match(await part(tab, ".cs-edition").innerText(), /Version 2\.0[\s\S]*In effect from December 1, 2026/);
  const link = await part(tab, "[part=since] a").evaluate(({ href }) => href);
  assert.equal((await fetch(link)).status, 200, link);
  assert.deepEqual(await violations(tab), []);
  // U1, U2, U3: both answers weigh the same, when the pointer is on neither.
  await tab.page.mouse.move(1, 1);
  const boxes = await part(tab, "[part=actions] button").evaluateAll((all) => all.map((one) => {
    const { width, height } = one.getBoundingClientRect();
    const { color, backgroundColor, fontSize, fontWeight } = getComputedStyle(one);
    return [Math.round(width), Math.round(height), color, backgroundColor, fontSize, fontWeight].join();
  }));
  assert.equal(new Set(boxes).size, 1, boxes.join("\n"));
  assert.deepEqual(await tab.page.evaluate(() => window.heard), { version: "2.0", asked: ["analytics"] });
  await tab.page.keyboard.press("Escape");
  await tab.button.waitFor({ state: "visible" });
  assert.deepEqual((await tab.state()).open, ["maps"]);

  // Not again by itself; the dot stays until it is answered.
  await tab.open("/track.html");
  await until("the dot is there", () => dot(tab), (is) => is[0] === "1");
  assert.deepEqual(await dot(tab), DOT);
  await pause(2_500);
  assert.equal(await tab.surface(), "button");
  assert.equal((await made.ledger()).length, 2, "nothing was said, and nothing is in the ledger");
  await tab.choose();
  await tab.control("updates").click();
  await part(tab, "[data-cs-answer=accept]").click();
  await tab.closed();
  assert.deepEqual((await tab.state()).open, ["analytics", "maps"]);
  const receipts = await made.receipts(3);
  assert.deepEqual(receipts.map(({ claims }) => claims.ntc.ver), ["1.0", "1.0", "2.0"]);
  const { p, how, kind } = receipts[2].claims;
  assert.deepEqual([kind, how.control, p.map(({ id, st }) => `${id} ${st}`)], ["choice", "save", ["analytics given", "marketing refused", "chat refused", "maps given"]]);
  assert.deepEqual(await dot(tab), NONE);

  // Whoever refused everything is told once what changed, and asked nothing.
  await refuser.reload();
  await part(refuser, "[part=since]").waitFor();
  assert.deepEqual([await part(refuser, "[part=asked]").count(), await part(refuser, "[part=actions]").count()], [0, 0]);
  await refuser.close();
  // Neither hears of it again.
  await Promise.all([tab.reload(), refuser.reload()]);
  await pause(5_000);
  assert.deepEqual([await refuser.surface(), (await refuser.state()).open, ...(await dot(refuser))], ["button", [], ...NONE]);
  assert.deepEqual([await tab.surface(), ...(await dot(tab))], ["button", ...NONE]);
  assert.deepEqual([tab.faults, tab.said], [[], []]);

  // Other words: no question, a dot, and what it is about one action away.
  cpSync(versions["2.1"], made.dist, { recursive: true });
  await tab.reload();
  assert.deepEqual((await tab.state()).open, ["analytics", "maps"]);
  await until("the dot is there", () => dot(tab), (is) => is[0] === "1");
  assert.equal(await tab.surface(), "button");
  await tab.choose();
  await tab.control("updates").click();
  assert.match(await part(tab, "[part=since]").innerText(), /From version 2\.0 to version 2\.1[\s\S]*Only the wording changed/);
  await tab.close();
  assert.deepEqual(await dot(tab), NONE);
  // UP-10: every version is there, byte for byte.
  for (const version of ["1.0", "2.0"]) {
    const text = await (await fetch(`${made.origin}/countersign/policy/${version}/en.html`)).text();
    assert.equal(text, readFileSync(join(versions[version], "policy", version, "en.html"), "utf8"));
  }
});

test("a choice stays shut where it must: another name, a signal, an end, a state that nobody knows", async () => {
  const made = await tools.fresh({ dist: versions["2.0"] });
  const value = (material, more = {}) => {
    const { day = 400_000, by = "nu", open = PURPOSES.join("~") } = more;
    return `1.${material}.${day}.${by}.${open}`;
  };
  const old = JSON.parse(readFileSync(join(versions["1.0"], "gate.json"), "utf8")).cookie.material;
  const cases = [
    [value(old), "button", ["marketing", "chat", "maps"]],
    [value(old, { open: "" }), "button", []],
    [value(old, { day: 1 }), "banner", []],
    [value(old, { by: "ns", open: "" }), "banner", []],
    [value(old, { by: "nt", open: "" }), "button", []],
    [value("AAAAAAAA"), "banner", []],
    [value(old, { open: "nothing~such" }), "button", []],
  ];
  for (const [text, surface, open] of cases) {
    const visitor = await tools.visitor({ init: watch });
    await visitor.context.addCookies([{ name: "cs", value: text, url: made.origin }]);
    const tab = await visitor.tab();
    assert.deepEqual([await shownFirst(tab), (await tab.state()).open], [surface, open], text);
    await visitor.leave();
  }
});

test("on every page the way to take back stands, and shows what is open", async () => {
  await tools.fresh({ dist: versions["2.0"] });
  const tab = await tools.visit();
  await tab.choose();
  await tab.save(["chat"]);
  for (const path of PAGES) {
    await tab.open(path);
    await tab.choose();
    assert.deepEqual(await part(tab, "input[name=purpose]:checked").evaluateAll((all) => all.map(({ value }) => value)), ["chat"], path);
    assert.equal(await tab.control("withdraw").isVisible(), true, path);
  }
});
