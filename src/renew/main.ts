/**
 * The part `renew`, in the loader of a site that keeps earlier versions of its policy: turns a choice for an earlier version into a state of
 * today before the loader reads it, so that only what changed is asked again; and puts the quiet dot on the button while something about
 * the policy is unread (formats.md section 10.4).
 *
 * In: the table that `countersign build` writes in place of the identifier `__CS_RENEW__`; the stored state. Out: the state with what changed
 * closed, and under `cs.news` what is to be asked. Absent: the rule of what a choice still covers, which Rust compiled, and any way to open
 * something: what is open after this was open before it. A refusal stays one: nothing that was refused is asked.
 */
import { storage } from "../loader/storage";
import type { PartHost, Told } from "../loader/host";
import { dot } from "./dot";

/** The table of `crates/cli/src/dist/renew.rs`. */
interface Renewal {
  /** Today's material fingerprint, and today's version. */
  k: string;
  v: string;
  /** What is written to `document.cookie`, as in the loader's tables. */
  a: string[];
  /** Ids of the additional purposes. */
  p: string[];
  /** By an earlier fingerprint: its version, the purposes of which nothing changed, and those that it did not have. */
  o: Record<string, [version: string, kept: string[], fresh: string[]]>;
  /** By locale tag: that the policy has changed. */
  l: Record<string, string>;
}

declare const __CS_RENEW__: Renewal;

const table = __CS_RENEW__;

/** When the store is read for what is unread, in milliseconds: just after the loader itself does. */
const IDLE_MS = 3_001;

/** The stored state as the loader reads it: the cookie, or what stands for it where there is none. */
function stored(): string {
  const [, held, twice] = ("; " + document.cookie).split("; cs=");
  return (held ? !twice && held.split(";")[0] : storage("cs")) || "";
}

/** What an earlier page view noted and nobody answered yet. */
function waiting(): string[] {
  try {
    return JSON.parse(storage("cs.news")!).ask || [];
  } catch {
    return [];
  }
}

/** Makes today's state of an earlier one; whether a state of today, or one that holds for every version, is there. */
function renew(): boolean {
  const [, material, expires, signal, by, listed = ""] = /^1\.([\w-]{8})\.(\d{1,9})\.([ndgb])([ust])\.(.*)$/.exec(stored()) || [];
  if (!material || +expires! * 864e5 <= Date.now()) return false;
  const earlier = table.o[material];
  // What a signal or the switch refused is the loader's matter: neither left anything open.
  if (!earlier || by !== "u") return material === table.k || by === "t";
  const [since, kept, fresh] = earlier;
  const was = listed.split("~").filter(Boolean);
  const open = table.p.filter((id) => was.includes(id) && kept.includes(id));
  const before = waiting();
  // Whoever refused everything is not asked about something new either.
  const ask = table.p.filter((id) => !open.includes(id) && (was.includes(id) || before.includes(id) || (was[0] && fresh.includes(id))));
  const value = `1.${table.k}.${expires}.${signal}u.${open.join("~")}`;
  // The note first: a crash in between leaves the old state, of which the next page view makes the same.
  storage("cs.news", JSON.stringify({ since, ask, shown: false }));
  storage("cs.desk", "1");
  storage("cs.outbox", "1");
  if (was.length > open.length) storage("cs.clear", "1");
  storage("cs", value);
  for (const form of table.a) document.cookie = form.replace("$", value) + (location.protocol > "http:" ? "; Secure" : "");
  return true;
}

/** Starts it. */
export default function part({ report }: PartHost): Told {
  let chose = false;
  try {
    chose = renew();
  } catch (cause) {
    report("CS-PART", cause);
  }
  /** Without a store nobody can tell what was read, and then nothing is said. */
  const unread = (): boolean => !!storage("cs") && (!!storage("cs.news") || storage("cs.seen") !== table.v);
  const tell = (): void => {
    if (!unread()) return;
    dot(table.l);
    document.dispatchEvent(new CustomEvent("countersign:update", { detail: { version: table.v, asked: waiting() } }));
  };
  let first = true;
  return (_, decided) => {
    const start = first;
    first = false;
    if (!decided) return;
    if (start) return void (chose && setTimeout(tell, IDLE_MS));
    // Who chooses today chooses for today's version.
    storage("cs.seen", table.v);
    storage("cs.news", "");
  };
}
