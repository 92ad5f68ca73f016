/**
 * What a test file of one engine holds: the browser is started once, and every scenario is a test; then the twenty items.
 */
import { after, before } from "node:test";
import * as order from "./order.mjs";
import * as scenarios from "./scenarios.mjs";
import { Visits } from "./visits.mjs";

/** Registers all tests of an engine. */
export async function engine(name) {
  const tools = {};
  before(async () => (tools.visits = await Visits.start(name)));
  after(() => tools.visits?.close());
  await scenarios.register(name, tools);
  order.register(name, tools);
}
