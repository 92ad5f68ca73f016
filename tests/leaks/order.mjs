/**
 * Twenty gated items of mixed kinds open in document order and once each, while one of them hangs forever and one fails; on the click,
 * on the return visit, over the page's own navigation, over the back/forward cache, and when the same choice is told twice.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { until } from "./visits.mjs";

const read = (name) => readFileSync(new URL(`order/${name}`, import.meta.url), "utf8");
const away = "<!doctype html><title>Away</title><p>Elsewhere";
const PAGES = { "/": read("page.html"), "/waits": read("page-waits.html"), "/away": away };

const ORDER = Array.from({ length: 20 }, (_, place) => `i${place + 1}`);
const RAN = ["1", "13.js", "3.js", "5a.js", "5b", "5c.js", "8.mjs"];
const REQUESTS = [
  ...["1.gif", "3.js", "5a.js", "5c.js", "8.mjs"].map((name) => "analytics/" + name),
  ...["4.gif", "hang7.js", "fail12.js", "13.js", "15.gif"].map((name) => "marketing/" + name),
  ...["2.css", "6.html", "9.gif", "10.mp4+", "11.gif", "14.html", "16.mp3+", "17.html", "18.gif", "19.gif", "20.gif"].map((name) => "embeds/" + name),
];

/** Holds that everything opened once, in document order, and that scripts ran in the order that their template gives. */
async function opened(visits, when, may = []) {
  await visits.expect(when, REQUESTS.filter((name) => !may.includes(name)), may);
  // What was asked for may run a while later.
  const [order, ran] = await until(() => visits.evaluate(() => [opened, window.ran ?? []]), ([, ran]) => ran.length >= RAN.length);
  assert.deepEqual(order, ORDER, `${when}: the order`);
  assert.deepEqual(ran.filter((name) => name.startsWith("5")), ["5a.js", "5b", "5c.js"], `${when}: inside a template`);
  assert.deepEqual([...ran].sort(), RAN, `${when}: what ran`);
}

/** Opens the page and accepts. */
async function accept(visits, path) {
  await visits.visitor(PAGES);
  await visits.open(path);
  await visits.expect("before the choice", []);
  await visits.click("accept");
}

const TESTS = {
  async "twenty items open once each in document order, on the click and on the return visit"(visits) {
    await accept(visits);
    await opened(visits, "on the click");
    await visits.open();
    await opened(visits, "on the return visit");
    await visits.reload();
    // Firefox restores what a frame showed, and not always by asking for it.
    await opened(visits, "after a reload", ["embeds/6.html"]);
  },

  async "a choice that is told twice opens nothing twice"(visits) {
    await accept(visits);
    await opened(visits, "on the click");
    await visits.evaluate(() => {
      const told = { key: "cs", newValue: localStorage.cs, storageArea: localStorage };
      dispatchEvent(new StorageEvent("storage", told));
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      document.dispatchEvent(new Event("readystatechange"));
      document.dispatchEvent(new Event("visibilitychange"));
      document.body.append(document.createElement("i"));
    });
    await opened(visits, "after the choice was told again");
  },

  async "the page's own navigation opens what is new once, and nothing again"(visits) {
    await accept(visits);
    await opened(visits, "on the click");
    const draw = (name, address) => {
      history.pushState({}, "", name);
      document.querySelector("main").innerHTML = `<img data-cs-purpose="embeds" data-cs-src="${address}" alt="">`;
    };
    const embeds = await visits.evaluate(() => document.getElementById("i4").src.replace("adverts", "films").replace("4.gif", ""));
    for (const name of ["one", "two", "one"]) await visits.evaluate(draw, `/spa/${name}`, `${embeds}spa-${name}-${Math.random()}.gif`);
    await visits.evaluate(() => history.back());
    const news = () => visits.asked().filter((name) => name.includes("spa-"));
    assert.equal((await until(news, (asked) => asked.length >= 3)).length, 3);
    await visits.quiet();
    assert.deepEqual([news().length, visits.asked().filter((name) => name === "marketing/4.gif").length], [3, 1]);
  },

  async "the way back through the back/forward cache opens nothing again, and what another page chose meanwhile"(visits, t) {
    await visits.visitor({ ...PAGES, "/": PAGES["/"].replace(/<script id="i7".*\n/, "") });
    await visits.open();
    const first = visits.view;
    await visits.evaluate(() => addEventListener("pageshow", (event) => (window.kept = event.persisted)));
    await visits.open("/away", false);
    await visits.evaluate((value) => {
      document.cookie = `cs=${value}; Path=/`;
      localStorage.cs = value;
    }, visits.state("analytics~marketing~embeds"));
    await visits.back();
    if (!(await until(() => visits.evaluate(() => window.kept), Boolean, 1000))) return t.skip("this engine kept no page here");
    visits.view = first;
    // WebKit asks again by itself for what embeds and objects show, when a page comes out of the cache.
    const wanted = REQUESTS.filter((name) => !name.includes("hang7")).map((name) => name.replace(/1[47]\.html/, "$&+"));
    await visits.expect("on the way back after a choice elsewhere", wanted);
    await visits.open("/away", false);
    await visits.back();
    visits.view = first;
    await visits.expect("on the way back again", wanted);
    assert.deepEqual(await visits.evaluate(() => opened), ORDER.filter((id) => id !== "i7"));
    await visits.driver.fresh();
  },

  async "what hangs holds up only what depends on it"(visits) {
    await accept(visits, "/waits");
    const names = ["analytics/beside.js", "analytics/first.js", "analytics/hang-too.js", "analytics/hang.js", "foreign/host.js"];
    await visits.expect("after accepting", names);
    const ran = await until(() => visits.evaluate(() => window.ran), (ran) => ran.includes("after first"));
    assert.deepEqual([...ran].sort(), ["after first", "beside.js", "first.js", "host.js", "other purpose"]);
    assert.ok(ran.indexOf("first.js") < ran.indexOf("after first"), ran.join());
  },
};

/** Registers the tests in one engine. */
export function register(engine, tools) {
  for (const [name, run] of Object.entries(TESTS)) {
    test(`${engine}: ${name}`, async (t) => {
      try {
        await run(tools.visits, t);
      } finally {
        tools.visits.sink.release();
        await tools.visits.driver.fresh();
      }
    });
  }
}
