/**
 * `countersign suppressions` against the receiver, as the people of a site use it: a list of an old system is read in, a mailing list is held
 * against it, and what must not be written to is written out. Both programs are the real ones; the lists are files.
 */
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(here, "../../target");
const KEY = "a-key-of-the-sites-own-server-01";
const folder = mkdtempSync(join(tmpdir(), "countersign-lists-"));
const at = (name) => join(folder, name);
let origin;
let receiver;

before(async () => {
  const base64url = (fill) => Buffer.alloc(32, fill).toString("base64url");
  writeFileSync(at("layang.keys"), `hash ${base64url(1)}\ntoken ${base64url(2)}\n`, { mode: 0o600 });
  const digest = createHash("sha256").update(KEY).digest("base64url");
  writeFileSync(at("receiver.toml"), `[[site]]
id = "layang-express"
origins = ["https://layang.example"]
marketing_keys = "${at("layang.keys")}"
api_keys = ["${digest}"]
`);
  const args = ["serve", "--listen", "127.0.0.1:0", "--database", at("ledger.db"), "--create", "--config", at("receiver.toml")];
  receiver = spawn(join(target, "debug/countersign-receiver"), args, { stdio: ["ignore", "pipe", "ignore"] });
  const line = await new Promise((resolve, reject) => {
    createInterface(receiver.stdout).once("line", resolve);
    receiver.once("error", reject).once("exit", () => reject(new Error("the receiver ended at once")));
  });
  origin = line.replace("listening on ", "");
});

after(() => {
  receiver?.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `countersign suppressions`; its exit code and what it said. */
function countersign(...args) {
  const all = ["suppressions", ...args, "--receiver", origin];
  const options = { env: { ...process.env, COUNTERSIGN_API_KEY: KEY }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(join(target, "debug/countersign"), all, options, (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }));
  });
}

test("a list is read in, asked about and written out; bad rows are named and the others taken", async () => {
  const rows = Array.from({ length: 2_500 }, (_, number) => `p${number}@post.example,email,,withdrawn`);
  const list = ["Address;Channel;Topic;State".replaceAll(";", ","), ...rows, "no address,email,,withdrawn", "0123456789,sms,offers,given", "x@post.example,email,,perhaps"];
  writeFileSync(at("old.csv"), `\ufeff${list.join("\r\n")}\r\n`);
  const dry = await countersign("import", at("old.csv"), "--source", "old system", "--code", "60", "--dry-run");
  assert.equal(dry.code, 1, dry.stderr);
  assert.match(dry.stderr, /old\.csv: line 2502: address is no e-mail address/);
  assert.match(dry.stderr, /old\.csv: line 2504: state must be withdrawn or given/);
  assert.match(dry.stderr, /2503 rows were read, of which 2501 would be sent and 2 are none/);
  const empty = await countersign("export");
  assert.deepEqual([empty.code, empty.stdout.trim().split("\r\n").length], [0, 1], "nothing was sent");

  const first = await countersign("import", at("old.csv"), "--source", "=1+1", "--code", "60", "--reason", "complaint");
  assert.equal(first.code, 1);
  assert.match(first.stderr, /2501 changed something, 0 held already/);
  const again = await countersign("import", at("old.csv"), "--source", "again", "--code", "60");
  assert.match(again.stderr, /0 changed something, 2501 held already/);

  // A newer list that allows lifts nothing.
  writeFileSync(at("new.csv"), "email,state\np1@post.example,given\nnew@post.example,given\n");
  const lifting = await countersign("import", at("new.csv"), "--source", "shop", "--channel", "email");
  assert.equal(lifting.code, 0, lifting.stderr);
  assert.match(lifting.stderr, /1 changed something, 0 held already, 1 would have allowed what somebody has stopped/);

  const members = ["name,email", "Ana,new@post.example", "\"Lim, Bo\",P1@Post.Example", "=cmd,who@post.example", "Cy,nobody", "\"\"\"Dee\"\"\",p2499@post.example"];
  writeFileSync(at("members.csv"), members.join("\n"));
  const answers = ["name,email,may_write", "Ana,new@post.example,yes", "\"Lim, Bo\",P1@Post.Example,stopped", "'=cmd,who@post.example,never-asked", "Cy,nobody,malformed", "\"\"\"Dee\"\"\",p2499@post.example,stopped"];
  for (const more of [[], ["--keys", at("layang.keys")]]) {
    const asked = await countersign("check", at("members.csv"), "--channel", "email", "--topic", "offers", ...more);
    assert.deepEqual([asked.code, asked.stdout.trim().split("\r\n")], [0, answers], asked.stderr);
    assert.match(asked.stderr, /1 may be written to, 1 were never asked, 2 are stopped, 1 are no addresses/);
  }
  const only = await countersign("check", at("members.csv"), "--channel", "email", "--topic", "offers", "--only", "yes", "-o", at("send.csv"));
  assert.equal(only.code, 0, only.stderr);
  assert.equal(readFileSync(at("send.csv"), "utf8"), "name,email,may_write\r\nAna,new@post.example,yes\r\n");
  // Twelve thousand go in two requests, and the answers come in the order of the file.
  const many = Array.from({ length: 12_000 }, (_, number) => `p${number}@post.example`);
  writeFileSync(at("many.csv"), ["email", ...many].join("\n"));
  const asked = await countersign("check", at("many.csv"), "--channel", "email");
  const expected = many.map((address, number) => `${address},${number < 2_500 ? "stopped" : "never-asked"}`);
  assert.deepEqual(asked.stdout.trim().split("\r\n").slice(1), expected);

  const exported = await countersign("export", "--format", "ndjson");
  const lines = exported.stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual([lines.length, lines[0].reason, lines[0].source], [2_500, "complaint", "import:=1+1"]);
  assert.ok(!exported.stdout.includes("post.example"), "an export names nobody");
  const next = exported.stderr.match(/--after (\d+)/)[1];
  const rest = await countersign("export", "--after", next);
  assert.equal(rest.stdout.trim().split("\r\n").length, 1, "nothing came since");
  const changes = await countersign("export", "--changes", "--after", next, "--format", "csv");
  assert.match(changes.stdout, /,email,,given,/);
});

test("what cannot be read names its place and a remedy, and nothing of it is lost or invented", async () => {
  const fault = async (bytes, expected, ...more) => {
    writeFileSync(at("bad.csv"), bytes);
    const { code, stderr } = await countersign("import", at("bad.csv"), "--source", "bad", "--channel", "email", ...more);
    assert.equal(code, 1, stderr);
    assert.match(stderr, expected);
  };
  await fault(Buffer.from([0x65, 0x6d, 0x61, 0x69, 0x6c, 0x0a, 0xcd, 0xcb, 0xb6, 0xa9, 0x0a]), /bad\.csv: line 2: is not UTF-8; save it as "CSV UTF-8"/);
  await fault(Buffer.from("\ufeffemail\n", "utf16le"), /line 1: it is UTF-16/);
  await fault("name\nAna\n", /line 1: no column is called address, email, /);
  await fault("email,name\na@post.example\n", /line 2: has 1 fields where the first line names 2/);
  await fault("email\na@post.example\n", /no column is called mail; /, "--column", "mail");
  const away = await new Promise((resolve) => {
    const args = ["suppressions", "export", "--receiver", origin, "--key-file", at("none")];
    execFile(join(target, "debug/countersign"), args, (error, _, stderr) => resolve({ code: error.code, stderr }));
  });
  assert.match(away.stderr, /none cannot be read/);
  writeFileSync(at("wrong.key"), "another-key-of-the-same-length-00\n");
  const wrong = await countersign("export", "--key-file", at("wrong.key"));
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /says: This is no key of a site's server\. Send the key as/);
});
