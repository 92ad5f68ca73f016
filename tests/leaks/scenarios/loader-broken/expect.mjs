/**
 * Where the loader cannot work, everything stays shut and the page works.
 */
import assert from "node:assert/strict";

export default {
  async visit(visits, { pages }) {
    await visits.visitor(pages, { state: visits.state("analytics~marketing~embeds") });
    await visits.open("/", false);
    await visits.quiet();
    assert.deepEqual(visits.asked(), []);
    assert.equal(await visits.evaluate(() => document.title), "A page whose scripts broke the tools that the loader needs");
  },
};
