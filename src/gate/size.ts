/**
 * The room that an embed takes in its page. In: the held element, or a template and the embed in it. Out: the same room as a style for
 * another element. Absent: any request; the stand-in for a template's embed has no address.
 */

/** What places a box among its neighbors, besides its width and height. */
const PLACING =
  "position,top,right,bottom,left,z-index,float,clear,margin-top,margin-right,margin-bottom,margin-left,flex-grow,flex-shrink,align-self,justify-self,order,grid-row-start,grid-row-end,grid-column-start,grid-column-end,vertical-align,border-radius,transform".split(",");

/** What an author's own style says of an embed's size. */
const SIZING = "display,width,height,min-width,min-height,max-width,max-height,aspect-ratio,margin,float,position,inset".split(",");

/** Less than this has no room for words: a tracking frame, or an audio element without controls. */
const LEAST = 24;

/** An embed like this one without anything that it could load. */
function standIn(embed: HTMLElement): HTMLElement {
  const copy = document.createElement(embed.localName);
  for (const name of ["class", "width", "height", "frameborder", "controls"]) if (embed.hasAttribute(name)) copy.setAttribute(name, embed.getAttribute(name)!);
  for (const name of SIZING) copy.style.setProperty(name, embed.style.getPropertyValue(name));
  return copy;
}

/** The style that takes the room of `element`, which has to be shown; nothing where it takes none that words fit in. */
function roomOf(element: HTMLElement): string {
  const style = getComputedStyle(element);
  // A transformed element takes the room that it had before.
  const { offsetWidth, offsetHeight } = element;
  let { width, height } = style.transform === "none" ? element.getBoundingClientRect() : { width: offsetWidth, height: offsetHeight };
  // Without something to show, these two take no room of their own before they are opened.
  if (/embed|object/.test(element.localName)) {
    width ||= Number(element.getAttribute("width"));
    height ||= Number(element.getAttribute("height"));
  }
  if (style.display === "none" || style.visibility !== "visible" || width < LEAST || height < LEAST) return "";
  // Words are never wider than the screen, even where the embed will be.
  const display = style.display === "inline" ? "inline-block" : style.display;
  const placing = PLACING.map((name) => `${name}:${style.getPropertyValue(name)}!important;`).join("");
  return `all:initial!important;${placing}display:${display}!important;box-sizing:border-box!important;overflow:hidden!important;width:${Math.min(width, innerWidth)}px!important;height:${height}px!important`;
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
