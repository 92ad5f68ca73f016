/**
 * The room that an embed takes in its page. In: the held element, or a template and the embed in it. Out: the same room as a style for
 * another element. Absent: any request; the stand-in for a template's embed has no address.
 */

/** What places a box among its neighbors, besides its width and height. */
const PLACING =
  "position,top,right,bottom,left,z-index,float,clear,margin-top,margin-right,margin-bottom,margin-left,flex-grow,flex-shrink,align-self,justify-self,order,grid-row,grid-column,vertical-align,border-radius,transform";

/** What an author's own style says of an embed's size. */
const SIZING = "display,width,height,min-width,min-height,max-width,max-height,aspect-ratio,margin,float,position,inset,border";

/** Less than this has no room for words: a tracking frame, or an audio element without controls. */
const LEAST = 24;

/** An embed like this one without anything that it could load. */
function standIn(embed: HTMLElement): HTMLElement {
  const copy = document.createElement(embed.localName);
  for (const name of ["class", "width", "height", "frameborder", "controls"]) if (embed.hasAttribute(name)) copy.setAttribute(name, embed.getAttribute(name)!);
  for (const name of SIZING.split(",")) copy.style.setProperty(name, embed.style.getPropertyValue(name));
  return copy;
}

/** The style that takes the room of `element`, which has to be shown; nothing where it takes none that words fit in. */
function roomOf(element: HTMLElement): string {
  const style = getComputedStyle(element);
  const { display, visibility, transform } = style;
  // A transformed element takes the room that it had before.
  const { offsetWidth, offsetHeight } = element;
  let { width, height } = transform === "none" ? element.getBoundingClientRect() : { width: offsetWidth, height: offsetHeight };
  // Without something to show, these two take no room of their own before they are opened.
  if (/embed|object/.test(element.localName)) {
    width ||= Number(element.getAttribute("width"));
    height ||= Number(element.getAttribute("height"));
  }
  if (display === "none" || visibility !== "visible" || width < LEAST || height < LEAST) return "";
  const placing = PLACING.split(",").map((name) => name + ":" + style.getPropertyValue(name));
  // Words are never wider than the screen, even where the embed will be.
  const size = `display:${display === "inline" ? "inline-block" : display};width:${Math.min(width, innerWidth)}px;height:${height}px`;
  // What a visitor's own style says of spacing still reaches the words (WCAG 1.4.12), so only what places the box is important.
  return "all:initial;" + `${placing.join(";")};box-sizing:border-box;overflow:hidden;${size};`.replace(/;/g, "!important;");
}

/** The room of a gate's embed while nothing stands in its place. */
export function room(gate: HTMLElement, embed: HTMLElement): string {
  if (gate === embed) return roomOf(gate);
  const copy = standIn(embed);
  gate.after(copy);
  const style = roomOf(copy);
  copy.remove();
  return style;
}
