/**
 * What somebody is sent whom the site has signed in, as the site's receiver knows it (formats.md section 8). In: a token that the site's server
 * had minted for this person. Out: what holds, and what became of a press. Absent: addresses, and any copy in this browser, which others may use.
 */
import type { Keeper } from "./channels";

/** Where the receiver answers, unless the element says otherwise. */
const PLACE = "/v1/marketing/account";

/** The longest that one question may take, in milliseconds. */
const PATIENCE_MS = 20_000;

/** What the receiver answers. */
interface View {
  reach: string[];
  allowed: { channel: string; topic?: string }[];
}

/** Asks, or says what shall hold; nothing where no answer came. */
async function ask(to: string, token: string, body?: unknown): Promise<View | undefined> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const headers = { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) };
    const answer = await fetch(to, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), credentials: "omit", cache: "no-store", signal: stop.signal } as RequestInit);
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps switches with the site; nothing where it cannot be asked. */
export async function accountOf(token: string, to = PLACE): Promise<Keeper | undefined> {
  let view = await ask(to, token);
  if (!view) return;
  return {
    holds: (value) => view!.allowed.some(({ channel, topic }) => [channel, topic].filter(Boolean).join(".") === value),
    reaches: (value) => view!.reach.includes(value.split(".")[0]!),
    async keep(value, allowed) {
      const [channel, topic] = value.split(".");
      const after = await ask(to, token, { channel, topic, allowed });
      view = after || view;
      return after ? "kept" : "lost";
    },
  };
}
