/**
 * The example of `www/docs/gate.md` for vendors without a family of calls works as it stands, before the loader and behind it.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { harness, until } from "../loader/browser.mjs";
import { html, tag } from "../loader/serve.mjs";
import { outcomes, stateWith } from "../loader/tables.mjs";

const docs = readFileSync(new URL("../../www/docs/gate.md", import.meta.url), "utf8");
const [, example] = /### Other vendors\n[^]*?```html\n([^]*?)```/.exec(docs);
const vendor = `<script>window.said = []; window.mixpanel = { opt_in_tracking() { said.push("in"); }, opt_out_tracking() { said.push("out"); } };</script>`;
const { visit } = harness({ "/before": html("", vendor + example + tag), "/behind": html(example, vendor + tag) });

for (const path of ["/before", "/behind"]) {
  test(`a vendor of one's own is told by the page, ${path.slice(1)} the loader`, async () => {
    const asked = await visit(path);
    assert.deepEqual(await asked.evaluate(() => window.said), ["out"]);
    await asked.click("[data-cs=accept]");
    await until(asked, () => window.said.length === 2);
    await asked.evaluate(() => window.countersign.refuseAll());
    await until(asked, () => window.said.length === 3);
    assert.deepEqual(await asked.evaluate(() => window.said), ["out", "in", "out"]);
    const back = await visit(path, { cookie: stateWith(outcomes.purposes.join("~")) });
    assert.equal(await back.evaluate(() => window.said.at(-1)), "in");
  });
}
