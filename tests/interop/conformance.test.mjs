/**
 * `countersign conformance`: our receiver and the example backends have no error, and every planted fault is found by its rule.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { program } from "../browser/harness.mjs";
import { FAULTS, start } from "./faulty.mjs";
import { BACKENDS } from "./servers.mjs";

const SITE = "https://site.example";

/** Tries a backend and answers exit code and report. Not `spawnSync`: the faulty backends answer from this very process. */
const judge = (url, ...words) =>
  new Promise((done) => {
    execFile(program("countersign"), ["conformance", url, "--format", "json", ...words], (error, stdout, stderr) => {
      assert.ok(stdout, stderr);
      done({ code: error?.code ?? 0, ...JSON.parse(stdout) });
    });
  });

/**
 * Tries backends that `start` starts, one until one is not found slow (CS-K02), three at most: an answer of any of them can take longer than
 * that rule has it on a busy machine, and none of them is slow by itself.
 */
async function judgeOne(start, ...words) {
  for (let more = 2; ; more--) {
    const backend = await start();
    try {
      const report = await judge(backend.url, ...words);
      if (!more || report.findings.every(({ code }) => code !== "CS-K02")) return report;
    } finally {
      await backend.stop();
    }
  }
}

for (const { name, does, cors, skip, start } of BACKENDS) {
  test(`${name} passes with every body`, { skip }, async () => {
    const report = await judgeOne(() => start(SITE), "--body", "cloudevents,jose,text,form", ...(cors ? ["--origin", SITE] : []));
    assert.deepEqual([report.code, report.errors, report.warnings], [0, 0, 0], JSON.stringify(report.findings, null, 1));
    assert.deepEqual([report.takes, report.verifies, report.countersigns], [true, does.includes("verifies"), does.includes("countersigns")]);
    assert.ok(report.requests > 35, "everything was tried");
    // What merely answers 204 is enough; what it leaves out is said.
    const codes = report.findings.map(({ code }) => code);
    assert.equal(codes.includes("CS-K24"), !report.countersigns);
    assert.equal(codes.includes("CS-K09"), !report.verifies);
  });
}

test("a backend without a fault has no finding", async () => {
  const report = await judgeOne(() => start(undefined, SITE), "--origin", SITE, "--deny", "notes");
  assert.deepEqual([report.code, report.findings], [0, []]);
});

for (const [fault, [code, severity, what]] of Object.entries(FAULTS)) {
  test(`${code} finds that ${what}`, async () => {
    const report = await judgeOne(() => start(fault, SITE), "--origin", SITE, "--deny", `${severity}s`);
    const found = report.findings.filter((one) => one.severity !== "note");
    assert.ok(found.length, "something is found");
    assert.deepEqual([...new Set(found.map((one) => `${one.severity} ${one.code}`))], [`${severity} ${code}`], JSON.stringify(report.findings, null, 1));
    assert.equal(report.code, 1);
  });
}

test("an address where nobody listens is an error, and one that is none is refused with a remedy", async () => {
  const report = await judge("http://127.0.0.1:9/receipts");
  assert.deepEqual([report.code, report.takes, report.findings.map(({ code }) => code)], [1, false, ["CS-K01"]]);
  const { stderr } = await new Promise((done) => execFile(program("countersign"), ["conformance", "receipts"], (_error, stdout, stderr) => done({ stdout, stderr })));
  assert.match(stderr, /no http or https address; name where the backend takes receipts/);
});
