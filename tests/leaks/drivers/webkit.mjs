/**
 * WebKitGTK's MiniBrowser by its own WebDriver, on a screen that nobody sees. In: nothing. Leaves: the driver that `visits.mjs` uses.
 * Absent: a headless mode, which this browser lacks.
 */
import { spawn } from "node:child_process";
import { freePort } from "../../browser/port.mjs";
import { MINI_BROWSER, ready, screen, send as command } from "./webdriver.mjs";

/** How long one command may take, in milliseconds. */
const PATIENCE = 20_000;

/** Sends one command and answers its value. */
const send = (url, method, body, patience = PATIENCE) => command(url, method, body, patience);

/** Starts it. */
export async function start() {
  if (!MINI_BROWSER) throw new Error("MiniBrowser is missing: install the package webkit2gtk-driver");
  const { display, stop } = await screen("1280x800");
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "ignore", env: { ...process.env, DISPLAY: display } });
  const origin = `http://127.0.0.1:${port}`;
  await ready(origin, PATIENCE);
  // It waits for no page, since it would wait forever for one that hangs.
  const options = { binary: MINI_BROWSER, args: ["--automation"] };
  const alwaysMatch = { browserName: "MiniBrowser", pageLoadStrategy: "none", "webkitgtk:browserOptions": options };
  const begin = async () => (await send(`${origin}/session`, "POST", { capabilities: { alwaysMatch } }, 3 * PATIENCE)).sessionId;
  let sessionId = await begin();
  const end = () => send(`${origin}/session/${sessionId}`, "DELETE").catch(() => {});
  const session = (path, body = {}, patience) => send(`${origin}/session/${sessionId}/${path}`, "POST", body, patience);
  return {
    fresh: () => session("url", { url: "about:blank" }),
    // Each session has a browser of its own, which keeps nothing. One that does not come up on a busy machine is asked for once more.
    async stranger() {
      await end();
      sessionId = await begin().catch(begin);
      await session("url", { url: "about:blank" }, 3 * PATIENCE);
    },
    // A window: a tab that is not in front has no frames, and this protocol brings none to the front.
    async beside() {
      const { handle } = await session("window/new", { type: "window" });
      await session("window", { handle });
    },
    async swap() {
      const here = await send(`${origin}/session/${sessionId}/window`, "GET");
      const all = await send(`${origin}/session/${sessionId}/window/handles`, "GET");
      await session("window", { handle: all.find((handle) => handle !== here) });
    },
    go: (url) => session("url", { url }),
    click({ x, y }) {
      const move = { type: "pointerMove", duration: 0, origin: "viewport", x: Math.round(x), y: Math.round(y) };
      const actions = [move, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
      return session("actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
    },
    // A command that comes while the browser changes processes for another site is lost without an answer.
    evaluate: (work, values, patience) => session("execute/sync", { script: `return (${work})(...arguments)`, args: values }, patience),
    async close() {
      await end();
      driver.kill();
      stop();
    },
  };
}
