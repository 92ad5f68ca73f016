/**
 * Half of the scenarios in Firefox, the twenty items, and the signals that Firefox itself sends when a person turns them on.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { engine } from "./engine.mjs";
import { scenarios } from "./scenarios.mjs";
import { Visits } from "./visits.mjs";

await engine("firefox", 0);

test("firefox: its own signals keep everything shut, and nobody is asked", async () => {
  const visits = await Visits.start("firefox", { signals: true });
  try {
    const { pages } = (await scenarios(["script-external"]))[0];
    await visits.visitor(pages);
    for (const when of ["on the first visit", "on the return visit"]) {
      await visits.open();
      assert.deepEqual(await visits.evaluate(() => [navigator.globalPrivacyControl, navigator.doNotTrack]), [true, "1"]);
      assert.deepEqual(await visits.evaluate(() => [!!document.getElementById("countersign"), countersign.state().signal]), [false, "b"], when);
      await visits.expect(when, []);
    }
  } finally {
    await visits.close();
  }
});
