/**
 * What can be measured of a surface in the page: sizes, places, weights and lengths, in every root.
 *
 * Enters: nothing but the page as it stands. Leaves: plain numbers and texts; what they should be is the tests' to say.
 */

/** Runs in the page. */
export const measure = () => {
  const roots = [document, ...[...document.querySelectorAll("*")].flatMap((element) => element.shadowRoot ?? [])];
  const dialog = document.querySelector("#countersign-dialog[open] > div")?.shadowRoot;
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const box = (element) => {
    const { width, height, top, left, right, bottom } = element.getBoundingClientRect();
    return { width, height, top, left, right, bottom };
  };
  const words = (element) => (element.getAttribute("aria-label") || element.textContent).trim().slice(0, 60);
  const ours = roots.flatMap((root) => (root === document ? [...root.querySelectorAll("[id^=countersign]:not(dialog)")] : [root]));
  const all = (selector) => ours.flatMap((root) => [...(root instanceof Element && root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)]).filter(shown);
  const LOOK = ["fontSize", "fontWeight", "fontFamily", "lineHeight", "color", "backgroundColor", "backgroundImage", "borderRadius",
    "borderTopColor", "borderTopWidth", "borderTopStyle", "boxShadow", "opacity", "textDecorationLine", "textTransform", "padding", "cursor"];
  /** What makes a button heavy or light: its box, its text, its colors, its place in the tree. */
  const weight = (button) => {
    const style = getComputedStyle(button);
    return { hook: button.dataset.cs, ...box(button), tag: button.localName, role: button.getAttribute("role"), disabled: button.disabled,
      hidden: !!button.closest("[aria-hidden=true], [inert]"), parent: [...button.getRootNode().querySelectorAll("*")].indexOf(button.parentElement),
      look: Object.fromEntries(LOOK.map((name) => [name, style[name]])) };
  };
  const choices = all("[data-cs=accept], [data-cs=refuse], #countersign [data-cs=choose], [data-cs=save]");
  const texts = all("*").filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const body = dialog?.querySelector("[part=body]");
  const banner = document.querySelector("#countersign");
  return {
    choices: choices.map(weight),
    ticked: all("input:checked").map((input) => input.value),
    sideways: [document.scrollingElement.scrollWidth - innerWidth, body ? body.scrollWidth - body.clientWidth : 0],
    // A box inside its label is as large as the label.
    targets: all("button, input, select, summary").map((element) => ({ words: words(element), hook: element.dataset.cs, ...box(element.closest("label") ?? element) })),
    cut: all("button, h1, h2, h3, summary, select, label").filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline").map(words),
    small: texts.map((element) => [words(element), parseFloat(getComputedStyle(element).fontSize)]).filter(([, size]) => size < 14),
    long: all("p, dd, li").filter((element) => element.children.length < 40).map((element) => [words(element), box(element).width / parseFloat(getComputedStyle(element).fontSize)]).filter(([, length]) => length > 50),
    order: all("button, input, select, summary, a[href]").map((element) => element.dataset.cs || element.name || element.localName),
    reach: all("[part=controller] dd a").map((link) => [link.protocol, link.textContent]),
    banner: banner && shown(banner) ? { whole: banner.scrollHeight <= banner.clientHeight + 1, ...box(banner) } : undefined,
    moving: document.getAnimations().length,
    room: { width: innerWidth, height: innerHeight },
  };
};
