/**
 * Lighthouse over the demo, as a new visitor finds it: with the banner. What it says of accessibility and of good practice depends on no
 * clock; speed is for `cargo xtask bench lighthouse`.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { courier } from "../browser/harness.mjs";
import { auditor } from "./lighthouse.mjs";

const tools = courier();
let lighthouse;
before(async () => (lighthouse = await auditor(process.env.CHROMIUM_SHELL || process.env.CHROMIUM)));
after(() => lighthouse?.close());

for (const path of ["/", "/track.html", "/ship.html"]) {
  test(`${path}: Lighthouse gives 100 for accessibility and for best practices`, async () => {
    const { scores, imperfect } = await lighthouse.audit(tools.courier.origin + path, ["accessibility", "best-practices"], { throttlingMethod: "provided" });
    assert.deepEqual([scores, imperfect], [{ accessibility: 100, "best-practices": 100 }, []]);
  });
}
