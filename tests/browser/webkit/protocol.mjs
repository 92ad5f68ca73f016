/**
 * WebKitGTK's MiniBrowser by its own WebDriver: one driver, one browser and one folder of settings for each context.
 *
 * Enters: what the desktop around the browser prefers, and the proxy in front. Leaves: a session that commands are sent to.
 * Deliberately absent: sessions that serve twice. A start takes less than half a second, and nothing has to be cleaned.
 */

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MINI_BROWSER, ready, send as command, UNTIL_PARENT_ENDS } from "../../leaks/drivers/webdriver.mjs";
import { freePort } from "../port.mjs";

/** How long one command may take, and a page to load. Milliseconds. */
const PATIENCE = 45_000;

/** The browser's own bar would keep a window from becoming as narrow as a phone. */
const NARROW_BAR = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; font-size: 1px; }";

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
const send = (url, method, body, patience = PATIENCE) => command(url, method, body, patience);

/** Starts a driver and its browser. */
export async function session(display, proxyPort, preferences) {
  if (!MINI_BROWSER) throw new Error("MiniBrowser is missing: install the package webkit2gtk-driver");
  const { folder, downloads } = desktop(preferences);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, XDG_CONFIG_HOME: folder, LANG: "C.UTF-8" };
  const driver = spawn("setpriv", [...UNTIL_PARENT_ENDS, "WebKitWebDriver", `--port=${port}`], { stdio: "ignore", env });
  const origin = `http://127.0.0.1:${port}`;
  await ready(origin, PATIENCE);
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
