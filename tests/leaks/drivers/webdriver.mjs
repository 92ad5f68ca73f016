/**
 * W3C WebDriver for WebKitGTK's MiniBrowser: a handful of requests, so that no library is needed, and the screen that this browser wants.
 * In: addresses and commands. Out: their values. Absent: sessions, which are for those who drive.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

/** Where Debian keeps MiniBrowser: below the folder of the machine's kind. */
export const MINI_BROWSER = readdirSync("/usr/lib").map((kind) => `/usr/lib/${kind}/webkit2gtk-4.1/MiniBrowser`).find((path) => existsSync(path));

/** What ends a program together with the one that started it, however that ends. */
export const UNTIL_PARENT_ENDS = ["--pdeathsig", "KILL"];

/** Starts a screen that nobody sees, so many pixels wide and high; it picks its own number and writes it to its fourth stream. */
export async function screen(size) {
  const command = [...UNTIL_PARENT_ENDS, "Xvfb", "-displayfd", "3", "-screen", "0", `${size}x24`, "-nolisten", "tcp"];
  const child = spawn("setpriv", command, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3].once("data", (text) => done(String(text).trim()));
  });
  return { display: `:${number}`, stop: () => child.kill() };
}

/** Sends one command and answers its value; the error's `code` is the protocol's. `patience` is in milliseconds. */
export async function send(url, method, body, patience) {
  const answer = await fetch(url, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(patience) });
  const { value } = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(`${method} ${url.replace(/.*session\/[^/]*/, "")}: ${value.error}, ${value.message}`), { code: value.error });
  return value;
}

/** Asks until the driver answers, for so many milliseconds. */
export async function ready(origin, patience) {
  for (const end = Date.now() + patience; ; ) {
    try {
      return await send(`${origin}/status`, "GET", undefined, patience);
    } catch (cause) {
      if (Date.now() > end) throw cause;
      await new Promise((done) => setTimeout(done, 30));
    }
  }
}
