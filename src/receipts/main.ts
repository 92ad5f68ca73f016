/**
 * "My receipts": the visitor's own list, rendered by the Rust of `crates/verify-page` in a wasm of its own, which nobody fetches but who
 * opens the list. Enters: what the widget's module hands over. Leaves: the dialog's content and files for the visitor's own disk.
 */
import init, { css, list } from "receipts-glue";
import { adopt } from "../ports/page-style";
import { file } from "../ports/network";
import type { Row, Shelf } from "./shelf";

let coming: Promise<unknown> | undefined;
const styled = new WeakSet<ShadowRoot>();

/** Starts wasm once; after a failure, once more for the next who asks. */
const start = ({ base, digits }: Shelf): Promise<unknown> =>
  (coming ||= init({ module_or_path: `${base}receipts.${digits}.wasm` }).catch((cause) => {
    coming = undefined;
    throw cause;
  }));

/** One receipt with what proves it, as a file that every verifier of ours takes. */
function handOut({ download }: Shelf, rows: Row[], id: string): void {
  const row = rows.find((row) => row.id === id);
  if (row) download(`${id}.json`, JSON.stringify(row, null, 2));
}

function listen(root: ShadowRoot, shelf: Shelf, rows: Row[]): void {
  root.querySelector("[part=sheet]")!.addEventListener("click", (event) => {
    const { cs, csReceipt } = (event.target as Element).closest<HTMLElement>("[data-cs]")?.dataset || {};
    if (cs === "json") handOut(shelf, rows, csReceipt!);
  });
}

/** Shows the receipts. */
export async function open(shelf: Shelf): Promise<void> {
  const { base, locale, notice } = shelf;
  const [text, rows] = await Promise.all([file(`${base}notice.${locale}.${notice}.json`), shelf.rows(), start(shelf)]);
  const { html, label } = JSON.parse(list(JSON.stringify(rows), text || "", notice, locale));
  const root = shelf.show(html, label);
  if (!root) return;
  if (!styled.has(root)) adopt(css(), root);
  styled.add(root);
  listen(root, shelf, rows);
}
