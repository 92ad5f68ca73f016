/**
 * The contents of the full text in the dialog: its headings as a nested list of links, the list that `crates/views/src/contents.rs` makes
 * for the policy page. Enters: the navigation's frame and the headings. Absent: markup as text.
 */

const level = (heading: Element | undefined): number => (heading ? +heading.localName[1]! : 0);

/** The headings from here on that are at least this deep, each followed by those below it; takes them out of `rest`. */
function list(rest: Element[], depth: number): HTMLElement {
  const made = document.createElement("ul");
  while (level(rest[0]) >= depth) {
    const { id, textContent } = rest.shift()!;
    const item = made.appendChild(document.createElement("li"));
    const link = item.appendChild(document.createElement("a"));
    link.href = "#" + id;
    link.textContent = textContent;
    if (level(rest[0]) > depth) item.append(list(rest, depth + 1));
  }
  return made;
}

/** Gives the headings their anchors and fills the frame; takes it away where there are no headings. */
export function fillContents(root: ParentNode): void {
  const frame = root.querySelector("nav");
  const headings = [...root.querySelector("[data-cs-text]")!.querySelectorAll("h2,h3,h4,h5,h6")];
  headings.forEach((heading, place) => (heading.id = `s-${place + 1}`));
  if (headings.length) frame?.firstElementChild!.append(list(headings, 2));
  else frame?.remove();
}
