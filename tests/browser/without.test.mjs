/**
 * Without JavaScript, without WebAssembly, and without its fallback too: the policy can be read and printed, every choice can be made, nothing
 * leaks, nothing is lost.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { except } from "./engines.mjs";
import { courier, leaves, PURPOSES, REQUESTS, until } from "./harness.mjs";

const tools = courier();
const requests = (open) => open.flatMap((id) => REQUESTS[id]).sort();

for (const locale of ["en", "zh-Hans", "zh-Hant", "ms"]) {
  test(`without JavaScript the policy in ${locale} has its text, its headings and working contents`, async () => {
    const tab = await tools.visit(`/countersign/policy/1.0/${locale}.html`, { javaScriptEnabled: false });
    const page = tab.page;
    assert.equal(await page.locator("html").getAttribute("lang"), locale);
    assert.ok((await page.locator("[data-cs-text]").innerText()).length > 4_000);
    const headings = await page.locator("[data-cs-text] :is(h2, h3)").count();
    assert.ok(headings >= 10, `${headings} headings`);
    assert.equal(await page.locator("script").count(), 0);
    const link = page.locator("nav a[href='#s-5']");
    await link.click();
    assert.match(page.url(), /#s-5$/);
    assert.equal(await page.locator("#s-5").isVisible(), true);
  });
}

test("without JavaScript the site's pages work, link to the policy, and ask no third party", async () => {
  const made = await tools.fresh();
  const tab = await tools.visit("/track.html", { javaScriptEnabled: false });
  await tab.page.locator("footer [data-policy]").click();
  await tab.page.waitForURL(/policy\/1\.0\/en\.html$/);
  assert.deepEqual(tab.visitor.asked, []);
  assert.deepEqual(await made.log(), []);
  assert.deepEqual(await tab.visitor.context.cookies(), []);
});

/** A PDF with its compressed streams written out behind it: Firefox keeps the list of pages in one. */
function unpacked(pdf) {
  const text = pdf.toString("latin1");
  const streams = [...text.matchAll(/\/FlateDecode[^]*?stream\r?\n([^]*?)endstream/g)].map(([, packed]) => inflateSync(Buffer.from(packed, "latin1")).toString("latin1"));
  return [text, ...streams].join("\n");
}

test("the policy prints to a PDF of several pages with its text, not its navigation", except({ webkit: "the browser takes no order to print, nor to show a page as on paper" }), async () => {
  const tab = await tools.visit("/countersign/policy/1.0/en.html", { javaScriptEnabled: false });
  const pdf = await tab.page.pdf({ format: "A4" });
  assert.match(pdf.toString("latin1"), /^%PDF-/);
  const pages = unpacked(pdf).match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages >= 4, `${pages} pages`);
  await tab.page.emulateMedia({ media: "print" });
  assert.equal(await tab.page.locator("nav").first().isVisible(), false);
  assert.equal(await tab.page.locator("#s-1").isVisible(), true);
});

/** Two ways in which WebAssembly is not to be had. */
const WITHOUT = {
  "a policy without 'wasm-unsafe-eval'": {
    options: { csp: (made) => `script-src 'self' ${made.standIns.origin}; style-src 'self'` },
    visitor: {},
  },
  "a browser without WebAssembly": { options: {}, visitor: { init: () => delete window.WebAssembly } },
};

/** Choices that need no Rust: how they are made and what they open. */
const CHOICES = [
  { name: "accept all", control: "accept-all", open: PURPOSES, make: (tab) => tab.acceptAll() },
  { name: "refuse all", control: "refuse-all", open: [], make: (tab) => tab.refuseAll() },
  {
    name: "layer 2",
    control: "save",
    open: ["chat", "maps"],
    make: async (tab) => {
      await tab.choose();
      assert.equal(await tab.page.locator("#countersign-dialog input:checked").count(), 0);
      await tab.unfold();
      await tab.openPolicy();
      await tab.back();
      await tab.save(["chat", "maps"]);
    },
  },
];

/** Makes a choice on a page that has leaked nothing so far, and checks what it opens. */
async function choose(tab, made, { open, make }) {
  await tab.banner.waitFor({ state: "visible" });
  await tab.settle();
  assert.deepEqual([tab.visitor.asked, await made.log(), await tab.names()], [[], [], []]);
  await make(tab);
  assert.deepEqual((await tab.state()).open, open);
  await until("what is open is asked", () => made.log(), (log) => log.length === requests(open).length);
  assert.deepEqual(await made.log(), requests(open));
}

/** Checks the one receipt that a choice became. */
async function sealed(made, { control, open }) {
  const [{ rid, claims }] = await made.receipts(1);
  assert.equal(claims.how.control, control);
  assert.equal(claims.assurance, "device");
  assert.deepEqual(claims.p.filter(({ st }) => st === "given").map(({ id }) => id), open);
  return { rid, claims };
}

for (const [lack, { options, visitor }] of Object.entries(WITHOUT)) {
  for (const choice of CHOICES) {
    test(`${lack}: ${choice.name} works, leaks nothing before, and is sealed by the fallback`, async () => {
      const made = await tools.fresh(options);
      const tab = await tools.visit("/", visitor);
      await choose(tab, made, choice);
      await sealed(made, choice);
      await until("the entry is settled", () => tab.pending(), (list) => list.length === 0);
      assert.deepEqual([tab.faults, tab.said.filter((line) => line.startsWith("CS-"))], [[], []]);
    });
  }
}

/** The Rust side in both of its forms. */
const RUST = /widget\.[0-9a-f]{12}\.(wasm|fallback\.js)/;
/** Lets nothing of it come. */
const cut = (visitor) => visitor.context.route(RUST, (route) => route.abort());

for (const choice of CHOICES) {
  test(`where the fallback does not come either: ${choice.name} works, leaks nothing before, and waits for a page view that can seal it`, async () => {
    const made = await tools.fresh();
    const visitor = await tools.visitor({ init: () => delete window.WebAssembly });
    await cut(visitor);
    const tab = await visitor.tab("/");
    await choose(tab, made, choice);
    const [entry, ...more] = await tab.pending();
    assert.deepEqual([entry.control, entry.open, entry.trusted, more], [choice.control, choice.open, true, []]);
    // The next page view lacks it still: the choice holds, the entry stays, and one line says why.
    await tab.reload();
    await tab.button.waitFor({ state: "visible" });
    assert.deepEqual((await tab.state()).open, choice.open);
    await until("the widget was tried", () => tab.said, (said) => said.some((line) => line.startsWith("CS-WIDGET")));
    assert.deepEqual((await tab.pending()).map(({ id }) => id), [entry.id]);
    assert.deepEqual([tab.faults, await made.ledger()], [[], []]);
    await visitor.context.unroute(RUST);
    await tab.open("/track.html");
    const { rid, claims } = await sealed(made, choice);
    assert.deepEqual([rid, Date.parse(claims.iat)], [entry.id, entry.at]);
    await until("the entry is settled", () => tab.pending(), (list) => list.length === 0);
  });
}

test("where neither wasm nor its fallback comes, withdrawing works in layer 2", async () => {
  const made = await tools.fresh();
  const visitor = await tools.visitor();
  await cut(visitor);
  const tab = await visitor.tab("/");
  await tab.acceptAll();
  await until("everything is asked", () => made.log(), (log) => log.length === requests(PURPOSES).length);
  await tab.choose();
  assert.equal(await tab.page.locator("#countersign-dialog input:checked").count(), PURPOSES.length);
  await tab.control("withdraw").click();
  await tab.closed();
  await leaves(tab, []);
  await made.forget();
  await tab.reload();
  await tab.settle();
  assert.deepEqual(await made.log(), []);
  assert.deepEqual((await tab.pending()).map((entry) => entry.control), ["accept-all", "withdraw-all"]);
});
