/**
 * Opens one gate: puts a template's content into the page, makes an inert script run, starts an image or a frame.
 * In: an element with `data-cs-purpose`. Out: the page without that gate; the attribute goes first, so that no gate opens twice.
 */
import { reveal } from "./reveal";
import { trust } from "./trust";

/**
 * Runs inert scripts one after another: each waits for the external one before it, unless that is `async`; scripts of other gates wait
 * for none of them. They are made anew, since a script that came through `innerHTML` never runs (HTML section 4.12.1.1).
 */
function run(scripts: HTMLScriptElement[]): void {
  for (let inert; (inert = scripts.shift()); ) {
    const live = document.createElement("script");
    reveal(inert, live);
    live.nonce = inert.nonce;
    live.text = trust.createScript(inert.text);
    inert.replaceWith(live);
    if (live.src && !live.hasAttribute("async") && !live.noModule) {
      live.onload = live.onerror = () => run(scripts);
      return;
    }
  }
}

/** Opens it. */
export function openGate(gate: HTMLElement): void {
  gate.removeAttribute("data-cs-purpose");
  if (gate.localName === "template") {
    const { content } = gate as HTMLTemplateElement;
    const scripts = [...content.querySelectorAll<HTMLScriptElement>("script:not([data-cs-purpose])")];
    // Inserted as they are, inline scripts would run before the external ones that stand above them.
    for (const script of scripts) {
      script.dataset.csType = script.type;
      script.type = "text/plain";
    }
    gate.replaceWith(content);
    run(scripts);
  } else if (gate.localName === "script") run([gate as HTMLScriptElement]);
  else reveal(gate, gate);
}
