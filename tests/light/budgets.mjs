/**
 * The budgets of counts, from `crates/xtask/budgets.toml`. Leaves: `within`, which holds a count against its budget and says the count.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const text = readFileSync(new URL("../../crates/xtask/budgets.toml", import.meta.url), "utf8");

/** A figure by name. */
function budget(name) {
  const found = new RegExp(`^${name} = (\\d+)`, "m").exec(text);
  assert.ok(found, `crates/xtask/budgets.toml has no whole number ${name}`);
  return Number(found[1]);
}

/** Holds a count against its budget. A count of zero means that nothing was counted, unless the budget is zero too. */
export function within(t, name, count) {
  const most = budget(name);
  t.diagnostic(`${name}: ${count} of ${most}`);
  assert.ok(Number.isInteger(count) && (count > 0 || most === 0), `${name} was not counted: ${count}`);
  assert.ok(count <= most, `${name}: ${count}, budget ${most}; what was added has to pay, or the budget is raised in a commit that says why`);
}
