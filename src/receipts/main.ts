/**
 * "My receipts": the visitor's own list, rendered and verified by the Rust of `crates/verify-page` in a wasm of its own, or the same as JavaScript,
 * which nobody fetches but who opens the list. Enters: what the widget's module hands over. Leaves: the dialog's content, files for the visitor's own disk, and
 * paper. The site is asked for its keys and proofs only when the visitor says so, at the address that receipts are posted to.
 */
import init, { css, list } from "receipts-glue";
import { adopt } from "../ports/page-style";
import { refill } from "../ports/refill";
import { startEither } from "../ports/start";
import { gather } from "./ask";
import { onPaper } from "./paper";
import { say } from "./say";
import type { Shelf } from "./shelf";

/** What the Rust side answers (`crates/verify-page/src/list.rs`). */
interface Shown {
  html: string;
  paper: string;
  label: string;
  ask: string[];
  verdict: string | null;
  copies: Record<string, { json: string; proof: string | null }>;
}

/** What the Rust side exports. */
let rust = { css, list };
let coming: Promise<unknown> | undefined;
const styled = new WeakSet<ShadowRoot>();

/** Starts it once; after a failure, once more for the next who asks. */
const start = ({ base, digits }: Shelf): Promise<unknown> =>
  (coming ||= startEither<typeof rust>(init, `${base}receipts.${digits}.`).then(
    (fallback) => (rust = fallback || rust),
    (cause) => {
      coming = undefined;
      throw cause;
    },
  ));

/** Shows the receipts. */
export async function open(shelf: Shelf): Promise<void> {
  const { base, locale: tag, titles, endpoint } = shelf;
  const [rows] = await Promise.all([shelf.rows(), start(shelf)]);
  const files: [string, string][] = [];
  const missing: string[] = [];
  let verify = false;
  const origin = endpoint && new URL(endpoint, location.href).origin;
  const read = (): Shown =>
    JSON.parse(rust.list(JSON.stringify({ tag, rows, titles, endpoint, verify, files, missing, base: origin, page: `${base}verify/`, site: location.origin })));
  let shown = read();
  const root = shelf.show(shown.html, shown.label);
  if (!root) return;
  if (!styled.has(root)) adopt(rust.css(), root);
  styled.add(root);
  const sheet = root.querySelector<HTMLElement>("[part=sheet]")!;
  const body = sheet.querySelector<HTMLElement>("[part=body]")!;
  say(body, tag);
  onPaper(() => (sheet.getClientRects().length ? shelf.html(shown.paper) : undefined), rust.css(), tag);

  /** Shows anew what is inside the body, the receipts that were unfolded unfolded, and leads to the verdict. */
  const renew = (): void => {
    shown = read();
    const unfolded = [...body.querySelectorAll<HTMLElement>("[data-cs-row]")].filter((row) => (row as HTMLDetailsElement).open).map(({ dataset }) => dataset.csRow);
    const fresh = document.createElement("template");
    fresh.innerHTML = shelf.html(shown.html) as string;
    refill(body, fresh.content.querySelector("[part=body]")!.childNodes);
    for (const row of body.querySelectorAll<HTMLDetailsElement>("[data-cs-row]")) row.open = unfolded.includes(row.dataset.csRow);
    say(body, tag);
    body.scrollTop = 0;
    // Readers say what has the focus.
    body.querySelector<HTMLElement>(".cs-result")!.focus();
  };

  const actions: Record<string, (id: string) => unknown> = {
    verify() {
      verify = true;
      renew();
    },
    async ask() {
      body.setAttribute("aria-busy", "true");
      missing.push(...(await gather(() => (shown = read()).ask, (address, text) => files.push([address, text]))));
      body.removeAttribute("aria-busy");
      if (sheet.isConnected) renew();
    },
    print: () => print(),
    json: (id) => shelf.download(`${id}.json`, shown.copies[id]!.json),
    proof: (id) => shelf.download(`${id}.tlog-proof`, shown.copies[id]!.proof!),
  };
  sheet.addEventListener("click", (event) => {
    const { cs = "", csReceipt = "" } = (event.target as Element).closest<HTMLElement>("[data-cs]")?.dataset || {};
    if (cs in actions) actions[cs]!(csReceipt);
  });
}
