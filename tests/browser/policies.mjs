/**
 * Sites of one page, each for a real policy text alone, built by the product.
 *
 * Enters: a folder of policy texts beside the checkout, where there is one. Leaves: their names, and a courier for each.
 * Deliberately absent: the texts themselves.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { program, ROOT, TARGET } from "./harness.mjs";

const REAL = join(ROOT, "../shared/policies");

/** The file names of the texts. */
export const TEXTS = existsSync(REAL) ? readdirSync(REAL).filter((name) => name.endsWith(".txt")) : [];

/** Says why a test of all texts is skipped. */
export const SKIP = TEXTS.length ? false : "there is no ../shared/policies beside the checkout";

mkdirSync(join(TARGET, "scenarios"), { recursive: true });
const work = mkdtempSync(join(TARGET, "scenarios", "policies-"));
after(() => rmSync(work, { recursive: true, force: true }));

/** A text as it stands in its file. */
export const source = (file) => readFileSync(join(REAL, file), "utf8");

/** Builds the site of a text and starts a courier on it. */
export async function siteFor(tools, file) {
  const name = file.replace(/\.txt$/, "");
  const [dist, site] = [join(work, name, "dist"), join(work, name, "site")];
  mkdirSync(site, { recursive: true });
  execFileSync(program("countersign"), ["build", join(REAL, file), "-o", dist, "--assets", join(TARGET, "web")], { stdio: "pipe" });
  const lang = file.includes(".zh.") ? "zh-Hans" : "en";
  writeFileSync(join(site, "index.html"), `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Site</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <script src="/countersign/countersign.js"></script></head><body><h1>Site</h1></body></html>`);
  return tools.fresh({ site, dist });
}

/** The whole notice behind a build in its first language, as the build's edition keeps it. */
export function noticeOf(dist) {
  const [version] = readdirSync(join(dist, "policy"));
  const edition = readdirSync(join(dist, "policy", version)).find((file) => file.endsWith(".json"));
  return JSON.parse(readFileSync(join(dist, "policy", version, edition), "utf8")).notice;
}
