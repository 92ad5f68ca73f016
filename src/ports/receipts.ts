/**
 * The way to the visitor's receipts: fetches the module that reads, verifies and prints them (`src/receipts/`) when they are asked for, and
 * says so where it does not come. All of them can be downloaded without it, and without wasm.
 */
import type { Loader } from "../loader/host";
import type { Receipts, Shelf } from "../receipts/shelf";
import { deskOf, type NoticeFile } from "./notice";
import { download } from "./page";
import { rows } from "./storage";

/** How long a visitor waits before being told that the module does not come, in milliseconds. */
const PATIENCE_MS = 8_000;

let coming: Promise<Receipts> | undefined;
let failures = 0;

/** All receipts as JSON. */
export const exported = async (): Promise<string> => JSON.stringify(await rows());

/** Hands all receipts to the browser's downloads. */
export const downloadAll = async (): Promise<void> => download("receipts.json", await exported());

/** The module. Browsers ask once for an address that failed, so that every further try has an address of its own. */
const module = (address: string): Promise<Receipts> =>
  (coming ||= import(failures ? `${address}?${failures}` : address).catch((cause) => {
    failures++;
    coming = undefined;
    throw cause;
  }));

/** Opens the receipts by `show`, which shows nothing where the visitor has gone on meanwhile; `lose` says that they do not come. */
export async function openReceipts(loader: Loader, tag: string, notice: NoticeFile, show: Shelf["show"], lose: () => void): Promise<void> {
  const { base, tables, trust } = loader;
  const open = async ({ open }: Receipts): Promise<void> =>
    open({
      base,
      digits: tables.w,
      locale: tag,
      titles: (await deskOf(loader, tag, notice))?.titles || {},
      endpoint: notice.backends?.find(({ to }) => !to.startsWith("function:"))?.to || "",
      html: (markup) => trust.createHTML(markup),
      rows,
      show,
      download,
    });
  const late = new Promise<void>((_, reject) => setTimeout(reject, PATIENCE_MS));
  try {
    await Promise.race([module(`${base}receipts.${tables.w}.js`).then(open), late]);
  } catch (cause) {
    console.error("CS-RECEIPTS", cause);
    lose();
  }
}
