/**
 * The page of rights: makes a signed request of a form, tells the site contact and words beside it, and shows where each request stands.
 * In: the page as the build rendered it (`crates/views/src/rights.rs`). Out: statements for the widget's module, words for the site.
 * Absent: words and claims, which stand in the page, and any contact or word in a receipt.
 */
import { refill } from "../ports/refill";
import { forget, keep, kept, type Kept, mask, type Standing, standing, tellAll } from "./requests";
import type { Room } from "./room";

/** States after which nothing follows. */
const CLOSED = ["answered", "refused"];

const base64url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** A secret of 256 bits and its hash; nothing on a page without WebCrypto, which plain HTTP lacks: contacts do not belong there. */
async function secrets(): Promise<[secret: string, hash: string] | undefined> {
  if (!crypto.subtle) return;
  const secret = base64url(crypto.getRandomValues(new Uint8Array(32)));
  return [secret, base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret))))];
}

/** Binds the page. */
export function rights(room: Room): void {
  const { root, locale } = room;
  const sheet = root.querySelector<HTMLElement>("[part=sheet]")!;
  const place = sheet.querySelector<HTMLElement>("[data-cs-requests]");
  const status = sheet.querySelector<HTMLElement>("[role=status]")!;
  const word = (key: string): string => sheet.querySelector<HTMLTemplateElement>(`template[data-cs-word="${key}"]`)?.content.textContent || "";
  const say = (text: string): void => void (status.textContent = text);
  const fold = (id: string): HTMLDetailsElement | null => sheet.querySelector(`details[data-cs-right="${id}"]`);

  /** A date in the reader's words; one without a time belongs to no zone. */
  const day = (text: string): string =>
    new Intl.DateTimeFormat(locale, { dateStyle: "long", ...(text.length === 10 && { timeZone: "UTC" }) } as Intl.DateTimeFormatOptions).format(new Date(text));

  /** A phrase with a date in it, which machines can read too. */
  const dated = (key: string, text: string): (string | Node)[] => {
    const [start, end] = word(key).split("{date}");
    const time = document.createElement("time");
    time.dateTime = text;
    time.textContent = day(text);
    return [start!, time, end || ""];
  };

  const row = (request: Kept, stands: Standing | undefined): Node => {
    const piece = sheet.querySelector<HTMLTemplateElement>("template[data-cs-request]")!.content.cloneNode(true) as DocumentFragment;
    const state = stands?.state ?? "unknown";
    piece.querySelector("h3")!.textContent = fold(request.right)?.querySelector("h2")?.textContent || request.right;
    piece.querySelector("[data-cs-state]")!.textContent = state && (word(request.lost ? "not-told" : state) || word("unknown"));
    const due = stands?.due_on ? dated("due-on", stands.due_on) : request.later && stands ? [word("due-later")] : [];
    const facts: Record<string, (string | Node)[]> = {
      reason: stands?.reason ? [word("reason").replace("{reason}", () => stands.reason!)] : [],
      due: CLOSED.includes(state) ? [] : due,
      asked: dated("asked-on", request.at),
      contact: [word("answer-to").replace("{contact}", () => request.masked)],
      reference: [word("reference").replace("{reference}", request.id)],
    };
    for (const line of piece.querySelectorAll<HTMLElement>("[data-cs-fact]")) {
      line.append(...facts[line.dataset.csFact!]!);
      line.hidden = !line.textContent;
    }
    const drop = piece.querySelector<HTMLElement>("[data-cs-forget]")!;
    drop.hidden = !CLOSED.includes(state) && !request.lost;
    drop.addEventListener("click", () => {
      forget(request.id);
      show();
      place!.querySelector("h2")!.focus();
    });
    return piece;
  };

  /** Shows the requests: at once as they are known here, then as the site says. */
  let round = 0;
  async function show(): Promise<void> {
    if (!place) return;
    const mine = ++round;
    const all = kept();
    const list = place.querySelector("ul")!;
    const fill = (states: (Standing | undefined)[]): void => refill(list, all.map((request, at) => row(request, states[at])));
    place.querySelector<HTMLElement>("[data-cs-empty]")!.hidden = !!all[0];
    if (list.childElementCount !== all.length) fill(all.map(() => ({ state: "" })));
    const states = await Promise.all(all.map(standing));
    if (mine === round && sheet.isConnected) fill(states);
  }

  async function send(form: HTMLFormElement, event: UIEvent): Promise<void> {
    const [contact, words, which] = ["contact", "words", "case"].map((name) => (form.elements.namedItem(name) as HTMLInputElement | null)?.value.trim() || "");
    const made = await secrets();
    const claims = JSON.parse(form.dataset.csSay!);
    const right = form.closest<HTMLElement>("[data-cs-right]")!.dataset.csRight!;
    const [secret = "", hash = ""] = made || [];
    claims.rq.secret_sha256 = hash;
    const told = { contact: contact!, words: [which, words].filter(Boolean).join("\n\n"), lang: locale };
    const request: Kept = { id: "0", right, at: new Date().toISOString(), to: place!.dataset.csRequests!, secret, masked: mask(contact!), later: claims.rq.starts === "identity", tell: told };
    // Only what can be kept is asked for: without the secret nobody could tell the contact.
    if (!made || !keep(request)) return forget("0"), say(word("not-sent"));
    forget("0");
    const { id, at } = room.say("request", { kind: "rights-request", say: JSON.stringify(claims).slice(1, -1) }, event);
    keep({ ...request, id, at: new Date(at).toISOString() });
    form.reset();
    form.closest("details")!.open = false;
    say(word("sent"));
    show();
    place!.querySelector("h2")!.focus();
    tellAll(show);
  }

  // A form stands in the page while its fold is open, with what was entered. This event does not bubble.
  sheet.addEventListener("toggle", ({ target }) => {
    const details = target as HTMLDetailsElement;
    const template = details.querySelector<HTMLTemplateElement>("template[data-cs-form]");
    if (template && details.open) template.after(template.content);
    else template?.content.append(...details.querySelectorAll("form"));
  }, true);
  sheet.addEventListener("click", (event) => {
    const control = (event.target as Element).closest<HTMLElement>("button");
    const form = control?.closest("form");
    const to = control?.dataset.csTo;
    if (to) {
      fold(to)!.open = true;
      fold(to)!.querySelector("summary")!.focus();
    } else if (form && (control as HTMLButtonElement).type === "submit") {
      // A key in a field works the button too, by a click of its own.
      event.preventDefault();
      if (form.reportValidity()) send(form, event);
    }
  });
  show();
  tellAll(show);
}
