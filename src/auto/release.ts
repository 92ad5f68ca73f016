/**
 * Gives held elements back what they kept, in the order in which they were held, once each. Parser-made scripts of one host run one after
 * another; nothing waits for another host. Absent: embeds in the document, which the loader opens as gates, and whatever was taken out of
 * the page.
 */
import { done, embed, forget, held, heldValue, keeps, ready } from "./hold";
import { host } from "./wall";

const inOrder = new WeakSet<Element>();
const ahead = new Map<string, Promise<unknown>>();

/** Has a script keep its place among those of its host, as the parser would have kept it. */
export const keepOrder = (script: Element): unknown => /^script$/.test(script.localName) && !script.hasAttribute("async") && inOrder.add(script);

/** A value in the form that the page's Trusted Types ask for. */
export const bless = (name: string, value: string): string =>
  name === "srcdoc" ? host.trust.createHTML(value) : name.startsWith("on") ? host.trust.createScript(value) : host.trust.createScriptURL(value);

/** Stops what a player plays, and has it look at its sources again, which it does only once by itself. */
export function reload(element: Element): void {
  for (const one of [element, element.parentNode] as Partial<HTMLMediaElement>[]) if (one && one.load) one.load();
}

/** Gives one element what it kept. */
export function reopen(element: Element): void {
  const all = keeps(element).map((name) => [name, heldValue(element, name) || ""] as const);
  for (const [name] of all) forget(element, name);
  const begin = (): void => all.forEach(([name, value]) => element.setAttribute(name, bless(name, value)));
  if (inOrder.delete(element)) {
    const { host: line } = new URL(all[0]![1], document.baseURI);
    const run = (): Promise<unknown> =>
      new Promise((end) => {
        for (const type of ["load", "error"]) element.addEventListener(type, end);
        begin();
      });
    const before = ahead.get(line);
    ahead.set(line, before ? before.then(run) : run());
  } else begin();
  if (!done.has(element.parentNode as Element)) reload(element);
}

/** Drops what left the page, notes what is in it. */
export function sweep(): void {
  for (const [element, seen] of held) {
    if (element.isConnected) held.set(element, true);
    else if (seen) held.delete(element);
  }
}

/** Gives back whatever may be asked for now. One that fails keeps none of the others shut. */
export function release(): void {
  sweep();
  for (const element of [...held.keys()]) {
    const gate = embed(element) && element.getRootNode() === document;
    try {
      if (!gate && ready(element)) reopen(element);
    } catch (cause) {
      host.report("CS-GATE", cause);
    }
  }
}
