/**
 * Backends in a process of their own: the examples of `www/examples/backends`, and our receiver. Each has a port and a folder that are its
 * alone, and ends with `stop()`. In: programs below `CARGO_TARGET_DIR` (default `target/`), a Python with FastAPI in `CS_PYTHON`, `php` on
 * the search path. Out: `BACKENDS`, each with what it does and why it cannot run here, if so.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, TARGET, program, until } from "../browser/harness.mjs";
import { freePort } from "../browser/port.mjs";

const EXAMPLES = join(ROOT, "www/examples/backends");

/** A folder for what a test leaves. */
export function scratch() {
  mkdirSync(join(TARGET, "interop"), { recursive: true });
  return mkdtempSync(join(TARGET, "interop", "run-"));
}

/** Runs the command line and answers what it said. */
export const countersign = (...words) => spawnSync(program("countersign"), words, { encoding: "utf8", maxBuffer: 1 << 26 });

/** Starts a server and waits until it accepts connections. `run` answers command, arguments, folder and environment for a port. */
async function start({ run, path }, origins) {
  const [port, data] = [await freePort(), scratch()];
  const origin = `http://127.0.0.1:${port}`;
  const [command, words, cwd, extra] = run({ port, data, origin });
  const env = { ...process.env, DATA: data, PORT: String(port), PUBLIC_ORIGIN: origin, ORIGINS: origins, ...extra };
  // A group of its own, because PHP's workers outlive their parent.
  const child = spawn(command, words, { cwd, env, stdio: ["ignore", "ignore", "pipe"], detached: true });
  let said = "";
  child.stderr.on("data", (text) => (said = (said + text).slice(-4000)));
  const ended = new Promise((done) => child.once("exit", done));
  child.once("error", (error) => (said += error));
  const answers = () => fetch(origin).then(() => true, () => child.exitCode === null ? false : said);
  await until(`${command} answers`, answers, (seen) => {
    if (typeof seen === "string") throw new Error(`${command} ended: ${seen}`);
    return seen;
  });
  return {
    origin,
    url: origin + path,
    async stop() {
      process.kill(-child.pid);
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

const python = process.env.CS_PYTHON;
const php = spawnSync("php", ["-r", "exit(PHP_VERSION_ID >= 80100 && extension_loaded('openssl') ? 0 : 1);"]).status === 0;

/** Every backend that receipts are tried with. */
export const BACKENDS = [
  { name: "express", path: "/receipts", does: ["verifies", "countersigns"], cors: true, run: () => [process.execPath, ["server.mjs"], join(EXAMPLES, "express")] },
  {
    name: "fastapi",
    path: "/receipts",
    does: ["verifies", "countersigns"],
    cors: true,
    skip: python ? false : "CS_PYTHON names no Python with FastAPI and joserfc",
    run: ({ port }) => [python, ["-m", "uvicorn", "app:app", "--port", String(port), "--no-access-log"], join(EXAMPLES, "fastapi"), { PYTHONDONTWRITEBYTECODE: "1" }],
  },
  {
    name: "php",
    path: "/",
    does: ["verifies"],
    skip: php ? false : "there is no php 8.1 with openssl (Debian: php-cli)",
    run: ({ port }) => ["php", ["-q", "-S", `127.0.0.1:${port}`, "index.php"], join(EXAMPLES, "php"), { PHP_CLI_SERVER_WORKERS: "4" }],
  },
  { name: "minimal", path: "/", does: [], run: ({ data }) => [process.execPath, ["server.mjs"], join(EXAMPLES, "minimal"), { FILE: join(data, "receipts.log") }] },
  {
    name: "receiver",
    path: "/v1/receipts",
    does: ["verifies", "countersigns"],
    run: ({ port, data, origin }) => [
      program("countersign-receiver"),
      ["serve", "--listen", `127.0.0.1:${port}`, "--create", "--database", join(data, "ledger.sqlite"), "--origin", origin, "--public-ledger"],
      ROOT,
      { RUST_LOG: "warn" },
    ],
  },
].map((backend) => ({ skip: false, ...backend, start: (origins = "") => start(backend, origins) }));
