/**
 * The main journeys, one table for three engines: first visit, accepting, refusing, one purpose, withdrawing, coming back, layers 2 and 3, the
 * visitor's own receipts, a signal, a prompt at the moment itself, an outage and later delivery, two tabs.
 *
 * Enters: the name of an engine. Leaves: a test for each journey. Absent: the signal that a browser itself sends, which is for the leak suite;
 * here the page says it, because WebKitGTK has no such setting.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Courier, PURPOSES, REQUESTS, until } from "../browser/harness.mjs";
import { RETRIED } from "../faults/ledger.mjs";
import { Person } from "./person.mjs";

const SIGNAL = '<script>Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { configurable: true, get: () => true })</script>';
const everything = PURPOSES.flatMap((id) => REQUESTS[id]).sort();
const sha256 = (text) => createHash("sha256").update(text).digest("base64url");
const given = ({ p }) => p.filter(({ st }) => st === "given").map(({ id }) => id);

/** Names that the stand-ins leave in a browser. Runs on the page. */
const left = () => [...document.cookie.split("; "), ...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((name) => /^(_mk_|_al_|sb_|pk_)/.test(name));

/** The receipts of the ledger from this place on, once there are so many of them. */
const from = async (made, start, count, patience) => (await made.receipts(start + count, patience)).slice(start);

/** Waits until the stand-ins were asked for exactly these. */
const asked = (made, wanted) => until(`${wanted.length} requests`, () => made.log(), (log) => log.join() === [...wanted].sort().join());

const JOURNEYS = {
  async "a first visit asks nobody, accepting opens everything, and it holds on the next page"(person, made, start) {
    await person.open("/");
    assert.equal(await person.evaluate(() => !!document.querySelector("#countersign [data-cs=accept]")), true);
    assert.deepEqual([await made.log(), await person.evaluate(left), await person.isOpen([])], [[], [], []]);
    await person.press("#countersign [data-cs=accept]", "button");
    await person.isOpen(PURPOSES);
    await asked(made, everything);
    const [{ claims }] = await from(made, start, 1);
    assert.deepEqual([claims.kind, claims.how.control, claims.how.trusted, claims.assurance, given(claims)], ["choice", "accept-all", true, "device", PURPOSES]);
    await made.forget();
    await person.open("/track.html");
    await person.sees("button");
    await asked(made, everything);
  },

  async "layers 2 and 3 are read, one purpose is allowed, listed, and withdrawn"(person, made, start) {
    await person.open("/");
    await person.press("#countersign [data-cs=choose]", "preferences");
    await person.press("[data-cs=policy]", "policy");
    assert.ok(await person.evaluate(() => document.querySelector("#countersign-dialog > div").shadowRoot.querySelectorAll("nav a").length > 5));
    await person.press("[data-cs=back]", "preferences");
    const checked = () => person.evaluate(() => [...document.querySelector("#countersign-dialog > div").shadowRoot.querySelectorAll("[name=purpose]:checked")].map(({ value }) => value).join());
    assert.equal(await checked(), "", "nothing is on before a choice");
    await person.press('[name=purpose][value="chat"]', async () => (await checked()) === "chat");
    await person.press("[data-cs=save]", "button");
    await person.isOpen(["chat"]);
    await asked(made, REQUESTS.chat);
    const [first] = await from(made, start, 1);
    assert.deepEqual([first.claims.kind, first.claims.how.control, first.claims.assurance, given(first.claims)], ["choice", "save", "device", ["chat"]]);
    await person.open("/track.html");
    await person.sees("button");
    await person.isOpen(["chat"]);
    await person.press("#countersign-button", "preferences");
    await person.receipts(1);
    await person.press("[data-cs=withdraw]", "button");
    await person.isOpen([]);
    await until("what the chat left is cleared", () => person.evaluate(left), (names) => !names[0]);
    const [, { claims }] = await from(made, start, 2);
    assert.deepEqual([claims.kind, claims.seq, claims.prev, claims.rec], ["withdrawal", 1, sha256(first.receipt), first.claims.rec]);
  },

  async "refusing while the site is down holds, and its receipt arrives later; another tab follows"(person, made, start) {
    await person.open("/");
    await made.kill();
    await person.press("#countersign [data-cs=refuse]", "button");
    await until("the entry is sealed", () => person.evaluate(() => !Object.keys(localStorage).some((key) => key.startsWith("cs.pending."))));
    await person.open("/ship.html");
    await person.sees("button");
    await person.isOpen([]);
    await made.revive();
    const [{ claims }] = await from(made, start, 1, RETRIED);
    assert.deepEqual([claims.how.control, given(claims), await made.log()], ["refuse-all", [], []]);
    // WebKit may stop a page that is behind another, and with it whoever waits for its lock.
    await until("nothing waits here", () => person.evaluate(() => !localStorage.getItem("cs.outbox")));

    await person.driver.beside();
    await person.open("/");
    await person.press("#countersign-button", "preferences");
    await person.press("[data-cs=accept]", "button");
    await person.isOpen(PURPOSES);
    await person.driver.swap();
    await person.isOpen(PURPOSES);
    const all = await from(made, start, 2);
    assert.deepEqual(all.map(({ claims }) => [claims.how.control, claims.seq, claims.rec]), [["refuse-all", 0, claims.rec], ["accept-all", 1, claims.rec]]);
  },

  async "with a signal nobody is asked, nothing opens, and a prompt at the moment itself says what it is for"(person, made, start) {
    await person.open("/signal.html");
    await person.sees("button");
    assert.deepEqual([await person.isOpen([]), await person.evaluate(() => window.countersign.state().signal)], [[], "g"]);
    const [{ claims: signal }] = await from(made, start, 1);
    assert.deepEqual([signal.kind, signal.sig.gpc, given(signal), signal.assurance], ["signal", true, [], "device"]);
    await person.evaluate(() => void window.countersign.request("geolocation").then(({ answer }) => (window.answer = answer)));
    await person.press("[data-cs=no]", async () => !!(await person.evaluate(() => window.answer)));
    const [, { claims }] = await from(made, start, 2);
    assert.deepEqual([await person.evaluate(() => window.answer), claims.how.control, claims.p.map(({ id, st }) => [id, st])], ["refused", "ask", [["geolocation", "refused"]]]);
    assert.deepEqual(await made.log(), []);
  },
};

/** Registers the journeys of an engine. */
export function journeys(engine) {
  let person;
  let made;
  before(async () => {
    made = await new Courier({ front: true }).start();
    const page = readFileSync(join(made.site, "index.html"), "utf8");
    writeFileSync(join(made.site, "signal.html"), page.replace("<head>", `<head>${SIGNAL}`));
    person = await Person.start(engine, made);
  });
  after(async () => {
    await person?.close();
    await made?.stop();
  });
  for (const [place, [name, travel]] of Object.entries(JOURNEYS).entries()) {
    test(`${engine}: ${name}`, async () => {
      if (place) await person.driver.stranger();
      await made.forget();
      await travel(person, made, (await made.ledger()).length);
    });
  }
}
