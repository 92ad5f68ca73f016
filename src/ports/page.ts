/**
 * One polite line for everybody (WCAG 2.2, 4.1.3), and files for the visitor's own disk.
 */

/** How long a line stays, in milliseconds: long enough to read two sentences. */
const STAYS_MS = 8_000;

let gone = 0;

/** Says one line: seen for a while, read out by screen readers. */
export function announce(text: string): void {
  let line = document.getElementById("countersign-status");
  if (!line) {
    line = document.createElement("div");
    line.id = "countersign-status";
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  const said = line;
  clearTimeout(gone);
  // The live region must stand before its text comes, or some readers stay silent.
  setTimeout(() => (said.textContent = text), 50);
  gone = window.setTimeout(() => said.remove(), STAYS_MS);
}

/** Offers a file to the browser's downloads; nothing leaves the page. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), STAYS_MS);
}
