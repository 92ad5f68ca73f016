#!/usr/bin/env node
/**
 * A stock Firefox as Playwright wants it: starts the browser in `FIREFOX` with the arguments given, and stands between its WebDriver BiDi
 * socket and the driver. What this Firefox does not know as a command is done by its own means, in `emulation.mjs`; what it tells otherwise than
 * the driver expects is set right in `events.mjs`.
 *
 * Enters: Playwright's arguments. Leaves: the line by which it finds the socket. Deliberately absent: any other change of what Firefox answers.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";
import { Emulation } from "./emulation.mjs";
import { Events } from "./events.mjs";

// System access lets the driver set what the developer tools set: colors, paper, motion, scripts.
const child = spawn(process.env.FIREFOX, [...process.argv.slice(2), "--remote-allow-system-access"], { stdio: ["ignore", "inherit", "pipe"] });
child.once("exit", (code) => process.exit(code ?? 0));
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => child.kill(signal));

/** Joins a driver to the browser. */
function between(driver, address) {
  const browser = new WebSocket(address, { perMessageDeflate: false, maxPayload: 0 });
  const opened = new Promise((done) => browser.once("open", done));
  // Numbers above those that the driver will ever count to.
  let last = 2 ** 40;
  const asked = new Map();
  /** A command of our own; answers its result, and throws the browser's error. */
  const send = async (method, params) => {
    await opened;
    const id = ++last;
    browser.send(JSON.stringify({ id, method, params }));
    const answer = await new Promise((done) => asked.set(id, done));
    if (answer.type === "error") throw answer;
    return answer.result;
  };
  const emulation = new Emulation(send);
  const events = new Events();
  /** Answers a command of the driver by what is done here; an error is the browser's own. */
  const answer = async (id, work) => {
    const result = await work.then((value) => ({ type: "success", result: value ?? {} }), ({ error = "unknown error", message }) => ({ type: "error", error, message }));
    driver.send(JSON.stringify({ ...result, id }));
  };
  driver.on("message", async (data) => {
    const { id, method, params } = JSON.parse(String(data));
    const done = emulation.take(method, params);
    if (done) return answer(id, done);
    const command = JSON.stringify(events.command({ id, method, params }));
    await opened;
    browser.send(command);
  });
  browser.on("message", (data) => {
    const message = JSON.parse(String(data));
    const own = asked.get(message.id);
    asked.delete(message.id);
    if (own) own(message);
    else for (const one of events.message(message)) driver.send(JSON.stringify(one));
  });
  browser.on("close", () => driver.close());
  driver.on("close", () => browser.close());
}

createInterface({ input: child.stderr }).on("line", (line) => {
  const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line) ?? [];
  if (!address) return process.stderr.write(line + "\n");
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, maxPayload: 0 }, () => {
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`);
  });
  server.on("connection", (driver, { url }) => between(driver, address + url));
});
