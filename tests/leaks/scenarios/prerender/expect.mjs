/**
 * What is prepared ahead asks for nothing, also with a choice for everything; it opens once, when the visitor comes.
 */
import assert from "node:assert/strict";
import { until } from "../../visits.mjs";

export default {
  async visit(visits, { pages }, t) {
    if (!(await visits.evaluate(() => !!HTMLScriptElement.supports?.("speculationrules")))) return t.skip("this engine prepares no page");
    for (const [open, opens] of [["", []], ["analytics~marketing~embeds", ["analytics/t.js", "embeds/i.gif"]]]) {
      await visits.visitor(pages, { state: visits.state(open) });
      await visits.open();
      if (!(await until(() => visits.site.asked(visits.host, "/prepared-true"), Boolean, 3000))) return t.skip("this engine prepared no page here");
      await visits.expect("while the page is prepared", []);
      await visits.evaluate(() => void setTimeout(() => location.assign("/next.html")));
      // The tab shows another page now than the one that the driver knows, so only the servers are asked.
      await until(() => visits.asked().length >= opens.length);
      await new Promise((done) => setTimeout(done, 500));
      assert.deepEqual([visits.asked(), visits.site.asked(visits.host, "/prepared-true")], [opens, 1], "when the visitor comes");
      await visits.driver.fresh();
    }
  },
};
