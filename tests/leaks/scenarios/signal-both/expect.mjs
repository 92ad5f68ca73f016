/**
 * Whoever sends the signal is not asked, and nothing opens, now or on a return visit; without the signal the same page asks and opens.
 */
import assert from "node:assert/strict";

export default {
  async visit(visits, { pages }) {
    await visits.visitor(pages);
    for (const when of ["on the first visit", "on the return visit"]) {
      await visits.open();
      await visits.expect(when, []);
      assert.deepEqual(await visits.evaluate(() => [!!document.getElementById("countersign"), countersign.state().signal]), [false, "b"], when);
    }
    await visits.visitor(pages);
    await visits.open("/?without");
    await visits.click("accept");
    await visits.expect("without the signal", ["analytics/a.js", "embeds/i.gif"]);
  },
};
