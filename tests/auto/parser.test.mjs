/**
 * What the page's own parser makes. A browser may ask for it ahead of any script: those exceptions stand in www/docs/gate.md, and here they
 * are tested as what they are. Whatever left, nothing of it runs or shows before consent.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { accept, harness, settle } from "./harness.mjs";

const tools = harness();
const { open, leaks } = tools;
const kinds = {
  "script": '<script src="@a.test/x.js"></script>',
  "async script": '<script async src="@a.test/x.js"></script>',
  "deferred script": '<script defer src="@a.test/x.js"></script>',
  "module": '<script type="module" src="@a.test/x.js"></script>',
  "img": '<img src="@a.test/p.gif">',
  "lazy img": '<p style="height:9000px"></p><img loading="lazy" src="@a.test/p.gif">',
  "srcset": '<img srcset="@a.test/p.gif 1x">',
  "iframe": '<iframe src="@a.test/f.html"></iframe>',
  "srcdoc": `<iframe srcdoc="<img src='@a.test/p.gif'>"></iframe>`,
  "link": '<link rel="stylesheet" href="@a.test/s.css">',
  "prefetch": '<link rel="prefetch" href="@a.test/s.css">',
  "video": '<video preload="auto" src="@a.test/v.mp4"></video>',
  "poster": '<video poster="@a.test/p.gif"></video>',
  "video source": '<video preload="auto"><source src="@a.test/v.mp4"></video>',
  "audio": '<audio preload="auto" src="@a.test/a.mp3"></audio>',
  "embed": '<embed type="text/html" src="@a.test/f.html">',
  "object": '<object type="text/html" data="@a.test/f.html"></object>',
  "input": '<input type="image" src="@a.test/p.gif">',
  "svg": '<svg><image href="@a.test/p.gif"/></svg>',
  "noscript": '<noscript><img src="@a.test/p.gif"></noscript>',
};
for (const [name, markup] of Object.entries(kinds)) {
  test(name, async () => {
    const page = await open(markup + "<p>end</p>");
    await settle(page, 300);
    const before = leaks().length;
    const ran = await page.evaluate(() => (window.ran || []).length);
    tools.asked.length = 0;
    await accept(page);
    await settle(page, 400);
    console.log(name, "before", before, "ran", ran, "after", leaks().length, "ran", await page.evaluate(() => (window.ran || []).length), page.said.filter((l) => /CS-|thrown/.test(l)).join(), await page.evaluate(() => document.body.innerHTML.replace(/[^]*?id="countersign-button"[^]*?<.button>/, "")));
    await page.context().close();
  });
}
