/**
 * The npm package: puts the loader of a site into a page, and says what is open before and after it has come.
 *
 * In: where the folder lies that `countersign build` left. Out: the loader's own object, and functions over it that are safe to call at any
 * time, on a server as well. Deliberately absent: a policy, which every site has of its own; consent rules; any way to accept.
 */
import type { Countersign, CountersignAnswer, CountersignCall, CountersignState } from "../../src/loader/countersign";

export type { Countersign, CountersignAnswer, CountersignCall, CountersignState } from "../../src/loader/countersign";

/** Where the site's own files are, and what the page's Content-Security-Policy asks for. */
export interface MountOptions {
  /** Address of the folder that `countersign build` left; `/countersign/` where absent. It may be relative to the page. */
  readonly base?: string | URL;
  /** The nonce of the page's Content-Security-Policy, where it has one. */
  readonly nonce?: string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string };
}

/** Where `countersign build` expects its files, unless `site.toml` says otherwise. */
const BASE = "/countersign/";

/** What may have changed what is open. */
const EVENTS = ["countersign:ready", "countersign:change"] as const;

/** What holds before the loader has run, and on a server: nothing is open, and nobody has decided. */
export const shut: CountersignState = Object.freeze({ open: Object.freeze([]), signal: "n", decided: false });

let mounting: Promise<Countersign | undefined> | undefined;

/** The loader's object, once it has run. */
function loaded(): Countersign | undefined {
  const made = typeof window === "object" ? window.countersign : undefined;
  return made && "state" in made ? made : undefined;
}

/** An address under the policy `countersign-mount`, where the page enforces Trusted Types and allows that name. */
function trusted(address: string): string {
  try {
    const { trustedTypes } = globalThis as unknown as { trustedTypes: TrustedTypes };
    return trustedTypes.createPolicy("countersign-mount", { createScriptURL: (text) => text }).createScriptURL(address);
  } catch {
    return address;
  }
}

/** Puts the loader's script into the page. */
function insert({ base = BASE, nonce }: MountOptions): Promise<Countersign> {
  return new Promise((done, fail) => {
    const folder = new URL(String(base).replace(/\/?$/, "/"), document.baseURI);
    const address = new URL("countersign.js", folder).href;
    const script = document.createElement("script");
    const lacks = (): void => {
      script.remove();
      fail(new Error(`${address} is no loader: serve the folder that \`countersign build\` left there, or say where it is, mount({ base })`));
    };
    script.addEventListener("error", lacks);
    script.addEventListener("load", () => {
      const made = loaded();
      made ? done(made) : lacks();
    });
    if (nonce) script.nonce = nonce;
    script.src = trusted(address);
    document.head.append(script);
  });
}

/**
 * Puts the loader into the page, unless it is there, and answers its object. Undefined on a server, and where the loader does not come: then
 * one line on the console says why (`CS-MOUNT`), every gate stays shut, and a later call tries again.
 * A `<script>` element in the page's head does the same earlier, before any bundle has come.
 */
export function mount(options: MountOptions = {}): Promise<Countersign | undefined> {
  if (typeof document !== "object") return Promise.resolve(undefined);
  const made = loaded();
  if (made) return Promise.resolve(made);
  return (mounting ||= insert(options).catch((cause: unknown) => {
    mounting = undefined;
    console.error("CS-MOUNT", cause);
    return undefined;
  }));
}

/** What is open now: the same frozen object until something changes, fit for `useSyncExternalStore`. */
export function state(): CountersignState {
  return loaded()?.state() ?? shut;
}

/** Whether a purpose is open now; `false` before the loader has run, and for a purpose that the site does not have. */
export function allows(purpose: string): boolean {
  return state().open.includes(purpose);
}

/** Calls the listener at once, when the loader has started, and after each change. Answers a function that ends it. */
export function subscribe(listener: (state: CountersignState) => void): () => void {
  const call = (): void => listener(state());
  call();
  if (typeof document !== "object") return () => {};
  for (const type of EVENTS) document.addEventListener(type, call);
  return () => EVENTS.forEach((type) => document.removeEventListener(type, call));
}

/** Makes a call now, or has the loader make it when it has come. */
function call(one: CountersignCall): void {
  if (typeof window === "object") (window.countersign ||= []).push(one as never);
}

/** Opens the preferences, when the loader has come. */
export function open(): void {
  call(["open"]);
}

/** Refuses everything, when the loader has come; the receipt says that a script did. */
export function refuseAll(): void {
  call(["refuseAll"]);
}

/** Says what a permission or a field is for, and answers what the visitor says; undefined, which allows nothing, where nobody can be asked. */
export async function request(field: string): Promise<CountersignAnswer | undefined> {
  const made = loaded() ?? (await mounting);
  return made?.request(field);
}
