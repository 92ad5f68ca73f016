/**
 * The widget's entry: starts the Rust side, binds the browser's ports to it and exports what the loader calls (`Widget` in
 * `src/loader/host.ts`). What is shown waits for no Rust, which only seals and sends.
 */
import { storage } from "../loader/storage";
import { entries } from "./entries";
import { named } from "./handed";
import type { Handed, Loader, Pending } from "../loader/host";
import { hosting, type Hosting } from "./host";
import { sign, signer } from "./keys";
import { lock } from "./lock";
import { digestBy, fetchLayer2, noticeOf, parse } from "./notice";
import { flush, waiting } from "./outbox";
import { announce } from "./page";
import { dressPage } from "./page-style";
import type { Ports } from "./ports";
import { exported } from "./receipts";
import { rowOf } from "./row";
import { rust, startRust } from "./rust";
import { append, readHead } from "./storage";
import { ask, openPage, openPreferences, serve, wake } from "./surfaces";

export { exported as export_receipts };

/** When layer 1 comes back to a visitor whom layer 2 never reached, in milliseconds. */
const LOST_MS = 4_000;

const ports: Ports = {
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  now: () => Date.now(),
  origin: location.origin,
  notice: (tag, digest) => noticeOf(loader, tag, digest),
  parse,
  signer,
  sign,
  head: readHead,
  append: (jws, seq, before, after) => append(rowOf(jws, seq), before, after),
  sealed: () => void send().finally(() => release()),
};

let loader: Loader;
let hosted: Hosting;
let coming: Promise<boolean> | undefined;
let up = false;
let failures = 0;
let told = "";
let release = (): void => {};
let timer = 0;

async function startOnce(): Promise<boolean> {
  try {
    await startRust(loader);
    rust.boot(hosted.host, ports);
    up = true;
    turn();
  } catch (cause) {
    console.error("CS-WIDGET", cause);
    if (!failures++) coming = undefined;
  }
  return up;
}

/** Starts the Rust side, once more after one failure; whether it is up. */
const whenUp = (): Promise<boolean> => (coming ||= startOnce());

/** One turn of sealing and sending, one tab at a time; costs nothing where nothing waits. */
async function turn(): Promise<void> {
  release = await lock();
  if ((await waiting(hosted))[0] || entries(loader.unstored)[0]) rust.sync();
  else release();
}

/** The second half of a turn. Without the notice nobody knows where to: what waits stays noted for the next page view. */
async function send(): Promise<void> {
  const notice = await noticeOf(loader, loader.locale());
  const pause = notice && (await flush(notice.backends || [], hosted).catch(() => LOST_MS));
  clearTimeout(timer);
  if (pause) timer = window.setTimeout(turn, pause);
}

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
  serve(loader, hosted, (entry: Pending) => (told = entry.id), sync);
  digestBy(async (text) => ((await whenUp()) ? rust.digest(text) : undefined));
  dressPage();
  addEventListener("online", sync);
  // What was chosen a moment ago goes out with the page; with nothing to send, a page that is left touches no store and no lock.
  addEventListener("visibilitychange", () => document.hidden && (storage("cs.outbox") || loader.unstored[0]) && sync());
  near().finally(whenUp);
  tell();
  if (storage("cs.desk")) wake();
}

/**
 * For whoever is about to open a surface, what layer 2 is made of comes before the Rust side, which nobody waits for. Whatever else starts
 * the widget, such as a choice that waits for its receipt, fetches nothing of the kind.
 */
const near = async (): Promise<unknown> => loader.now().surface.matches(":hover,:focus-within") && fetchLayer2(loader, loader.locale());

/** Seals and sends again. */
export function sync(): void {
  if (up) turn();
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

/** Asks what the desk has a prompt for. */
export const request = ask;

/** Opens layer 3 instead of the link that was clicked; where it does not come, the link is followed. */
export function open_policy(event: Event): void {
  event.preventDefault();
  openPage("policy", "", undefined, (event.target as Element).closest("a")!.href);
}
