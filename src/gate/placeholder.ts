/**
 * One placeholder: a box in the room of a held embed, with the words for its purposes in a shadow root. In: a person's clicks. Out: one
 * gate opened, or a choice. Absent: opening anything on a script's event, writing anything for "once", and text that is not from Rust.
 */
import type { GateHost } from "../loader/host";
import { dress } from "./dress";
import { enlarge } from "./enlarge";
import { room } from "./size";
import { tables } from "./tables";
import { words } from "./words";

/** What stands in the place of an embed for as long as its gate is held. */
export interface Placeholder {
  /** Says it in this locale and for the purposes that the gate bears, and stands beside the gate wherever that went. */
  refresh(locale: string): void;
  /** Takes the room that the embed takes now, and the focus that it has; none where that is too small, or a purpose is none that a visitor can open. */
  fit(): void;
  /** Gives the place back. Focus that was inside goes to what was opened. */
  leave(): void;
}

/** Puts one there; `opened` is told when the visitor has opened this gate alone. */
export function placeholder(host: GateHost, gate: HTMLElement, embed: HTMLElement, opened: () => void): Placeholder {
  const box = document.createElement("div");
  const root = box.attachShadow({ mode: "open" });
  // Chromium starts an object only where it has a box, and not when it gets one later.
  const hiding = Object.entries(embed.localName === "object" ? { position: "absolute", visibility: "hidden", width: "0", height: "0" } : { display: "none" });
  const own = hiding.map(([name]) => [name, gate.style.getPropertyValue(name), gate.style.getPropertyPriority(name)] as const);
  let locale = "";
  let purposes = "";
  let placed = false;
  const needed = (): string[] => purposes.match(/\S+/g) || [];
  const known = (): string[] => tables.l[locale]!.p.map((row) => row[0]);
  const show = (): void => {
    if (gate === embed) for (const property of own) gate.style.setProperty(...property);
  };

  function fit(): void {
    const focused = document.activeElement === embed;
    const within = root.activeElement as HTMLElement | null;
    show();
    box.style.cssText = "display:none!important";
    const style = needed().every((id) => known().includes(id)) && room(gate, embed);
    if ((placed = !!style)) {
      box.style.cssText = style as string;
      if (gate.nextSibling !== box) gate.after(box);
      if (gate === embed) for (const property of hiding) gate.style.setProperty(...property, "important");
      // Whoever reached the embed before its placeholder came goes on from there, not from the start of the page: at a button that lets
      // nothing in for good. Where there is no room for it, it takes no focus; WebKit learns of room a frame later, so that "more" is last.
      // WebKit also takes the focus out of what is away for the length of a measurement.
      const next = focused ? ["once", "choose", "more"].map((name) => root.querySelector<HTMLElement>(`[data-cs=${name}]`)) : [within];
      for (const control of next) root.activeElement || control?.focus();
    } else box.remove();
  }

  function refresh(tag: string): void {
    const asked = gate.dataset.csPurpose!;
    if (tag !== locale || asked !== purposes) {
      [locale, purposes] = [tag, asked];
      root.querySelector("dialog")?.remove();
      root.querySelector("section")?.remove();
      root.append(words(locale, needed(), host.trust));
      fit();
    } else if (placed && gate.nextSibling !== box) fit();
  }

  function leave(): void {
    const shown = root.activeElement && opening();
    show();
    box.remove();
    if (!shown) return;
    shown.focus();
    if (document.activeElement === shown) return;
    shown.tabIndex = -1;
    shown.focus();
  }

  /** The embed that opens where the box is; what a template held stands before the box as a copy. */
  function opening(): HTMLElement | undefined {
    if (gate === embed) return gate.isConnected ? gate : undefined;
    const name = embed.localName;
    for (let one = box.previousElementSibling; one; one = one.previousElementSibling) {
      const found = one.localName === name ? one : one.querySelector(name);
      if (found) return found as HTMLElement;
    }
    return;
  }

  function act(event: Event): void {
    const action = (event.target as Element).closest<HTMLElement>("[data-cs]")?.dataset.cs;
    const dialog = root.querySelector("dialog");
    if (action === "once") {
      if (!event.isTrusted) return console.error("CS-UNTRUSTED");
      host.openGate(gate);
      opened();
    } else if (action === "always") {
      const list = [...host.open(), ...needed()];
      host.choose("always", known().filter((id) => list.includes(id)), event);
    } else if (action === "more" && !enlarge(root)) host.preferences();
    else if (action === "close") dialog!.close();
    else if (action === "choose") {
      if (dialog) dialog.close();
      host.preferences();
    }
  }

  box.className = "cs-held";
  root.addEventListener("click", act);
  dress(root);
  return { refresh, fit, leave };
}
