/**
 * Asks a site for what a verification lacks: public keys, proofs, and receipts with what the site added. Enters: which addresses may have
 * it, anew after each round, because an answer makes others worth asking. Leaves: the answers, and the addresses that had nothing.
 */

/** How many addresses are asked at most. */
const MOST = 100;

/** How long one answer may take, in milliseconds. */
const PATIENCE_MS = 10_000;

async function get(address: string): Promise<string | undefined> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: stop.signal });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Asks until nothing new is worth asking; the addresses that had nothing. */
export async function gather(wanted: () => string[], take: (address: string, text: string) => void): Promise<string[]> {
  const asked = new Set<string>();
  const missing: string[] = [];
  for (;;) {
    const round = wanted().filter((address) => !asked.has(address)).slice(0, MOST - asked.size);
    if (!round.length) return missing;
    round.forEach((address) => asked.add(address));
    const answers = await Promise.all(round.map(get));
    answers.forEach((text, place) => (text === undefined ? missing.push(round[place]!) : take(round[place]!, text)));
  }
}
