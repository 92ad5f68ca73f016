/**
 * The widget's entry: starts wasm, binds the browser's ports to it and exports what the loader calls (`Widget` in `src/loader/host.ts`).
 * What is shown waits for no wasm, which only seals and sends. The name `glue` stands for the module that the build makes from the Rust
 * side.
 */
import { storage } from "../loader/storage";
import init, * as wasm from "glue";
import { entries } from "./entries";
import { named } from "./handed";
import type { Handed, Loader, Pending } from "../loader/host";
import { hosting, type Hosting } from "./host";
import { openKeys, type Keys } from "./keys";
import { lock } from "./lock";
import { post } from "./network";
import { digestBy, noticeOf, parse } from "./notice";
import { announce } from "./page";
import { dressPage } from "./page-style";
import type { Ports } from "./ports";
import { exported } from "./receipts";
import { rows, store } from "./storage";
import { openPage, openPreferences, serve } from "./surfaces";

export { exported as export_receipts };

/** When layer 1 comes back to a visitor whom layer 2 never reached, in milliseconds. */
const LOST_MS = 4_000;

let keyed: Promise<Keys> | undefined;
const keys = (): Promise<Keys> => (keyed ||= store().then(openKeys));
const warn = (text: string): void => console.warn(text);

const ports: Ports = {
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  now: () => Date.now(),
  origin: location.origin,
  notice: (tag, digest) => noticeOf(loader, tag, digest),
  parse,
  signer: async () => (await keys()).signer,
  sign: async (text) => (await keys()).sign(text),
  head: async () => (await store()).get("head").then((head) => (typeof head === "string" ? head : undefined), () => undefined),
  append: async (row, before, after) => (await store()).append(JSON.parse(row), before, after).catch(() => false),
  update: async (row) => (await store()).update(JSON.parse(row)).catch(() => false),
  rows,
  post,
  lock,
  later: (ms) => void setTimeout(wasm.sync, ms),
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
  noticeOf(loader, loader.locale()).then((notice) => announce(notice?.words.not_kept || ""));
}

/** Starts the widget. */
export function start(handed: Handed): void {
  loader = named(handed);
  hosted = hosting(loader);
  serve(loader, hosted, (entry: Pending) => (told = entry.id));
  digestBy(async (text) => ((await whenUp()) ? wasm.digest(text) : undefined));
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

/** Opens layer 2, or layer 1 where that does not come; never over something that was shown meanwhile. */
export async function open_preferences(): Promise<void> {
  const { surface } = loader.now();
  const turns = hosted.turns();
  const wanted = (): boolean => loader.now().surface === surface && !hosted.covered() && hosted.turns() === turns;
  setTimeout(() => wanted() && loader.show(true), LOST_MS);
  await openPreferences(wanted);
}

/** Opens layer 3 instead of the link that was clicked; where it does not come, the link is followed. */
export function open_policy(event: Event): void {
  event.preventDefault();
  openPage("policy", "", undefined, (event.target as Element).closest("a")!.href);
}
