/**
 * The part `wechat`, in the loader of a site whose pages are shown by a mini program or an app: takes over what was decided there, and says
 * there what was chosen here (formats.md sections 8.9 and 10.5).
 *
 * In: the table that `countersign build` writes in place of the identifier `__CS_WECHAT__`; a code in the address, or by
 * `countersign.handover`. Out: a choice by the control `handover`, carried out by the loader; messages, and an answer where one is asked
 * for. The stricter word wins. What grants is only what the site's own server vouched for, of a notice that this page has. Absent: any way
 * to open what has a consent of its own or waits for an age, and any wait for the mini program.
 */
import { newId } from "../loader/id";
import { storage } from "../loader/storage";
import { signalLetter } from "../loader/signal";
import type { PartHost, Pending, Told } from "../loader/host";
import { bring } from "./address";
import { hosted, leave, mayBeInside, post, watch, whenInside } from "./bridge";
import { merge } from "./merge";
import { make, redeem, type Decisions, type HandedOver } from "./server";
import { table } from "./table";
import { veil } from "./veil";

/** What nobody has decided yet after a hand-over of some purposes: ids, parted by spaces. */
const UNASKED = "cs.handover";

/** When a page that nobody is known to show looks for open questions, in milliseconds: behind everything else. */
const IDLE_MS = 3_001;

/** How long the banner waits for a code, in milliseconds. */
const VEIL_MS = 2_000;

/** How long an answer waits for receipts to be sent before the page is left, and how often it looks, in milliseconds. */
const SEND_MS = 4_000;
const LOOK_MS = 100;

/** What is posted (formats.md section 10.5). */
interface Message {
  countersign: 1;
  site: string;
  purposes: Decisions;
  notice: string;
  locale: string;
  at: number;
}

const unasked = (): string[] => (storage(UNASKED) || "").split(" ").filter(Boolean);

/** Starts it. */
export default function part({ report, handed }: PartHost): Told {
  const [, tables, , locale, , apply, , show, , now] = handed;
  let start = (): void => {};
  const started = new Promise<void>((done) => (start = done));
  let decided: boolean | undefined;
  /** Whether the next word of the loader is about our own choice. */
  let ours = false;
  let carrying = false;
  /** What was said last, and whether anything was. */
  let last = "";
  let said = false;
  let rid = "";

  /** Carries a hand-over out. */
  async function settle({ purposes, notice }: HandedOver): Promise<void> {
    await started;
    const [was] = now();
    const waiting = decided ? unasked() : tables.p;
    const tag = Object.keys(tables.n).find((tag) => tables.n[tag] === notice);
    const { open, left, learned } = merge(
      tables.p,
      (id) => (was.includes(id) ? true : waiting.includes(id) ? undefined : false),
      (id) => {
        if (purposes[id] === "refused") return false;
        // Whoever agreed to another text than this page has did not agree to this one.
        return (purposes[id] === "granted" && !!tag && table.g.includes(id)) || undefined;
      },
    );
    if (!learned[0]) return;
    // What "accept all" leaves out is asked in the preferences, and keeps nobody's banner open.
    const questions = left.filter((id) => (tables.s || tables.p).includes(id));
    const language = tag || locale();
    const entry: Pending = {
      id: newId(),
      at: Date.now(),
      control: "handover",
      layer: 0,
      locale: language,
      notice: tables.n[language]!,
      trusted: false,
      detail: 0,
      signal: signalLetter,
      was,
      open,
      about: questions[0] || decided ? learned : undefined,
    };
    // Before the choice: a crash in between leaves a question more and no answer too many.
    storage(UNASKED, questions.join(" "));
    ours = carrying = true;
    apply(`1.${tables.k}.${~~(Date.now() / 864e5) + tables.t}.${signalLetter}u.${open.join("~")}`, entry);
    carrying = false;
  }

  /** Redeems a code; the banner waits for it. */
  async function take(code: string, lift = veil(VEIL_MS)): Promise<void> {
    try {
      const found = await redeem(code);
      if (found) await settle(found);
    } catch (cause) {
      report("CS-HANDOVER", cause);
    }
    lift();
  }

  /** What holds here, as a message. */
  function standing(): Message {
    const [open] = now();
    const waiting = unasked();
    const purposes: Decisions = {};
    for (const id of tables.p) {
      if (open.includes(id)) purposes[id] = "granted";
      // What is asked on a page of its own, or not yet, was not refused.
      else if ((tables.s || tables.p).includes(id) && !waiting.includes(id)) purposes[id] = "refused";
    }
    const language = locale();
    return { countersign: 1, site: table.s, purposes, notice: tables.n[language]!, locale: language, at: Date.now() };
  }

  /** Answers a mini program that asked: a code for what was refused, by the page that it named. */
  async function answer(): Promise<void> {
    const message = standing();
    const asked = rid;
    rid = "";
    const refused: Decisions = {};
    for (const id in message.purposes) if (message.purposes[id] === "refused") refused[id] = "refused";
    const code = (table.h && (await make(refused, message.notice))?.code) || "";
    post({ ...message, rid: asked, ...(code && { code }) });
    if (table.p) return leave(`${table.p}?${code && `${table.c}=${code}&`}${table.c}-rid=${asked}`);
    // Going back ends the page: what can be sent is sent first.
    for (let waited = 0; storage("cs.outbox") && waited < SEND_MS; waited += LOOK_MS) {
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
    leave("");
  }

  /** Says what holds, where that is news, and answers where somebody asked and the visitor chose. */
  function say(first: boolean, mine: boolean): void {
    const words = now()[0].join();
    if (words !== last || !said) post(standing());
    [last, said] = [words, true];
    if (rid && !first && !mine) answer();
  }

  /** Takes what the address brings. */
  function look(): void {
    try {
      const brought = bring();
      rid = brought.rid || rid;
      if (!brought.code || !table.h) return;
      const lift = veil(VEIL_MS);
      whenInside(() => take(brought.code, lift));
    } catch (cause) {
      report("CS-HANDOVER", cause);
    }
  }

  if (window.countersign && !Array.isArray(window.countersign)) {
    window.countersign.handover = (what) => {
      if (typeof what === "string") return void (table.h && take(what));
      // Nobody vouches for what a script says: it can refuse alone.
      const refused = Object.keys(what).filter((id) => what[id] === "refused");
      if (refused.length < Object.keys(what).length) report("CS-UNTRUSTED");
      settle({ purposes: Object.fromEntries(refused.map((id) => [id, "refused"])), notice: "" });
    };
  }
  watch();
  if (mayBeInside()) {
    look();
    addEventListener("hashchange", look);
  }

  return (_, known) => {
    const first = decided === undefined;
    decided = known;
    if (first) start();
    if (carrying || !known) return;
    const mine = ours;
    ours = false;
    if (!first && !mine) storage(UNASKED, "");
    // What is left open is asked behind the choice, which takes the banner away; where nobody is known to show the page, nobody waits for it.
    if (first || mine) setTimeout(() => unasked()[0] && show(true), mine || hosted() ? 0 : IDLE_MS);
    // In a task of its own: the loader is about to store the choice, or has just done so.
    if (hosted()) setTimeout(() => say(first, mine));
  };
}
