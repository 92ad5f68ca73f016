/**
 * The loader outlives `document.open`: what the new page holds stays shut, and opens once.
 */
import assert from "node:assert/strict";
import { until } from "../../visits.mjs";

const NEW = ["analytics/t.js", "embeds/new.gif"];

async function open(visits) {
  await visits.open();
  assert.ok(await until(() => visits.evaluate(() => document.title === "New")));
}

export default {
  async visit(visits, { pages }) {
    await visits.visitor(pages);
    await open(visits);
    await visits.expect("before a choice", []);
    await visits.click("refuse");
    await visits.expect("after refusing", []);
    await open(visits);
    await visits.expect("on the return visit after refusing", []);
    await visits.visitor(pages);
    await open(visits);
    await visits.click("accept");
    await visits.expect("after accepting", NEW);
    await open(visits);
    await visits.expect("on the return visit after accepting", [...NEW, "embeds/old.gif"]);
  },
};
