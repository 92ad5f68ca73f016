/**
 * The notice file (formats.md section 3) and what it names: layer 2, the full text, the desk. Each is held against its digest, so that what
 * is shown is what the build made and what a receipt names. In: the loader. Out: files, or nothing where one does not come or is another.
 */
import type { Loader } from "../loader/host";
import { file } from "./network";
import type { Backend } from "./outbox";

/** The notice file, as far as this side reads it; wasm reads the rest. */
export interface NoticeFile {
  layer2: string;
  text: string;
  desk: string;
  backends?: Backend[];
  /** Whether nothing opens before the visitor's age is known. */
  asks_age?: boolean;
  words: Record<"saved" | "reload" | "not_kept" | "lacking", string>;
}

/** What is opened rarely (formats.md section 3.1). */
export interface Desk {
  folds: Record<string, string>;
  pages: Record<string, string>;
  titles: Record<string, string>;
}

/** The digest of a text by other means than WebCrypto, which a page without HTTPS lacks. */
let byOtherMeans = async (_: string): Promise<string | undefined> => undefined;

/** Names these means. */
export const digestBy = (means: typeof byOtherMeans): void => void (byOtherMeans = means);

async function digestOf(text: string): Promise<string | undefined> {
  if (!crypto.subtle) return byOtherMeans(text);
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").slice(0, 43);
}

/** The text of a file where it has this digest. */
async function held(address: string, text: string | undefined, digest: string): Promise<string | undefined> {
  if (text === undefined) return void console.warn("CS-W2 could not load " + address);
  if ((await digestOf(text)) !== digest) return void console.warn("CS-W3 not what the build made, upload dist/ again: " + address);
  return text;
}

/** A file of the build by its kind, digest and ending. */
export async function built({ base }: Loader, kind: string, tag: string, digest: string, ending: string): Promise<string | undefined> {
  const address = `${base}${kind}.${tag}.${digest}.${ending}`;
  return held(address, await file(address), digest);
}

const texts = new Map<string, Promise<string | undefined>>();

/** The text of a file that several ask for, fetched once; one that did not come is asked for again. */
function once(address: string): Promise<string | undefined> {
  const coming = texts.get(address) || file(address);
  texts.set(address, coming);
  coming.then((text) => text ?? texts.delete(address));
  return coming;
}

/** The style of everything behind layer 1. */
export const styleOf = ({ base, tables }: Loader): Promise<string | undefined> => once(`${base}layers.${tables.w}.css`);

/** Parses JSON; undefined where it is none. Claims stay text, without their braces, because they go into receipts as they stand. */
export function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text!, (name, value) => (name === "claims" && typeof value === "object" ? JSON.stringify(value).slice(1, -1) : value));
  } catch {
    return undefined;
  }
}

const known = new Map<string, Promise<unknown>>();

/** A JSON file of the build, fetched once; one that did not come is asked for again. */
function json(loader: Loader, kind: string, tag: string, digest: string): Promise<unknown> {
  const coming = known.get(digest) || built(loader, kind, tag, digest, "json").then(parse);
  known.set(digest, coming);
  coming.then((value) => value || known.delete(digest));
  return coming;
}

/** The notice of a locale, or the one with a digest. */
export const noticeOf = (loader: Loader, tag: string, digest = loader.tables.n[tag]!): Promise<NoticeFile | undefined> =>
  json(loader, "notice", tag, digest) as Promise<NoticeFile | undefined>;

/** The desk of a notice. */
export const deskOf = (loader: Loader, tag: string, { desk }: NoticeFile): Promise<Desk | undefined> =>
  json(loader, "desk", tag, desk) as Promise<Desk | undefined>;

/** Where layer 2 is: it bears in its name the digest of the notice that names its own, so that nobody waits for one to ask for the other. */
const layer2At = ({ base, tables }: Loader, tag: string): string => `${base}layer2.${tag}.${tables.n[tag]}.html`;

/** Layer 2 of a notice. */
export async function layer2Of(loader: Loader, tag: string, { layer2 }: NoticeFile): Promise<string | undefined> {
  const address = layer2At(loader, tag);
  const text = await held(address, await once(address), layer2);
  // Another try asks anew.
  if (text === undefined) texts.delete(address);
  return text;
}

/** Fetches at once all that layer 2 is made of, for whoever may soon ask for it. */
export const fetchLayer2 = (loader: Loader, tag: string): Promise<unknown> => Promise.all([noticeOf(loader, tag), styleOf(loader), once(layer2At(loader, tag))]);
