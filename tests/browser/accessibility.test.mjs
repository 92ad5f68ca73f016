/**
 * axe-core on the policy pages, light and dark.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LOCALES, violations } from "./axe.mjs";
import { courier } from "./harness.mjs";

const tools = courier();

for (const colorScheme of ["light", "dark"]) {
  for (const locale of LOCALES) {
    test(`axe finds nothing on the policy page in ${locale}, ${colorScheme}`, async () => {
      const tab = await tools.visit(`/countersign/policy/1.0/${locale}.html`, { colorScheme });
      assert.deepEqual(await violations(tab), []);
      await tab.visitor.leave();
    });
  }
}
