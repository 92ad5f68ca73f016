/**
 * The receiver against its own OpenAPI description, tried by Schemathesis: requests good and bad, and every answer must be one that the
 * description names, in the media type and the shape that it names, and never an error of the server's.
 * Left out: that whatever fits the schemas is accepted. A schema cannot say that a signature holds.
 * Schemathesis is installed into the build folder; where it cannot be, the test is skipped and says so.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import test from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(here, "../../target");

/** The program `schemathesis`, or why there is none. */
function schemathesis() {
  const folder = join(target, "venv-contract");
  const program = join(folder, "bin/schemathesis");
  if (existsSync(program)) return { program };
  try {
    execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe" });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", join(here, "contract.requirements.txt")];
    execFileSync(join(folder, "bin/python"), pip, { stdio: "pipe" });
    return { program };
  } catch (error) {
    return { missing: `Schemathesis cannot be installed (Debian: python3-venv): ${error.message.split("\n")[0]}` };
  }
}

/** A receiver with the receipts of the test vectors. */
async function receiver(folder) {
  const args = ["serve", "--listen", "127.0.0.1:0", "--database", join(folder, "ledger.db"), "--create", "--public-ledger"];
  const child = spawn(join(target, "debug/countersign-receiver"), args, { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await new Promise((resolve, reject) => {
    createInterface(child.stdout).once("line", (first) => resolve([first]));
    child.once("error", reject).once("exit", () => reject(new Error("the receiver ended at once")));
  });
  const origin = line.replace("listening on ", "");
  const vectors = JSON.parse(readFileSync(join(here, "../fixtures/receipts.json"), "utf8"));
  for (const { name, jws } of vectors.receipts) {
    const answer = await fetch(`${origin}/v1/receipts`, { method: "POST", headers: { "content-type": "application/jose", connection: "close" }, body: jws });
    assert.equal(answer.status, 201, name);
  }
  return { origin, child };
}

test("every answer is one that the OpenAPI description names, and none is an error of the server's", async (t) => {
  const { program, missing } = schemathesis();
  if (missing) return t.skip(missing);
  const folder = mkdtempSync(join(tmpdir(), "countersign-contract-"));
  const { origin, child } = await receiver(folder);
  try {
    for (const config of [[], ["--config-file", join(here, "contract.toml")]]) {
      const checks = ["--checks", "all", "--exclude-checks", "positive_data_acceptance", "--max-examples", "20"];
      const args = [...config, "run", `${origin}/openapi.json`, ...checks, "--no-color", "--request-timeout", "20"];
      const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
      assert.equal(status, 0, `${stdout}${stderr}`);
      const generated = Number(/(\d+) generated/.exec(stdout)?.[1]);
      assert.ok(generated > 200, `${generated} requests were made\n${stdout}`);
      t.diagnostic(`${generated} requests${config.length ? " to what is in the ledger" : ""}`);
    }
    assert.equal((await fetch(`${origin}/health`, { headers: { connection: "close" } })).status, 200);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
