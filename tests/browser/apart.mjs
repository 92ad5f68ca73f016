/**
 * A courier whose notice asks apart: the demo's variant that `cargo xtask web` derives, with its texts changed where a test wants that.
 *
 * Enters: the derived `site.toml` below the build folder. Leaves: `apart()`, the options of a courier with that notice.
 * Deliberately absent: pages of its own; the demo's are served.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { program, TARGET } from "./harness.mjs";

mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const work = mkdtempSync(join(TARGET, "scenarios", "apart-"));
after(() => rmSync(work, { recursive: true, force: true }));
let count = 0;

/** Builds the variant after each pair of words was replaced, and answers where it lies. */
export function apart(...changes) {
  const folder = join(work, String(count++));
  mkdirSync(folder);
  let site = readFileSync(join(TARGET, "apart.toml"), "utf8").replace('base = "/apart/"', 'base = "/countersign/"');
  for (const [from, to] of changes) {
    if (!site.includes(from)) throw new Error(`the derived site has no ${from}`);
    site = site.replace(from, to);
  }
  writeFileSync(join(folder, "site.toml"), site);
  execFileSync(program("countersign"), ["build", join(folder, "site.toml"), "-o", join(folder, "dist"), "--assets", join(TARGET, "web")], { stdio: "pipe" });
  return { dist: join(folder, "dist") };
}
