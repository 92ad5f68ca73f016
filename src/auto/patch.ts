/**
 * Puts a guard around a native function, and takes it off again. A guard is a proxy: name, length, prototype, statics and subclasses stay
 * the native's own, and so do its errors. Absent: what guards decide.
 */
import { switchOff } from "./wall";

type Native = (...values: never[]) => unknown;
type Part = "value" | "get" | "set";

const undos: (() => void)[] = [];

/** Has a property lead to a guard: a method, or the reading or writing of a value. Where the browser has none, nothing happens. */
export function patch(owner: object | undefined, name: string, handler: ProxyHandler<Native>, part: Part = "value"): void {
  const own = owner && Object.getOwnPropertyDescriptor(owner, name);
  const native = own && (own[part] as Native | undefined);
  if (!native || !own!.configurable) return;
  const guard = new Proxy(native, handler);
  lead(owner!, name, part, guard);
  // What an object is made by is the guard as well, or the native could be had from any object.
  const made = native.prototype as { constructor: unknown } | undefined;
  if (made && made.constructor === native) lead(made, "constructor", part, guard);
}

function lead(owner: object, name: string, part: Part, guard: Native): void {
  const own = Object.getOwnPropertyDescriptor(owner, name)!;
  Object.defineProperty(owner, name, { ...own, [part]: guard });
  undos.push(() => {
    const now = Object.getOwnPropertyDescriptor(owner, name);
    // Whoever patched over the guard keeps what they made; the guard under it no longer guards.
    if (now && now[part] === guard) Object.defineProperty(owner, name, { ...now, [part]: own[part] as unknown });
  });
}

/** What else is to be ended. */
export const atUndo = (end: () => void): void => void undos.push(end);

/** Takes every guard off, the last one first. */
export function undo(): void {
  switchOff();
  for (let end; (end = undos.pop()); ) end();
}
