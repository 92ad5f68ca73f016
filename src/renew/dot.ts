/**
 * The quiet dot on the small button. In: words by locale. Out: a dot, and the same as words for whoever does not see it. Absent: a style
 * sheet, which a strict Content-Security-Policy would refuse; the dot is a border, so that forced colors keep it.
 */

/** Puts it on, once; the desk's page of updates takes it off. */
export function dot(words: Record<string, string>): void {
  const button = document.getElementById("countersign-button");
  if (!button || button.dataset.csNews) return;
  button.dataset.csNews = "1";
  button.title = words[button.lang] || "";
  const mark = document.createElement("span");
  mark.setAttribute("aria-hidden", "true");
  // Inside the button's padding: the button clips what stands out, and a wider one would move.
  Object.assign(mark.style, { position: "absolute", insetBlock: "0", insetInlineEnd: "4px", width: "0", height: "0", margin: "auto", border: "4px solid var(--cs-news,#d63a2f)", borderRadius: "50%" });
  button.append(mark);
}
