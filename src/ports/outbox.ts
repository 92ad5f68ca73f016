/**
 * Sending: what waits goes to each of the site's backends in the order of the chain, from one tab at a time, until each has it.
 * In: the backends that the notice names. Out: rows with what became of them. Absent: what an answer means and when to try again, which
 * core decides; sending in other forms than one CloudEvent, which is a file of its own (`src/send/`).
 *
 * A receipt leaves the queue only on the backends' word. Crash after the send and before the row is written: it is sent again, and a
 * backend that has it answers the same.
 */
import type { Hosting } from "./host";
import { post } from "./network";
import type { Answer, How, Post, Row, Sender } from "./ports";
import { rust } from "./rust";
import { rows, update } from "./storage";

/** Where receipts go, and how they are put there where that is not one CloudEvent (formats.md section 8). */
export interface Backend {
  to: string;
  how?: How;
}

/** What backends say of a receipt, the best first; those of a row together count as the worst of them. */
const STATES = ["delivered", "countersigned", "parked", "queued"];
const QUEUED = STATES[3]!;

/** The shortest and the longest pause between two turns, in milliseconds. */
const PAUSE_MS = 1_000;
const DAY_MS = 86_400_000;

/** What is not sent everywhere yet, noted for the loader of the next page view. */
export async function waiting({ waiting }: Hosting): Promise<Row[]> {
  const list = (await rows()).filter(({ posting }) => posting === QUEUED);
  // A page that is going may read nothing any more: whatever it finds, the sign stays for the next.
  waiting(!!list[0] || document.hidden);
  return list;
}

/** Where a row stands with a backend; one that it never met lacks it. */
function met({ posts }: Row, to: string): Post {
  let post = posts.find((known) => known.to === to);
  if (!post) posts.push((post = { to, posting: QUEUED, tries: 0, next_at_ms: 0 }));
  return post;
}

function event({ id, kind, sub, at, jws }: Row): string {
  const type = "dev.countersign.receipt.v1." + kind;
  const [source, datacontenttype] = [location.origin, "application/jose"];
  return JSON.stringify({ specversion: "1.0", id, source, type, subject: sub, time: at, datacontenttype, data: jws });
}

/** Sends what waits; answers the pause before the next turn, 0 where nothing waits. */
export async function flush(backends: Backend[], hosting: Hosting): Promise<number> {
  const list = await waiting(hosting);
  // A site without a backend: the receipts are the visitor's alone, and nothing waits.
  if (!backends[0]) return hosting.waiting(false), 0;

  const settle = async (row: Row): Promise<void> => {
    row.posting = STATES[Math.max(...backends.map(({ to }) => STATES.indexOf(met(row, to).posting)))]!;
    await update(row);
    // One that no store would take was kept as an entry until now.
    if (row.posting !== QUEUED) hosting.host.settle(row.id);
  };

  const put = async (row: Row, { to, how }: Backend, { tries }: Post): Promise<Answer> => {
    // The page itself may have used up what keepalive has: every other try does without.
    const keepalive = !(tries % 2);
    if (!how) return post(to, { "content-type": "application/cloudevents+json", "idempotency-key": `"${row.id}"` }, event(row), keepalive);
    const sender: Sender = await hosting.module("send");
    return sender.put(to, how, row, event(row), keepalive);
  };

  /** Sends to one backend; when the first that still waits for it is due. */
  const send = async (backend: Backend): Promise<number> => {
    const { to } = backend;
    const mine = list.map((row) => [row, met(row, to)] as const).filter(([, { posting }]) => posting === QUEUED);
    // All in order as soon as one is due: a withdrawal must not reach a backend before the grant that it withdraws.
    const due = mine.some(([, { next_at_ms }]) => rust.is_due(next_at_ms, Date.now()));
    for (const [row, post] of due ? mine : []) {
      const { status, retryAfter, ...proofs } = await put(row, backend, post).catch(() => ({ status: 0, retryAfter: 0 }));
      const [chance] = crypto.getRandomValues(new Uint16Array(1));
      const wait = rust.deliver(status, retryAfter, "countersignature" in proofs, post.tries++, chance!);
      if (wait >= 0) post.next_at_ms = Date.now() + wait;
      else post.posting = STATES[~wait]!;
      if (wait === -2) Object.assign(row, proofs);
      await settle(row);
      if (wait === -3) console.warn(`CS-W4 kept and not sent again, refused by ${to}: ${row.id}`);
      // The others would meet the same silence; they go with the next turn.
      if (!status) break;
    }
    return mine.find(([, { posting }]) => posting === QUEUED)?.[1].next_at_ms ?? Infinity;
  };

  const next = Math.min(...(await Promise.all(backends.map(send))));
  // A backend that is no longer the site's holds nothing up.
  for (const row of list) if (row.posting === QUEUED) await settle(row);
  // Read anew: another tab may have sealed meanwhile.
  return (await waiting(hosting))[0] ? Math.min(Math.max(next - Date.now(), PAUSE_MS), DAY_MS) : 0;
}
