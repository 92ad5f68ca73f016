/**
 * What no script can stop (www/docs/gate.md): each exception leaves the page when nothing but automatic mode is there, and does not leave it
 * under a policy that allows the site's own host alone, as `csp.txt` has it for "nothing open".
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { harness, settle } from "./harness.mjs";

const tools = harness();
const { open, run, leaks, arrive } = tools;
const fence = { "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; img-src 'self' data:; base-uri 'self'; object-src 'none'" };
const frame = 'document.body.append(document.createElement("iframe"));';
const worker = (code) => `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(code)}.replaceAll("//", location.protocol + "//")])))`;

/** A name, markup, and a script; each would ask `a.test`. */
const EXCEPTIONS = [
  ["a background in CSS", '<p style="background: url(@a.test/p.gif)">x</p>', ""],
  ["a style that a script sets", "", 'document.body.style.backgroundImage = "url(@a.test/p.gif)"'],
  ["a style sheet's import", "<style>@import url(@a.test/s.css);</style>", ""],
  ["the background of a table", '<table background="@a.test/p.gif"><tr><td>x</table>', ""],
  ["import()", "", 'await import(location.protocol + "@a.test/m.js").catch(() => {})'],
  ["an import statement", '<script type="module">import "@a.test/m.js";</script>'.replace("@", "http:@"), ""],
  ["fetch in a worker", "", worker("fetch('@a.test/w')")],
  ["importScripts in a worker", "", worker("importScripts('@a.test/w.js')")],
  ["a frame reached by number", "", `${frame} window[0].fetch("@a.test/c").catch(() => {})`],
  ["a script inside a srcdoc of the page", `<iframe srcdoc="<script>fetch('@a.test/c').catch(() => {})</script>"></iframe>`, ""],
  ["an SVG element's baseVal", "<svg><image></image></svg>", 'document.querySelector("image").href.baseVal = "@a.test/p.gif"'],
];

for (const [name, markup, code] of EXCEPTIONS) {
  test(name, async () => {
    const shown = await open(markup);
    await run(shown, code);
    await arrive(shown, 1);
    assert.ok(leaks().length > 0, "an exception no more: take it out of the table");
    await shown.context().close();
    const fenced = await open(markup, { headers: fence });
    await run(fenced, code);
    await settle(fenced, 300);
    assert.deepEqual(leaks(), [], "the fence covers it");
    await fenced.context().close();
  });
}

test("the parser's own elements do not leave a page with a fence either", async () => {
  const page = await open(
    `<script src="@a.test/x.js"></script><img src="@a.test/p.gif"><iframe src="@a.test/f.html"></iframe><link rel="stylesheet" href="@a.test/s.css"><link rel="prefetch" href="@a.test/t.css">
    <video preload="auto" src="@a.test/v.mp4" poster="@a.test/q.gif"></video><embed type="text/html" src="@a.test/g.html"><object type="text/html" data="@a.test/h.html"></object><svg><image href="@a.test/r.gif"/></svg>`,
    { headers: fence },
  );
  await settle(page, 300);
  assert.deepEqual(leaks(), []);
});
