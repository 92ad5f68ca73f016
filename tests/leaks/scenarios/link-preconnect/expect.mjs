/**
 * A connection is no request, so it is counted apart, and only where the engine connects early at all.
 */
import assert from "node:assert/strict";
import { until } from "../../visits.mjs";

const control = { "/": '<!doctype html><title>Control</title><link rel="preconnect" href="{{alone}}/"><button id="countersign-button">' };

export default {
  async visit(visits, { pages }, t) {
    await visits.visitor(control);
    await visits.open();
    if (!(await until(() => visits.connections(), Boolean, 1000))) return t.skip("this engine does not connect early here");
    await visits.visitor(pages);
    await visits.open();
    await visits.quiet();
    await visits.click("refuse");
    await visits.quiet();
    await visits.open();
    await visits.quiet();
    assert.equal(visits.connections(), 0, "connections without a choice for them");
    await visits.visitor(pages);
    await visits.open();
    await visits.click("accept");
    assert.ok(await until(() => visits.connections()), "connections after accepting");
  },
};
