/**
 * The style of what the widget shows in the page itself: the plain chooser inside `#countersign` (the loader's sheet paints the rest of
 * it), the line that says what was done, and the frame of the dialog, whose content paints everything else.
 */

// Without white space between its parts: these bytes are sent as they stand.
const CSS = `#countersign label{display:flex;align-items:center;gap:.7em;min-height:44px}
#countersign input{width:22px;height:22px;margin:0}
#countersign fieldset{margin:0 0 .6em}
#countersign div{margin-top:.8em}
#countersign-status{all:initial;display:block;box-sizing:border-box;position:fixed;z-index:2147483647;top:12px;right:0;left:0;width:fit-content;max-width:45em;max-height:100%;margin:auto;padding:.8em 1em 1em;overflow:auto;border:1px solid var(--cs-line,#678);border-radius:12px;box-shadow:0 2px 20px #0004;background:var(--cs-paper,#fff);color:var(--cs-ink,#234);font:medium/1.4 system-ui,sans-serif}
#countersign-status:empty{opacity:0}
#countersign-dialog{max-width:none;max-height:none;padding:0;border:0;background:0 0}
@media (prefers-color-scheme:dark){
#countersign-status{background:var(--cs-paper,#123);color:var(--cs-ink,#eef);border-color:var(--cs-line,#89a)}}
@media print{
#countersign-status{display:none}
body:has(>#countersign-dialog[open])>:not(#countersign-dialog,#countersign-paper){display:none}
#countersign-dialog{position:absolute;top:0;right:0;bottom:auto;left:0;width:auto;height:auto;overflow:visible}}`;

/** Adopts a style sheet; a strict `style-src` allows that where it would refuse a style element. */
export function adopt(css: string, place: Document | ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = css;
    (place === document ? document.head : place).append(style);
  }
}

/** Gives the page the style. */
export const dressPage = (): void => adopt(CSS, document);
