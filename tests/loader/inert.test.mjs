/**
 * Inert markup of every kind: nothing of it is asked for before a choice, and each address once after it (gate.md, "Inert markup").
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { come, harness, ran, until } from "./browser.mjs";
import { html } from "./serve.mjs";
import { stateWith } from "./tables.mjs";

const say = (name) => `<script>(window.ran = window.ran || []).push("${name}")</script>`;
const chat = 'data-cs-purpose="chat"';
const scripted = `<script type="text/plain" ${chat}`;

/** What a page holds, and which of the names under `/t/` an open purpose lets it ask for; `ran` names what runs besides. */
const cases = {
  "a template": [`<template ${chat}>one<b>two</b><img src="/t/a.js">three<link rel="stylesheet" href="/t/b.js"></template>`, "a b"],
  "a template whose content stands in a comment": [`<template ${chat}>\n <!-- <script src="/t/a.js"></script><img src="/t/b.js">${say("c")} --> \n</template>`, "a b", "a c"],
  "attributes kept back inside a template": [`<template ${chat}><p><img data-cs-src="/t/a.js"></p><script data-cs-src="/t/b.js"></script><video data-cs-src="/t/c.js"></video></template>`, "a b c", "b"],
  "a video inside a template": [`<template ${chat}><video src="/t/a.js" poster="/t/b.js"></video></template>`, "a b"],
  "an image with a set": [`<img ${chat} data-cs-srcset="/t/a.js 1x, /t/b.js 9x" data-cs-sizes="9px" data-cs-src="/t/c.js">`, "a"],
  "a picture": [`<picture ${chat}><source data-cs-srcset="/t/a.js"><img data-cs-src="/t/b.js"></picture>`, "a"],
  "a video by its sources": [`<video ${chat}><source data-cs-src="/t/a.js"><track default kind="captions" data-cs-src="/t/b.js"></video>`, "a b"],
  "an audio": [`<audio ${chat} preload="auto" data-cs-src="/t/a.js"></audio>`, "a"],
  "a frame": [`<iframe ${chat} data-cs-src="/t/a.js"></iframe>`, "a"],
  "a frame by its text": [`<iframe ${chat} data-cs-srcdoc="<img src='/t/a.js'>"></iframe>`, "a"],
  "an embed": [`<embed ${chat} data-cs-src="/t/a.js" type="text/html">`, "a"],
  "an object": [`<object ${chat} data-cs-data="/t/a.js" type="text/html"></object>`, "a"],
  "an input": [`<input type="image" ${chat} data-cs-src="/t/a.js">`, "a"],
  "a style sheet": [`<link rel="stylesheet" ${chat} data-cs-href="/t/a.js">`, "a"],
  "a preload": [`<link rel="preload" as="script" ${chat} data-cs-href="/t/a.js">`, "a"],
  "an image in SVG": [`<svg><image ${chat} data-cs-href="/t/a.js" width="9" height="9"/></svg>`, "a"],
  "a script in SVG": [`<template ${chat}><svg><script href="/t/a.js"></script></svg></template>`, "a", "a"],
  "a module": [`${scripted} data-cs-type="module">import "/t/a.js"</script>`, "a", "a"],
  "a script for old browsers": [`${scripted} nomodule data-cs-src="/t/no.js"></script>${scripted} data-cs-src="/t/a.js"></script>`, "a", "a"],
  "a script that is deferred": [`${scripted} defer data-cs-src="/t/a.js"></script>`, "a", "a"],
  "a script with its own handlers": [`${scripted} onload="window.ran.push('loaded')" data-cs-src="/t/a.js"></script>${scripted} onerror="(window.ran = window.ran || []).push('failed')" data-cs-src="/missing.js"></script>`, "a", "a failed loaded"],
  "a script with a false digest": [`${scripted} integrity="sha384-AAAA" data-cs-src="/t/a.js"></script>`, "a", ""],
  "data in a template": [`<template ${chat}><script type="application/json">{</script>${say("a")}</template>`, "", "a"],
  "purposes on several lines": [`<img data-cs-purpose="chat\n   analytics" data-cs-src="/t/a.js"><img data-cs-purpose="chat  marketing" data-cs-src="/t/b.js">`, "a"],
  "a gate inside a gate": [`<template ${chat}><img src="/t/a.js"><template data-cs-purpose="marketing">${say("no")}</template><template ${chat}>${say("b")}</template></template>`, "a", "b"],
  "a live script with a purpose of its own in a template": [`<template ${chat}><script data-cs-purpose="marketing" src="/t/no.js"></script><script data-cs-purpose="chat analytics" src="/t/a.js"></script></template>`, "a", "a"],
  "a gate inside a shut one": [`<picture data-cs-purpose="marketing"><source ${chat} data-cs-srcset="/t/no.js"><img data-cs-src="/t/no.js"></picture>`, ""],
  "what is refused": [`<img data-cs-refused="marketing" data-cs-src="/t/a.js"><img data-cs-refused="chat marketing" data-cs-src="/t/no.js"><template data-cs-refused="marketing">${say("b")}</template><script type="text/plain" data-cs-refused="unknown">window.ran.push("no")</script>`, "a", "b"],
  "one open and the other refused": [`<img ${chat} data-cs-refused="marketing" data-cs-src="/t/a.js"><img data-cs-purpose="analytics" data-cs-refused="chat" data-cs-src="/t/no.js">`, "a"],
};
const pages = Object.fromEntries(Object.values(cases).map(([markup], place) => [`/${place}`, html(markup + say("end"))]));
const { visit } = harness(pages);
const names = (page) => page.asked.filter((path) => path.startsWith("/t/")).map((path) => path.slice(3, -3)).sort().join(" ");
const words = (text = "") => text.split(" ").filter(Boolean);

Object.entries(cases).forEach(([name, [, asked, runs]], place) => {
  test(name, async () => {
    const before = await visit(`/${place}`);
    await before.waitForLoadState("networkidle");
    assert.equal(names(before), "");
    assert.deepEqual(await ran(before), ["end"]);
    await before.close();
    const page = await visit(`/${place}`, { cookie: stateWith("analytics~chat") });
    await until(page, (count) => (window.ran || []).length >= count, words(runs).length + 1);
    await come(page, () => names(page) === asked);
    await page.waitForLoadState("networkidle");
    assert.equal(names(page), asked);
    assert.deepEqual((await ran(page)).filter((one) => one !== "end").sort(), words(runs));
    // Another look at the page opens nothing twice.
    await page.evaluate(() => document.body.append(...document.querySelectorAll("img,iframe,i"), document.createElement("i")));
    await page.waitForLoadState("networkidle");
    assert.deepEqual((await ran(page)).length, words(runs).length + 1);
  });
});

test("the text of a template keeps its order", async () => {
  const page = await visit("/0", { cookie: stateWith("chat") });
  assert.match(await page.evaluate(() => document.body.innerText), /onetwo\s*three/);
});

test("what is for those who refused waits for a refusal", async () => {
  const page = await visit(`/${Object.keys(cases).indexOf("what is refused")}`);
  await page.click("[data-cs=refuse]");
  await until(page, () => window.ran?.includes("b"));
  await come(page, () => names(page) === "a no");
  await page.waitForLoadState("networkidle");
  assert.equal(names(page), "a no", "every purpose is refused now");
});
