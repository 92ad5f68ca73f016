/**
 * The globals through which vendors are told. In: their names. Out: what the page has there, with our words first, also where the page
 * puts something new in its place. Absent: any trust in what stands there: it may be frozen, a getter, or no queue at all.
 */
import type { Safely } from "./part";

/** The page's globals, whatever they are. */
export const page = window as unknown as Record<string, any>;

/** Words as a live `arguments` object, the only form that Google's and Meta's queues take for a command. */
export const command = function (): IArguments {
  return arguments;
} as (...words: unknown[]) => IArguments;

/**
 * Shows `dress` what stands under a global, now and whenever the page puts something else there. Where the page has a getter of its own or
 * a name that cannot be defined anew (`var` at the top of an earlier script), only what stands there now is seen.
 */
export function watch(name: string, safely: Safely, dress: (value: any) => void): void {
  safely(() => dress(page[name]));
  safely(() => {
    const { configurable, get } = Object.getOwnPropertyDescriptor(page, name) || { configurable: true, get: undefined };
    if (get || !configurable) return;
    let value = page[name];
    Object.defineProperty(page, name, {
      configurable: true,
      enumerable: true,
      get: () => value,
      set(next) {
        const isNew = next !== value;
        value = next;
        if (isNew) safely(() => dress(next));
      },
    });
  });
}

/** Whether a value is a list that no vendor's script has taken over. */
const waits = (list: unknown): list is unknown[] => Array.isArray(list) && list.push === Array.prototype.push;

/**
 * Puts items at the front of a queue, before what the page has queued; and again where the page starts the queue anew. Answers with what
 * adds more. The last of the items has to be an object: by it our own are known. `dress` may add to the list itself.
 */
export function queue(name: string, safely: Safely, items: unknown[], dress = (_list: any): void => {}): (...more: unknown[]) => void {
  const ours = [...items];
  const mark = items[items.length - 1];
  const fill = (list: any): void => {
    if (!waits(list)) return;
    if (!list.includes(mark)) list.unshift(...ours);
    dress(list);
  };
  safely(() => {
    const list = page[name];
    // A vendor's script that runs already is told like anybody; one that takes a waiting list over finds our items in it.
    if (!list) page[name] = [];
    else if (!waits(list)) list.push(...items);
  });
  watch(name, safely, fill);
  return (...more) => {
    ours.push(...more);
    const list = page[name];
    if (!list) page[name] = [];
    else if (waits(list) && !list.includes(mark)) fill(list);
    else list.push(...more);
  };
}
