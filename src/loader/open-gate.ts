/**
 * Opens one gate: puts a template's content into the page, makes inert scripts run, gives elements what they were kept from.
 * In: an element with `data-cs-purpose` or `data-cs-refused`. Out: the page without that gate; the attributes go first, so that no gate
 * opens twice. Gates inside it stay shut for their own purposes.
 */
import { GATES, mayOpen, state } from "./gates";
import { report } from "./report";
import { reveal } from "./reveal";
import { trust } from "./trust";

/** What the script element directly behind one waits for: its needs, the host that it comes from or follows, and its end. */
type Turn = [needs?: string, host?: string, end?: Promise<unknown>];

const turns = new WeakMap<Element, Turn>();

async function open(gate: HTMLElement): Promise<void> {
  const opened = state;
  const { csPurpose, csRefused } = gate.dataset;
  const scripts: HTMLScriptElement[] = [];
  let before: Turn = turns.get(gate.previousElementSibling!) || [];
  let root: ParentNode & Node = gate;
  delete gate.dataset.csPurpose;
  delete gate.dataset.csRefused;
  if (gate.nodeName === "TEMPLATE") {
    // In Firefox the content of a template is safe from early loading only inside a comment.
    if (!(gate as HTMLTemplateElement).content.firstElementChild) gate.innerHTML = trust.createHTML(gate.innerHTML.replace(/<!-+|-->/g, ""));
    // A video that moves over from a template's own document never loads.
    root = document.importNode((gate as HTMLTemplateElement).content, true);
    before = [];
  }
  // Children first: a video looks for its sources once.
  for (const one of [gate as HTMLScriptElement, ...root.querySelectorAll<HTMLScriptElement>("*")].reverse()) {
    const script = one.nodeName === "SCRIPT";
    if (script) {
      // Inserted as they are, inline scripts would run before the external ones that stand above them.
      one.dataset.csType = one.dataset.csType || one.type;
      one.type = "text/plain";
    }
    if (!one.closest(GATES)) {
      if (script) scripts.unshift(one);
      else {
        reveal(one, one);
        const media = one as unknown as HTMLMediaElement;
        if (media.load) media.load();
      }
    }
  }
  if (root !== gate) gate.replaceWith(root);
  for (const inert of scripts) {
    const live = document.createElement("script");
    reveal(inert, live);
    live.nonce = inert.nonce;
    live.text = trust.createScript(inert.text);
    const free = live.hasAttribute("async");
    const [needs, host, end] = before;
    let ended: (value?: unknown) => void;
    before = [csPurpose! + csRefused, live.src.split("/")[2] || host, new Promise((end) => (ended = end))];
    turns.set(inert, before).set(live, before);
    if (needs === before[0] && host === before[1] && !free) await end;
    if (opened !== state && !mayOpen(csPurpose, csRefused)) return;
    inert.replaceWith(live);
    if (live.src && !free && !live.noModule) await new Promise((done) => ["load", "error"].forEach((type) => live.addEventListener(type, done)));
    ended!();
  }
}

/** Opens it. */
export function openGate(gate: HTMLElement): void {
  open(gate).catch((cause) => report("CS-GATE", cause));
}
