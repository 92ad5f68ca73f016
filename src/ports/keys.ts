/**
 * The signing key: ES256 by WebCrypto, private half not extractable. Kept in IndexedDB where the browser lets it be and reads it back;
 * else it lives as long as the page; without WebCrypto there is none. After a year another key takes over: it is kept with the old one
 * inside, which signs the change.
 */
import type { Signer } from "./ports";
import { get, put } from "./storage";

/** How long a key signs, in milliseconds. */
const TERM_MS = 31_536_000_000;

/** A key in the form that IndexedDB keeps. */
interface Kept {
  x: string;
  y: string;
  private: CryptoKey;
  /** When it was made. */
  at: number;
  /** The key before. */
  old?: Kept;
}

let key: Kept | undefined;

async function make(old?: Kept): Promise<Kept> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { x: x!, y: y!, private: pair.privateKey, at: Date.now(), old };
}

const signature = async (key: Kept, text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.private, new TextEncoder().encode(text)));

/** The stored key. It counts only when it can still sign: some engines lose or break keys in IndexedDB. */
async function stored(): Promise<Kept | undefined> {
  const value = (await get("key")) as Kept | undefined;
  return value && signature(value, "").then(() => value, () => undefined);
}

/** Keeps a key; answers what is kept afterwards. */
const keep = async (made: Kept): Promise<Kept | undefined> => ((await put("key", made)) ? stored() : undefined);

/** The key that signs from now on: the stored one, this page's one kept again where the store lost it, or a new one. */
export async function signer(): Promise<Signer> {
  let kept = await stored();
  if (kept && Date.now() - kept.at > TERM_MS) kept = (await keep(await make({ ...kept, old: undefined })).catch(() => undefined)) || kept;
  if (!kept) {
    key ||= await make().catch(() => undefined);
    kept = key && (await keep(key));
  }
  key = kept || key;
  const { x = "", y = "", old } = key || {};
  return { x, y, assurance: kept ? "device" : key ? "session" : "server", old };
}

/** Signs with that key, or with the one before it. */
export const sign = async (text: string, old: boolean): Promise<Uint8Array | undefined> => {
  const by = old ? key?.old : key;
  return by && signature(by, text).catch(() => undefined);
};
