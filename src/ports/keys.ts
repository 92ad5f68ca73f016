/**
 * The signing key: ES256 by WebCrypto, private half not extractable. Kept in IndexedDB where the browser lets it be and reads it back;
 * else it lives as long as the page; without WebCrypto there is none.
 */
import type { Signer } from "./ports";
import type { Store } from "./storage";

/** A key in the form that IndexedDB keeps. */
interface Kept {
  x: string;
  y: string;
  private: CryptoKey;
}

const isKept = (value: unknown): value is Kept => !!value && typeof (value as Kept).x === "string" && !!(value as Kept).private;

async function make(): Promise<Kept> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { x: x!, y: y!, private: pair.privateKey };
}

const signature = (key: Kept, text: string): Promise<ArrayBuffer> =>
  crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.private, new TextEncoder().encode(text));

/** The key of this page. */
export interface Keys {
  signer: Signer;
  sign(text: string): Promise<Uint8Array | undefined>;
}

/** The kept key, or a new one. A stored key counts only when it can still sign: some engines lose or break keys in IndexedDB. */
export async function openKeys(store: Store): Promise<Keys> {
  const kept = async (): Promise<Kept | undefined> => {
    const value = await store.get("key").catch(() => undefined);
    return isKept(value) && (await signature(value, "").then(Boolean, () => false)) ? value : undefined;
  };
  let assurance = "device";
  let key = await kept();
  if (!key) {
    const made = await make().catch(() => undefined);
    if (made) await store.put("key", made).catch(() => false);
    key = (made && (await kept())) || ((assurance = "session"), made);
  }
  return {
    signer: key ? { x: key.x, y: key.y, assurance } : { x: "", y: "", assurance: "server" },
    sign: async (text) => key && signature(key, text).then((bytes) => new Uint8Array(bytes), () => undefined),
  };
}
