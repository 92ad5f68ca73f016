/**
 * The widget's entry: binds the browser's ports to the wasm module and exports what the loader calls (`Widget` in `host.ts`). The name
 * `glue` stands for the module that the build makes from the Rust side.
 */
import init, * as wasm from "glue";
import type { Host } from "../loader/host";
import { hide, show, tick } from "./dialog";
import { openKeys, type Keys } from "./keys";
import { lock } from "./lock";
import { file, post } from "./network";
import { announce, download } from "./page";
import type { Ports } from "./ports";
import { openStore, type Store } from "./storage";

export { export_receipts, sync } from "glue";
export default init;

let opened: Promise<Store> | undefined;
let keyed: Promise<Keys> | undefined;
const store = (): Promise<Store> => (opened ||= openStore());
const keys = (): Promise<Keys> => (keyed ||= store().then(openKeys));
const warn = (text: string): void => console.warn(text);

const ports: Ports = {
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  now: () => Date.now(),
  origin: location.origin,
  file,
  parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  },
  signer: async () => (await keys()).signer,
  sign: async (text) => (await keys()).sign(text),
  head: async () => (await store()).get("head").then((head) => (typeof head === "string" ? head : undefined), () => undefined),
  append: async (row, before, after) => (await store()).append(JSON.parse(row), before, after).catch(() => false),
  update: async (row) => (await store()).update(JSON.parse(row)).catch(() => false),
  rows: async () => (await (await store()).rows().catch(() => [])).sort((a, b) => a.seq - b.seq),
  post,
  lock,
  later: (ms) => void setTimeout(wasm.sync, ms),
  show: (markup, css, locale, label, anchor) => show(markup, css, locale, label, anchor, wasm),
  hide,
  tick,
  announce,
  download,
  warn,
};

/** Starts the widget. */
export function boot(host: Host): void {
  addEventListener("online", () => wasm.sync());
  wasm.boot(host, ports);
}

/** Opens layer 2. */
export const open_preferences = (): void => wasm.open("preferences", "");

/** Opens layer 3. */
export const open_policy = (anchor: string): void => wasm.open("policy", anchor);
