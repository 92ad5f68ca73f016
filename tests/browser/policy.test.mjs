/**
 * The strict policy of a build, graded by a program that is not ours: no finding of high severity in any state.
 *
 * Enters: `dist/gate.json` of the demo and CSP Evaluator. Deliberately absent: the host lists, which any host with a JSONP address weakens;
 * that is what the strict policy is for.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import evaluator from "csp_evaluator";
import parser from "csp_evaluator/dist/parser.js";
import finding from "csp_evaluator/dist/finding.js";
import { ROOT } from "./harness.mjs";

const { Severity } = finding;
const gate = JSON.parse(readFileSync(join(ROOT, "www/demo/dist/gate.json"), "utf8"));

/** What is found in a policy, as severity, directive and value. */
const grade = (policy) =>
  new evaluator.CspEvaluator(new parser.CspParser(policy).csp)
    .evaluate()
    .map(({ severity, directive, value, description }) => ({ severity, line: `${directive} ${value ?? ""}: ${description}` }));
const grave = (policy) => grade(policy).filter(({ severity }) => [Severity.HIGH, Severity.HIGH_MAYBE, Severity.SYNTAX].includes(severity));

test("the grading sees what is grave", () => {
  assert.notDeepEqual(grave("default-src 'self' 'unsafe-inline'"), []);
  assert.notDeepEqual(grave("script-src *"), []);
});

test("no state's strict policy has a grave finding", () => {
  assert.equal(gate.states.length, 6);
  for (const { open, strict } of gate.states) {
    // The header holds two policies (CSP section 3.1); the first stands on its own.
    const [first, ...more] = strict.replaceAll("{nonce}", "bm9uY2Utb2YtdGhlLXRlc3Q").split(", ");
    assert.equal(more.length, 1);
    assert.deepEqual(grave(first), [], open.join());
  }
});
