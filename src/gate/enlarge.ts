/**
 * The words of a placeholder that is too small for them, in a dialog. In: its shadow root. Out: the words in their place again once the
 * visitor closes it. Absent: anything in front of the page that the visitor did not ask for.
 */

/** Opens the dialog; `false` where the browser has none. */
export function enlarge(root: ShadowRoot): boolean {
  const section = root.querySelector("section")!;
  const dialog = document.createElement("dialog");
  if (!dialog.showModal) return false;
  for (const name of ["aria-label", "lang", "dir"]) dialog.setAttribute(name, section.getAttribute(name)!);
  // A dialog that was closed a moment ago may still hold the words: it is told of its end in a later task.
  const words = root.querySelector("section > div, dialog > div")!;
  dialog.append(words);
  dialog.onclose = () => {
    if (words.parentNode === dialog) section.append(words);
    dialog.remove();
  };
  root.append(dialog);
  dialog.showModal();
  return true;
}
