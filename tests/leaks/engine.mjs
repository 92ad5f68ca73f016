/**
 * What a test file of one engine holds: the browser is started once, and every second scenario is a test; then, in the first half, the
 * twenty items. An engine has two files, because a visit mostly waits for requests that must not come.
 */
import { after, before } from "node:test";
import * as order from "./order.mjs";
import * as scenarios from "./scenarios.mjs";
import { Visits } from "./visits.mjs";

/** Registers the tests of one half of an engine: 0 or 1. */
export async function engine(name, half) {
  const tools = {};
  before(async () => (tools.visits = await Visits.start(name)));
  after(() => tools.visits?.close());
  await scenarios.register(name, tools, half);
  if (half === 0) order.register(name, tools);
}
