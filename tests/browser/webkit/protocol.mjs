/**
 * WebKitGTK's MiniBrowser by its own WebDriver: one driver, one browser and one folder of settings for each context.
 *
 * Enters: what the desktop around the browser prefers, and the proxy in front. Leaves: a session that commands are sent to.
 * The protocol is W3C WebDriver, a request for each command, so that no library is needed.
 * Deliberately absent: sessions that serve twice. A start takes less than half a second, and nothing has to be cleaned.
 */

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where Debian keeps MiniBrowser: below the folder of the machine's kind. */
const MINI_BROWSER = readdirSync("/usr/lib").map((kind) => `/usr/lib/${kind}/webkit2gtk-4.1/MiniBrowser`).find((path) => existsSync(path));

/** What ends a program together with the one that started it, however that ends. */
const UNTIL_PARENT_ENDS = ["--pdeathsig", "KILL"];

/** How long one command may take, and a page to load. Milliseconds. */
const PATIENCE = 45_000;

/** The browser's own bar would keep a window from becoming as narrow as a phone. */
const NARROW_BAR = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; font-size: 1px; }";

/** A port that is free at this moment. */
const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** Starts a screen that nobody sees; it picks its own number and writes it to its fourth stream. */
export async function screen() {
  const child = spawn("setpriv", [...UNTIL_PARENT_ENDS, "Xvfb", "-displayfd", "3", "-screen", "0", "1600x1400x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3].once("data", (text) => done(String(text).trim()));
  });
  return { display: `:${number}`, stop: () => child.kill() };
}

/** Writes the settings of a desktop: where downloads go, and what its user prefers. */
function desktop({ colorScheme, reducedMotion }) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-webkit-"));
  const downloads = join(folder, "downloads");
  mkdirSync(downloads);
  mkdirSync(join(folder, "gtk-3.0"));
  writeFileSync(join(folder, "user-dirs.dirs"), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  writeFileSync(join(folder, "gtk-3.0/gtk.css"), NARROW_BAR);
  const settings = [`gtk-application-prefer-dark-theme=${colorScheme === "dark"}`, `gtk-enable-animations=${reducedMotion !== "reduce"}`];
  writeFileSync(join(folder, "gtk-3.0/settings.ini"), `[Settings]\n${settings.join("\n")}\n`);
  return { folder, downloads };
}

/** Sends one command and answers its value. */
async function send(url, method, body, patience = PATIENCE) {
  const answer = await fetch(url, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(patience) });
  const { value } = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(`${method} ${url.replace(/.*session\/[^/]*/, "")}: ${value.error}, ${value.message}`), { code: value.error });
  return value;
}

/** Asks until the driver answers. */
async function ready(origin) {
  for (const end = Date.now() + PATIENCE; ; ) {
    try {
      return await send(`${origin}/status`, "GET");
    } catch (cause) {
      if (Date.now() > end) throw cause;
      await new Promise((done) => setTimeout(done, 30));
    }
  }
}

/** Starts a driver and its browser. */
export async function session(display, proxyPort, preferences) {
  if (!MINI_BROWSER) throw new Error("MiniBrowser is missing: install the package webkit2gtk-driver");
  const { folder, downloads } = desktop(preferences);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, XDG_CONFIG_HOME: folder, LANG: "C.UTF-8" };
  const driver = spawn("setpriv", [...UNTIL_PARENT_ENDS, "WebKitWebDriver", `--port=${port}`], { stdio: "ignore", env });
  const origin = `http://127.0.0.1:${port}`;
  await ready(origin);
  const args = [...UNTIL_PARENT_ENDS, MINI_BROWSER, "--automation", ...(preferences.javaScriptEnabled === false ? ["--enable-javascript=false"] : [])];
  const alwaysMatch = {
    browserName: "MiniBrowser",
    pageLoadStrategy: "normal",
    proxy: { proxyType: "manual", httpProxy: `127.0.0.1:${proxyPort}` },
    timeouts: { pageLoad: PATIENCE, script: PATIENCE },
    "webkitgtk:browserOptions": { binary: "/usr/bin/setpriv", args },
  };
  const begin = () => send(`${origin}/session`, "POST", { capabilities: { alwaysMatch } });
  // One that does not come up on a busy machine is asked for once more.
  const { sessionId } = await begin().catch(begin);
  const at = `${origin}/session/${sessionId}`;
  return {
    downloads,
    post: (path, body = {}) => send(`${at}/${path}`, "POST", body),
    read: (path) => send(`${at}/${path}`, "GET"),
    remove: (path) => send(`${at}/${path}`, "DELETE"),
    async stop() {
      await send(at, "DELETE", undefined, 5_000).catch(() => {});
      driver.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
