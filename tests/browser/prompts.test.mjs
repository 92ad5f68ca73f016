/**
 * Prompts at the moment itself and the page of permissions: what is said before anything is used, what becomes of each answer, and what
 * stops when a permission is closed. The demo shows a visitor's way; a courier that asks for much shows each kind of prompt.
 *
 * Enters: the demo, and `prompts/`, built by the product. Absent: the browser's own prompts, in whose place the page's calls are counted.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { courier, program, ROOT, TARGET, until } from "./harness.mjs";

const tools = courier();
const HERE = join(ROOT, "tests/browser/prompts");
mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const work = mkdtempSync(join(TARGET, "scenarios", "prompts-"));
after(() => rmSync(work, { recursive: true, force: true }));

/** Counts what the page asks the device for, and lets a test say how the browser's own permissions stand. */
const count = () => {
  window.asked = [];
  window.stands = {};
  navigator.geolocation.watchPosition = (found) => (window.asked.push("watch"), found({ coords: {} }), 7);
  navigator.geolocation.clearWatch = (id) => window.asked.push(`clear ${id}`);
  const statuses = {};
  navigator.permissions.query = async ({ name }) => {
    const status = (statuses[name] ??= Object.defineProperty(new EventTarget(), "state", { get: () => window.stands[name] ?? "prompt" }));
    return status;
  };
  window.stand = (name, state) => {
    window.stands[name] = state;
    statuses[name]?.dispatchEvent(new Event("change"));
  };
};

/** What the dialog shows: words, bold words, controls and the two answers as they look. */
const shown = (tab) =>
  tab.page.evaluate(() => {
    const root = document.querySelector("#countersign-dialog[open] > div")?.shadowRoot;
    if (!root) return undefined;
    const fold = (text) => text.split(/\s+/u).filter(Boolean).join(" ");
    const look = (button) => {
      const { width, height, top } = button.getBoundingClientRect();
      const { color, backgroundColor, fontSize, fontWeight, borderWidth } = getComputedStyle(button);
      return [button.localName, button.parentElement.getAttribute("part"), Math.round(width), Math.round(height), Math.round(top), color, backgroundColor, fontSize, fontWeight, borderWidth];
    };
    return {
      title: fold(root.querySelector("h1").textContent),
      words: fold(root.querySelector("[part=body]").textContent),
      bold: [...root.querySelectorAll("[part=body] strong.cs-sensitive")].map((strong) => fold(strong.textContent)),
      answers: [...root.querySelectorAll("[part=actions] button")].map((button) => [button.dataset.cs, ...look(button)]),
      others: [...root.querySelectorAll("[data-cs=instead]")].map((button) => [fold(button.textContent), fold(button.nextElementSibling.textContent)]),
      clause: root.querySelector(".cs-clause")?.getAttribute("href"),
      status: fold(root.querySelector("[role=status]").textContent),
      focused: root.activeElement?.localName,
    };
  });

/** Starts a request as a page's script does; `window.answers[name]` is what comes of it. */
const ask = (tab, name) =>
  tab.page.evaluate((name) => {
    window.answers ??= {};
    delete window.answers[name];
    window.countersign.request(name).then((answer) => (window.answers[name] = answer ? { field: answer.field, answer: answer.answer, browser: answer.browser, ended: answer.signal.aborted } : null));
  }, name);
const answerTo = (tab, name) => until(`an answer to ${name}`, () => tab.page.evaluate((name) => window.answers[name], name), (answer) => answer !== undefined);

/** Asks, waits for the prompt and reads it. */
async function prompt(tab, name) {
  await ask(tab, name);
  await tab.control("yes").waitFor();
  return shown(tab);
}

/** Answers the prompt that is shown. */
async function reply(tab, hook) {
  await tab.control(hook).click();
  await tab.dialog.waitFor({ state: "hidden" });
}

/** The claims of the receipts that the ledger holds, in order, once there are so many. */
const receipts = async (count) => (await tools.courier.receipts(count)).map(({ claims }) => claims);
const said = ({ kind, how, p }) => [kind, how.control, how.trusted, p.map(({ id, st, ct }) => `${id} ${st} ${ct}`).join()];

/** Opens the page of permissions. */
async function permissions(tab) {
  await tab.choose();
  await tab.control("permissions").click();
  await tab.page.locator("#countersign-dialog [part=permission]").first().waitFor();
}

const card = (tab, id) => tab.page.locator(`#countersign-dialog [part=permission][data-cs-field=${id}]`);
const asked = (tab) => tab.page.evaluate(() => window.asked.slice());

test("a visitor is asked for the position, refuses, allows, and closes it again", async (t) => {
  await tools.fresh();
  const tab = await tools.visit("/ship.html", { viewport: { width: 390, height: 844 }, init: count });
  const near = tab.page.locator("#near-me");
  await near.click();
  await tab.control("yes").waitFor();
  const seen = await shown(tab);

  await t.test("JT-02 and JT-03: the prompt comes before the browser is asked", async () => {
    assert.equal(seen.title, "Location");
    assert.match(seen.words, /drop-off points near you/);
    assert.match(seen.words, /your browser asks you as well/);
    assert.deepEqual(await asked(tab), []);
  });
  await t.test("JT-01: purpose, data in bold, effect of refusing, recipients and time stand in it", () => {
    assert.ok(seen.bold.some((words) => words.includes("precise location")), `${seen.bold}`);
    for (const words of ["Layang Express", "Type the address instead", "Petaku", "30 days", "your consent"]) assert.ok(seen.words.includes(words), words);
  });
  await t.test("JT-17: refusing is as easy as allowing", () => {
    const [no, yes] = seen.answers;
    assert.deepEqual([no[0], yes[0]], ["no", "yes"]);
    assert.deepEqual(no.slice(1), yes.slice(1));
  });
  await t.test("WD-02: how to take it back is said where it is given", () => assert.match(seen.words, /take this back at any time under “Privacy choices”, “Permissions of your device”/));

  await reply(tab, "no");
  await t.test("JT-03: after no nothing is read", async () => {
    assert.deepEqual(await asked(tab), []);
    assert.equal(await tab.page.locator("#near-said").textContent(), "Type the address instead.");
  });
  await t.test("JT-18: a refusal is remembered, and a script that asks again gets it without a prompt", async () => {
    for (const round of [1, 2]) {
      await ask(tab, "geolocation");
      assert.deepEqual(await answerTo(tab, "geolocation"), { field: "geolocation", answer: "refused", browser: "prompt", ended: true }, `${round}`);
      assert.equal(await shown(tab), undefined);
    }
    await tab.reload();
    await tab.settle();
    await ask(tab, "geolocation");
    assert.equal((await answerTo(tab, "geolocation")).answer, "refused");
  });

  await t.test("JT-19: the prompt leads to its clause and back", async () => {
    await near.click();
    await tab.control("yes").waitFor();
    await tab.page.locator("#countersign-dialog .cs-clause").click();
    await tab.page.locator("#countersign-dialog [data-cs-text]").waitFor();
    const clause = await tab.page.evaluate((id) => {
      const root = document.querySelector("#countersign-dialog > div").shadowRoot;
      return [root.activeElement?.id === id, root.getElementById(id)?.textContent];
    }, seen.clause.slice(1));
    assert.ok(clause[0] && clause[1], JSON.stringify(clause));
    await tab.control("back").click();
    await tab.control("yes").waitFor();
  });
  await reply(tab, "yes");
  await t.test("a yes lets the page read, and is remembered", async () => {
    await until("the position is read", () => asked(tab), (list) => list.includes("watch"));
    await ask(tab, "geolocation");
    assert.deepEqual(await answerTo(tab, "geolocation"), { field: "geolocation", answer: "given", browser: "prompt", ended: false });
    assert.equal(await shown(tab), undefined);
  });

  await t.test("each answer is a receipt of its own that names nothing else", async () => {
    const list = await receipts(2);
    assert.deepEqual(list.map(said), [
      ["choice", "ask", true, "geolocation refused expressed"],
      ["choice", "ask", true, "geolocation given expressed"],
    ]);
    assert.deepEqual(list[1].p[0].sens, ["location"]);
    assert.equal((await tab.state()).decided, false, "the banner still asks for everything else");
  });

  // One more permission, so that closing the first can be seen to leave it alone.
  await prompt(tab, "camera");
  await reply(tab, "yes");
  await tab.page.evaluate(() => window.stand("camera", "granted"));
  await permissions(tab);
  await t.test("PM-01, PM-07 and PM-08: the page has a row for each permission, with purpose, what to do instead and the system's name", async () => {
    const rows = await tab.page.evaluate(() =>
      [...document.querySelector("#countersign-dialog > div").shadowRoot.querySelectorAll("[part=permission]")].map((row) => [row.dataset.csField, row.textContent]));
    const policy = readFileSync(join(ROOT, "www/demo/policy/en.policy.md"), "utf8").match(/## 6\. [^]*?## 7/)[0];
    const table = policy.split("\n").filter((line) => /^\| [A-Z]/.test(line)).slice(1).map((line) => line.split("|")[1].trim());
    const device = rows.filter(([id]) => ["geolocation", "camera", "photos", "contacts", "notifications"].includes(id));
    assert.equal(device.length, table.length, `${table}`);
    for (const [place, name] of table.entries()) assert.ok(device[place][1].startsWith(name), name);
    assert.match(device[0][1], /Type the address instead/);
    assert.match(device[2][1], /Your device may call it: Read the contents of the memory card/);
  });
  await t.test("PM-02: switches show the answers, lines show how the browser stands, now and when it changes", async () => {
    assert.deepEqual(await tab.page.locator("#countersign-dialog input[name=permission]:checked").evaluateAll((all) => all.map(({ value }) => value)), ["geolocation", "camera"]);
    const state = (id) => card(tab, id).locator("[data-cs-browser]").textContent();
    assert.deepEqual([await state("geolocation"), await state("camera"), await state("contacts")], ["not asked yet", "allowed", "this browser does not say"]);
    await tab.page.evaluate(() => window.stand("camera", "denied"));
    assert.equal(await state("camera"), "blocked");
    await tab.page.evaluate(() => window.stand("camera", "granted"));
  });
  await t.test("PM-03: the way to close it stands there in the policy's words and for each platform, the visitor's own unfolded", async () => {
    assert.match(await card(tab, "geolocation").textContent(), /Device settings, Apps, Layang Express, Permissions, Location/);
    const platforms = await tab.page.evaluate(() =>
      [...document.querySelector("#countersign-dialog > div").shadowRoot.querySelectorAll("[data-cs-platform]")].map((one) => [one.dataset.csPlatform, one.open, one.querySelector("p").textContent.length > 20]));
    assert.deepEqual(platforms, [["android", false, true], ["ios", false, true], ["computer", true, true], ["wechat", false, true]]);
  });
  await t.test("PM-04: what switching does is said beside the switches", async () => assert.match((await shown(tab)).words, /Switching it off takes that back/));

  await card(tab, "geolocation").locator("input").uncheck();
  await t.test("PM-05 and WD-03: closing says that what was done before stays lawful", async () => assert.match((await shown(tab)).status, /What was done before stays lawful/));
  await t.test("PM-04: closing stops what used it and records a withdrawal", async () => {
    await until("the watch ends", () => asked(tab), (list) => list.includes("clear 7"));
    assert.match(await tab.page.locator("#near-said").textContent(), /read no more/);
    assert.deepEqual(said((await receipts(4)).at(-1)), ["withdrawal", "ask", true, "geolocation withdrawn expressed"]);
  });
  await tab.close();
  await t.test("PM-06 and PM-09: each permission has a record of its own: what was not closed goes on", async () => {
    await ask(tab, "camera");
    assert.deepEqual(await answerTo(tab, "camera"), { field: "camera", answer: "given", browser: "granted", ended: false });
    await ask(tab, "geolocation");
    assert.equal((await answerTo(tab, "geolocation")).answer, "refused");
  });
  await t.test("what is blocked in the browser's own settings ends, and is not asked for", async () => {
    await tab.page.evaluate(async () => {
      const { signal } = await window.countersign.request("camera");
      window.ended = new Promise((done) => signal.addEventListener("abort", done));
      window.stand("camera", "denied");
      await window.ended;
      window.stand("notifications", "denied");
    });
    await ask(tab, "notifications");
    assert.deepEqual(await answerTo(tab, "notifications"), { field: "notifications", answer: "refused", browser: "denied", ended: true });
  });
  assert.deepEqual([tab.faults, tab.said], [[], []]);
});

test("fields say what they are for, and what rests on consent takes no letter before a yes", async (t) => {
  await tools.fresh();
  const tab = await tools.visit("/ship.html", { init: count });
  const line = (id) => tab.page.locator(`[data-cs-told=${id}]`);
  for (const [row, field, id, words] of [
    ["NL-22", "#to-name", "receiver", /another person's data: tell the receiver/],
    ["JT-06 and U13", "#id-number", "document", /Postal Services Act 2012 obliges couriers/],
    ["U13", "#payout", "payout", /cash that the courier collects/],
  ]) {
    await t.test(`${row}: the field for ${id} says what it is for, and takes letters`, async () => {
      // By the pointer: between the listeners of a person's own event the browser does what waits, and between those of a script's it does not.
      await tab.page.locator(field).click();
      await line(id).waitFor();
      assert.match(await line(id).textContent(), words);
      const describedBy = await tab.page.locator(field).getAttribute("aria-describedby");
      assert.ok(describedBy.includes(await line(id).getAttribute("id")), describedBy);
      await tab.page.keyboard.type("8");
      assert.equal(await tab.page.locator(field).inputValue(), "8");
      assert.equal(await shown(tab), undefined, "focus opens nothing");
    });
  }
  await t.test("a line leads to the whole page, which explains and does not ask", async () => {
    await line("document").locator("button").click();
    await tab.control("yes").waitFor();
    const { title, bold, words } = await shown(tab);
    assert.equal(title, "Number of your identity document");
    assert.deepEqual(bold, ["identity card number or passport number"]);
    assert.match(words, /there is nothing to allow/);
    await reply(tab, "no");
  });
  await t.test("a field that rests on consent asks at the first letter and takes none before a yes", async () => {
    const offers = tab.page.locator("#offers");
    await offers.focus();
    await line("offers").waitFor();
    await tab.page.keyboard.type("a");
    await tab.control("no").waitFor();
    // A dialog tells that it is closed a frame after it is.
    await tab.page.evaluate(() => void (window.left = new Promise((done) => document.querySelector("#countersign-dialog").addEventListener("close", done, { once: true }))));
    await tab.page.keyboard.press("Escape");
    await tab.page.evaluate(() => window.left);
    await tab.dialog.waitFor({ state: "hidden" });
    assert.equal(await offers.inputValue(), "", "closing is no consent");
    await tab.page.keyboard.type("a");
    await tab.control("no").waitFor();
    await reply(tab, "yes");
    await until("the field takes letters", () => offers.evaluate((field) => !field.readOnly && document.activeElement === field));
    await tab.page.keyboard.type("a");
    assert.equal(await offers.inputValue(), "a");
  });
  await t.test("a script's click allows nothing", async () => {
    await ask(tab, "contacts");
    await tab.control("yes").waitFor();
    await tab.page.evaluate(() => document.querySelector("#countersign-dialog > div").shadowRoot.querySelector("[data-cs=yes]").click());
    assert.equal((await shown(tab)).title, "Contacts");
    await tab.page.keyboard.press("Escape");
    assert.deepEqual(await answerTo(tab, "contacts"), { field: "contacts", answer: "dismissed", browser: "unknown", ended: true });
    await ask(tab, "nothing-of-this-name");
    assert.equal(await answerTo(tab, "nothing-of-this-name"), null);
  });
  await t.test("the prompt speaks another language where the visitor picks one", async () => {
    await prompt(tab, "contacts");
    await tab.page.locator("#countersign-dialog select").selectOption("zh-Hans");
    await until("the prompt in Chinese", () => shown(tab), (seen) => seen?.title === "联系人");
    await reply(tab, "no");
    assert.equal((await answerTo(tab, "contacts")).answer, "refused");
  });
  await t.test("what is explained is no consent: receipts hold what was asked for alone", async () => {
    const list = await receipts(2);
    assert.deepEqual(list.map((one) => [one.ntc.lang, said(one)[3]]), [["en", "offers given expressed"], ["zh-Hans", "contacts refused expressed"]]);
  });
  assert.deepEqual(tab.faults, []);
});

test("an additional purpose is asked for by its name, and a yes opens that one alone", async () => {
  await tools.fresh();
  const tab = await tools.visit("/track.html", { init: count });
  assert.match((await prompt(tab, "maps")).words, /Petaku draws the route/);
  await reply(tab, "no");
  assert.deepEqual([await answerTo(tab, "maps"), (await tab.state()).open, await tab.surface()].map((one) => one.answer ?? one), ["refused", [], "banner"]);
  await permissions(tab);
  await tab.close();
  await tab.page.evaluate(() => localStorage.removeItem("cs.asked.maps"));
  await prompt(tab, "maps");
  await reply(tab, "yes");
  assert.equal((await answerTo(tab, "maps")).answer, "given");
  assert.deepEqual((await tab.state()).open, ["maps"]);
  await tab.withdraw();
  await ask(tab, "maps");
  assert.equal((await answerTo(tab, "maps")).answer, "refused");
  assert.deepEqual((await receipts(3)).map(said).map(([kind, control]) => [kind, control]), [["choice", "ask"], ["choice", "ask"], ["withdrawal", "withdraw-all"]]);
});

/** Builds the courier that asks for much, with some of its words changed. */
function built(name, ...changes) {
  const folder = join(work, name);
  cpSync(HERE, folder, { recursive: true });
  const file = join(folder, "site.toml");
  const text = changes.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  }, readFileSync(file, "utf8"));
  writeFileSync(file, text);
  const dist = join(folder, "dist");
  execFileSync(program("countersign"), ["build", file, "-o", dist, "--assets", join(TARGET, "web")], { stdio: "pipe" });
  return { dist, site: join(folder, "site") };
}

/** What each kind of prompt says: requirement, what is asked for, words that it holds, words in bold, and what can be chosen instead. */
const KINDS = [
  ["JT-05 and OP-13: a login by face", "face-login", ["Compare your face", "Sign in with a code instead; your account works as before."], ["face image"], [["Sign in with a code", "phone number"]]],
  ["JT-06: an identity document, with the law", "id-card", ["The Interim Regulations on Express Delivery oblige us"], ["identity card number"], [["Check by Alipay", "real name and identity card number from Alipay"], ["Check by bank card", "bank card number"]]],
  ["JT-08: the phone number of WeChat", "wechat-login", ["Take the number over from WeChat."], [], [["Sign in with a code", "phone number"], ["Sign in by face", "face image"]]],
  ["JT-09: a third party's login lists its fields", "third-login", ["avatar, nickname and region"], []],
  ["JT-11: speech input", "microphone", ["Fill in an address by speech.", "Type the address instead."], ["audio recording content"]],
  ["JT-12: the address book", "contacts", ["Pick a receiver from your address book."], ["name and number of the contact that you pick"]],
  ["JT-13: a bank account", "payout", ["Pay out what was collected for you."], ["bank card number"]],
  ["JT-15: the call log says that it also assesses the courier", "call-log", ["also used to assess the courier"], ["call log"]],
  ["JT-16: a warning before something is published", "publish", ["It may hold sensitive data of you or others."], []],
  ["JT-20: a survey", "survey", ["Your answers are recorded only if you take part."], []],
  ["OP-09: profiling has a choice of its own", "profiling", ["Choose offers from what you sent before."], []],
  ["SH-15 and SH-16: a joint campaign says what goes to whom, with the partner's name", "campaign", ["gift that we and Kedai Teh give together", "Kedai Teh (Malaysia", "phone number"], []],
];

test("a courier that asks for much says of each what it is for", async (t) => {
  await tools.fresh(built("first"));
  const tab = await tools.visit("/", { init: count });
  for (const [title, name, words, bold, others = []] of KINDS) {
    await t.test(title, async () => {
      const seen = await prompt(tab, name);
      for (const one of words) assert.ok(seen.words.includes(one), `${one}: ${seen.words}`);
      assert.deepEqual(bold.filter((one) => !seen.bold.includes(one)), [], `${seen.bold}`);
      assert.deepEqual(seen.others, others);
      await reply(tab, "no");
      assert.equal((await answerTo(tab, name)).answer, "refused");
    });
  }
  await t.test("JT-07: one of several ways is picked, and the answer names it", async () => {
    await tab.page.evaluate(() => localStorage.removeItem("cs.asked.id-card"));
    await prompt(tab, "id-card");
    await tab.page.locator("#countersign-dialog [data-cs=instead]").first().click();
    await until("the other way", () => shown(tab), (seen) => seen?.title === "Check by Alipay");
    await reply(tab, "yes");
    assert.deepEqual(await answerTo(tab, "id-card"), { field: "alipay", answer: "given", browser: "unknown", ended: false });
  });
  await t.test("JT-10: a relative's number is given only with the code that goes to the relative", async () => {
    const status = () => tab.page.locator("#countersign-dialog [role=status]").textContent();
    const told = () => tab.page.evaluate(() => window.codes.slice());
    await tab.page.evaluate(() => {
      window.codes = [];
      document.addEventListener("countersign:code", ({ detail }) => {
        window.codes.push([detail.field, detail.code]);
        detail.answer(Promise.resolve(!detail.code || detail.code === "2468"));
      });
    });
    const seen = await prompt(tab, "relative");
    assert.match(seen.words, /the code goes to the relative's phone/);
    await tab.control("yes").click();
    await until("that a code is missing", status, (words) => words.startsWith("Without the right code"));
    assert.deepEqual(await told(), [], "nobody is asked whether no code is right");
    await tab.page.locator("#countersign-dialog [data-cs-send]").click();
    await until("that the code is on its way", status, (words) => words.startsWith("The code is on its way"));
    await tab.page.locator("#countersign-dialog [name=code]").fill("1357");
    await tab.control("yes").click();
    await until("that the code is wrong", status, (words) => words.startsWith("Without the right code"));
    assert.equal(await tab.page.evaluate(() => localStorage["cs.asked.relative"]), undefined);
    await tab.page.locator("#countersign-dialog [name=code]").fill("2468");
    await reply(tab, "yes");
    assert.equal((await answerTo(tab, "relative")).answer, "given");
    assert.deepEqual(await told(), [["relative", ""], ["relative", "1357"], ["relative", "2468"]]);
  });
  await t.test("XB-03: whoever chooses an international shipment is told at that moment who gets the data abroad, and how they are protected", async () => {
    await tab.page.locator("#abroad").click();
    await tab.control("yes").waitFor();
    const { title, words } = await shown(tab);
    assert.equal(title, "Sending abroad");
    for (const one of ["By choosing it you have the waybill sent", "Burung Partner (Singapore)", "Sent encrypted, the partner is audited", "there is nothing to allow"]) assert.ok(words.includes(one), `${one}: ${words}`);
    await reply(tab, "no");
    assert.equal(await tab.page.evaluate(() => window.chosen), "refused");
  });
  await permissions(tab);
  const rows = await tab.page.evaluate(() =>
    [...document.querySelector("#countersign-dialog > div").shadowRoot.querySelectorAll("[part=permission]")].map((row) => [row.dataset.csField, !!row.querySelector("input"), row.textContent]));
  await t.test("PM-09 and PM-14: motion, calendar and calls have rows and switches of their own", () => {
    for (const id of ["contacts", "call-log", "motion", "calendar", "call"]) assert.equal(rows.find(([row]) => row === id)?.[1], true, id);
  });
  await t.test("PM-08 and PM-15: what the service cannot do without has no switch and says why, with every name that systems show", () => {
    const [, hasSwitch, words] = rows.find(([row]) => row === "storage");
    assert.equal(hasSwitch, false);
    for (const one of ["needed", "Keep labels until they are printed.", "Read the contents of the memory card", "Modify or delete the contents of the memory card"]) assert.ok(words.includes(one), one);
  });
  await t.test("PM-11: that only what is needed is read stands on the row", async () => assert.match(rows.find(([row]) => row === "contacts")[2], /name and number of the contact that you pick/));
  await tab.close();

  await t.test("JT-04 and PM-10: where a use changes or a new one comes, that one is asked for again and no other", async () => {
    const { dist } = built("second", ['data = ["calls"]', 'data = ["calls", "phone"]'], ["[[ask]]\nid = \"survey\"", '[[ask]]\nid = "raffle"\ntitle = { en = "Raffle" }\npurpose = { en = "Draw the winners." }\ndata = ["phone"]\n\n[[ask]]\nid = "survey"']);
    cpSync(dist, tools.courier.dist, { recursive: true });
    await tab.reload();
    await tab.settle();
    for (const name of ["contacts", "survey", "microphone"]) {
      await ask(tab, name);
      assert.equal((await answerTo(tab, name)).answer, "refused", name);
    }
    for (const name of ["call-log", "raffle"]) {
      await prompt(tab, name);
      await reply(tab, "no");
    }
  });
  assert.deepEqual(tab.faults, []);
});
