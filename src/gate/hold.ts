/**
 * Gives held embeds a placeholder: iframe, video, audio, embed and object, and templates that hold one. In: what the loader can do. Out: a page
 * in which each of them can be read about and opened. It watches the page, so that what comes later has one too, and so that one goes in
 * the very task in which its gate opens. Absent: putting a placeholder back where a purpose closes again; what was shown has run, and
 * goes when the page is reloaded.
 */
import type { GateHost } from "../loader/host";
import { placeholder, type Placeholder } from "./placeholder";

const EMBEDS = "iframe,video,audio,embed,object";

/** What a template holds; its content may stand in a comment, which no browser loads anything from. */
function contentOf(gate: HTMLTemplateElement, trust: GateHost["trust"]): DocumentFragment {
  if (gate.content.firstElementChild) return gate.content;
  const holder = document.createElement("template");
  holder.innerHTML = trust.createHTML([...gate.content.childNodes].map((one) => (one instanceof Comment ? one.data : "")).join(""));
  return holder.content;
}

/** The embed that a gate is or holds. While the page loads, a template without something after it may not be whole. */
function embedOf(gate: HTMLElement, trust: GateHost["trust"]): HTMLElement | undefined {
  if (gate.matches(EMBEDS)) return gate;
  if (!(gate instanceof HTMLTemplateElement) || !(gate.nextSibling || document.readyState !== "loading")) return;
  return [...contentOf(gate, trust).querySelectorAll<HTMLElement>(EMBEDS)].find((one) => !one.closest("noscript"));
}

/** Starts to hold. */
export function hold(host: GateHost): void {
  const held = new Map<Element, Placeholder>();
  const watch = (element: Element | null): void => void (element && sizes?.observe(element));

  function look(): void {
    const locale = host.locale();
    for (const [gate, one] of held) {
      if (gate.isConnected && gate.hasAttribute("data-cs-purpose")) one.refresh(locale);
      else {
        held.delete(gate);
        one.leave();
      }
    }
    for (const gate of document.querySelectorAll<HTMLElement>("[data-cs-purpose]")) {
      const embed = held.has(gate) ? null : embedOf(gate, host.trust);
      if (!embed) continue;
      const one = placeholder(host, gate, embed, look);
      one.refresh(locale);
      held.set(gate, one);
      watch(gate);
      watch(gate.parentElement);
    }
  }

  // An element may have no size yet, or another one later; its placeholder has the same.
  // In the next frame: what changes sizes inside the observer is an error that the page's own reports would carry.
  const sizes =
    window.ResizeObserver &&
    new ResizeObserver((entries) => {
      const changed = entries.map(({ target }) => target);
      const fit = (one: Placeholder, gate: Element): unknown => [gate, gate.parentElement!].some((element) => changed.includes(element)) && one.fit();
      requestAnimationFrame(() => held.forEach(fit));
    });
  new MutationObserver(look).observe(document, { attributes: true, attributeFilter: ["data-cs-purpose", "lang"], childList: true, subtree: true });
  document.addEventListener("readystatechange", look);
  look();
}
