/**
 * The widget's entry: starts wasm, binds the browser's ports to it and exports what the loader calls (`Widget` in `src/loader/host.ts`).
 * Where wasm cannot start or is late, the plain chooser stands in. The name `glue` stands for the module that the build makes from the
 * Rust side.
 */
import { storage } from "../loader/storage";
import init, * as wasm from "glue";
import { entries } from "./entries";
import { named } from "./handed";
import type { Handed, Loader, Pending } from "../loader/host";
import { hide, lack, show, tick } from "./dialog";
import { hosting, type Hosting } from "./host";
import { openKeys, type Keys } from "./keys";
import { lock } from "./lock";
import { file, post } from "./network";
import { announce } from "./page";
import { dressPage } from "./page-style";
import { choosePlainly, sayNotKept } from "./plain";
import type { Actions, Ports } from "./ports";
import { downloadAll, exported, openReceipts } from "./receipts";
import { rows, store } from "./storage";

export { exported as export_receipts };

/** How long a visitor waits for wasm before the plain chooser stands in, in milliseconds. */
const PATIENCE_MS = 400;

/** When layer 1 comes back to a visitor whom layer 2 never reached, in milliseconds. */
const LOST_MS = 4_000;

let keyed: Promise<Keys> | undefined;
const keys = (): Promise<Keys> => (keyed ||= store().then(openKeys));
const warn = (text: string): void => console.warn(text);

const actions: Actions = {
  ...wasm,
  open: (surface, anchor) => (surface === "receipts" ? void openReceipts(loader, actions) : wasm.open(surface, anchor)),
  download: downloadAll,
};

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
  rows,
  post,
  lock,
  later: (ms) => void setTimeout(wasm.sync, ms),
  show: (markup, css, locale, label, anchor) => void show(markup, css, locale, label, anchor, actions),
  hide,
  tick,
  lack,
  announce,
  warn,
};

let loader: Loader;
let hosted: Hosting;
let coming: Promise<boolean> | undefined;
let up = false;
let failures = 0;
let told = "";

async function startWasm(): Promise<boolean> {
  try {
    await init({ module_or_path: `${loader.base}widget.${loader.tables.w}.wasm` });
    wasm.boot(hosted.host, ports);
    up = true;
  } catch (cause) {
    console.error("CS-WIDGET", cause);
    if (!failures++) coming = undefined;
  }
  return up;
}

/** Starts wasm, once more after one failure; whether it is up. */
const whenUp = (): Promise<boolean> => (coming ||= startWasm());

/** Says once of a choice made at the loader's surface that it could not be stored. */
function tell(): void {
  const last = entries(loader.unstored).pop();
  if (loader.now().kept || !last || last.control === "signal" || last.id === told) return;
  told = last.id;
  sayNotKept(loader);
}

/** Starts the widget. */
export function start(handed: Handed): void {
  loader = named(handed);
  hosted = hosting(loader, (entry: Pending) => (told = entry.id));
  dressPage();
  addEventListener("online", sync);
  // What was chosen a moment ago goes out with the page; with nothing to send, a page that is left touches no store and no lock.
  addEventListener("visibilitychange", () => document.hidden && storage("cs.outbox") && sync());
  whenUp();
  tell();
}

/** Seals and sends again. */
export function sync(): void {
  if (up) wasm.sync();
  else whenUp();
  tell();
}

/** Opens layer 2, or in its place the plain chooser; never over something that was shown meanwhile. */
export async function open_preferences(): Promise<void> {
  const { surface } = loader.now();
  const turns = hosted.turns();
  const wanted = (): boolean => loader.now().surface === surface && !hosted.covered() && hosted.turns() === turns;
  const inTime = await Promise.race([whenUp(), new Promise((late) => setTimeout(late, PATIENCE_MS))]);
  if (!wanted()) return;
  if (!inTime) return choosePlainly(loader, wanted);
  wasm.open("preferences", "");
  setTimeout(() => wanted() && loader.show(true), LOST_MS);
}

/** Opens layer 3 where wasm is up. */
export function open_policy(event: Event): void {
  if (!up) return;
  event.preventDefault();
  wasm.open("policy", "");
}
