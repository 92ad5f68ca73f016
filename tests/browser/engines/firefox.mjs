#!/usr/bin/env node
/**
 * A stock Firefox as Playwright wants it: starts the browser in `FIREFOX` with the arguments given, stands between its WebDriver BiDi socket
 * and the driver, and answers itself what this Firefox does not know, where nothing is asked that the page could see.
 *
 * Enters: Playwright's arguments. Leaves: the line by which it finds the socket. Deliberately absent: any change of what Firefox answers.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";

/** Commands that an older Firefox lacks, and whether one may be answered with nothing done. */
const LACKING = {
  // Color scheme and the like: a context that wants the light one has it already.
  "emulation.setMediaFeaturesOverride": ({ features }) => Object.values(features ?? {}).every((value) => value == null || value === "light"),
};

const child = spawn(process.env.FIREFOX, process.argv.slice(2), { stdio: ["ignore", "inherit", "pipe"] });
child.once("exit", (code) => process.exit(code ?? 0));
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => child.kill(signal));

/** Joins a driver to the browser. */
function join(driver, address) {
  const browser = new WebSocket(address, { perMessageDeflate: false, maxPayload: 0 });
  const waiting = [];
  driver.on("message", (data) => {
    const text = String(data);
    const { id, method, params } = JSON.parse(text);
    if (LACKING[method]?.(params)) return driver.send(JSON.stringify({ type: "success", id, result: {} }));
    if (browser.readyState === WebSocket.OPEN) browser.send(text);
    else waiting.push(text);
  });
  browser.on("open", () => waiting.splice(0).forEach((text) => browser.send(text)));
  browser.on("message", (data) => driver.send(String(data)));
  browser.on("close", () => driver.close());
  driver.on("close", () => browser.close());
}

createInterface({ input: child.stderr }).on("line", (line) => {
  const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line) ?? [];
  if (!address) return process.stderr.write(line + "\n");
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, maxPayload: 0 }, () => {
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`);
  });
  server.on("connection", (driver, { url }) => join(driver, address + url));
});
