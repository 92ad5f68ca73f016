/**
 * What `<dialog>` does by itself, for browsers that have none (Safari before 15.4, Firefox before 98): there the name makes a plain element.
 * In: that element. Out: the same with `open`, `showModal`, `close` and the events `cancel` and `close` (HTML, "The dialog element"). It covers
 * the page, keeps focus inside and gives it back. Absent: the top layer, which only a browser has; it stands as high as the page lets it.
 */

const SHUT = "display:none";
const OPEN = "display:block;position:fixed;top:0;right:0;bottom:0;left:0;z-index:2147483647;outline:0";

/** Gives the element what a dialog has. */
export function standIn(dialog: HTMLDialogElement): void {
  let passed: Element[] = [];
  let before: HTMLElement | null = null;

  /** Focus that leaves for the page behind comes back to the beginning. */
  const hold = ({ target }: Event): void => {
    if (!dialog.contains(target as Node)) dialog.focus();
  };

  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();
  };

  const set = (open: boolean): void => {
    dialog.toggleAttribute("open", open);
    dialog.style.cssText = open ? OPEN : SHUT;
  };

  dialog.showModal = () => {
    before = document.activeElement as HTMLElement | null;
    // Readers pass over the page behind; what it hides from them itself stays so.
    passed = [...document.body.children].filter((one) => one !== dialog && !one.hasAttribute("aria-hidden"));
    for (const one of passed) one.setAttribute("aria-hidden", "true");
    document.addEventListener("focusin", hold);
    document.addEventListener("keydown", press);
    set(true);
  };

  dialog.close = () => {
    if (!dialog.open) return;
    for (const one of passed) one.removeAttribute("aria-hidden");
    document.removeEventListener("focusin", hold);
    document.removeEventListener("keydown", press);
    set(false);
    before?.focus();
    // As browsers do it, whoever closes goes on first.
    setTimeout(() => dialog.dispatchEvent(new Event("close")));
  };

  Object.defineProperty(dialog, "open", { get: () => dialog.hasAttribute("open") });
  dialog.tabIndex = -1;
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-modal", "true");
  set(false);
}
