/**
 * The theme page: a frame for every surface in every state, in the page's language and the look that is picked.
 *
 * Enters: `theme-frame.html`, which shows one state. Leaves: figures in `#states`, the colors of the framed widget in `#tokens`.
 * Deliberately absent: the widget's own markup and colors; what is shown is what the frames hold.
 */
import { strings } from "./site.js";

const texts = await strings;
const say = (key, own) => texts[`theme.${key}`] ?? own;

/** Groups of states: title, and for each state its name, what is seen, the sizes in which it is framed, and another key of its words. */
const GROUPS = [
  ["layer1", "Layer 1", [["banner", "asked for the first time", "phone low-window"], ["banner-bar", "at the place “bar”", "low-window"], ["banner-corner", "at the place “corner”", "low-window"], ["banner-dialog", "at the place “dialog”", "phone low-window"], ["button", "after a choice", "low-phone"], ["button-signal", "a signal refused", "low-phone"], ["saved", "what was done is said", "low-phone"], ["placeholder", "an embed is held", "phone window"]]],
  ["layer2", "Layer 2", [["preferences", "nothing chosen", "phone window"], ["preferences-on", "switched on, unfolded, not saved", "phone"], ["preferences-chosen", "one purpose is open", "phone"], ["preferences-signal", "a signal is sent", "phone"], ["preferences-untracked", "the switch against tracking", "phone"], ["preferences-plain", "without WebAssembly", "phone"], ["policy-failed", "a file did not come", "phone"]]],
  ["prompts", "Prompts and permissions", [["prompt", "a permission is asked for", "phone window"], ["prompt-explained", "a field is explained", "phone"], ["permissions", "the permissions of the device", "phone window"]]],
  ["apart", "Asked apart, and children", [["separate", "a consent of its own", "phone window"], ["age", "the question for an age", "phone"], ["guardian", "what a guardian decides", "phone window"], ["preferences-child", "for a child", "phone"], ["banner-apart", "the banner", "phone low-window"], ["prompt-code", "with a code of somebody else", "phone"], ["scope", "who the visitor is", "phone"]]],
  ["layer3", "Layer 3", [["policy", "the full policy", "phone window"]]],
  ["desk", "Rights and changes", [["rights", "what can be asked for", "phone window"], ["rights-asked", "a request was made", "phone window"], ["updates", "what changed is asked again", "phone window"], ["transfers", "data that leave the country", "phone"], ["incidents", "what went wrong", "phone"]]],
  ["channels", "Messages and offers", [["channels", "nothing allowed", "phone window", "channels.none"], ["channels-embedded", "in the page of an account", "phone window"]]],
  ["receipts", "Receipts", [["receipts-none", "none yet", "low-phone"], ["receipts", "delivered, parked, waiting", "phone window", "receipts.list"]]],
];

/** Colors that a site can set, and what each paints. */
const TOKENS = [
  ["paper", "surfaces"], ["ink", "text"], ["soft", "labels"], ["key", "buttons"], ["line", "borders of controls"],
  ["hair", "lines between things"], ["mist", "quiet surfaces"], ["link", "links"], ["on", "switches that are on"], ["focus", "the ring around what has the focus"],
];

const states = document.getElementById("states");
const looks = document.getElementById("looks");
const make = (tag, more = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...children);
  return made;
};

function figure(show, caption, size) {
  const frame = make("iframe", { title: caption, loading: "lazy" });
  frame.dataset.show = show;
  const figure = make("figure", { className: size.replace("-", " ") }, make("figcaption", {}, caption), frame);
  if (size.endsWith("phone")) figure.classList.add("phone");
  return figure;
}

for (const [key, title, rows] of GROUPS) {
  const figures = rows.flatMap(([show, caption, sizes, words = show]) => sizes.split(" ").map((size) => figure(show, say(words, caption), size)));
  states.append(make("section", { className: "wrap" }, make("h2", {}, say(key, title)), make("div", { className: "states" }, ...figures)));
}

/** Points every frame at its state in the picked look. */
function dress() {
  const { scheme, look, lines } = Object.fromEntries(new FormData(looks));
  for (const group of states.querySelectorAll(".states")) group.dataset.scheme = scheme;
  for (const frame of states.querySelectorAll("iframe")) {
    const asked = new URLSearchParams({ show: frame.dataset.show, lang: document.documentElement.lang, look, lines });
    const address = `theme-frame.html?${asked}`;
    if (frame.getAttribute("src") !== address) frame.src = address;
  }
}

/** Lists the colors as the framed layer 2 has them. */
function list(frame) {
  const host = frame.contentDocument?.querySelector("#countersign-dialog > div");
  if (!host) return setTimeout(list, 200, frame);
  const style = frame.contentWindow.getComputedStyle(host);
  const rows = TOKENS.map(([name, use]) => {
    const swatch = make("span", { className: "swatch" });
    swatch.style.background = style.getPropertyValue(`--${name}`);
    return make("tr", {}, make("th", { scope: "row" }, make("code", {}, `--cs-${name}`)), make("td", {}, swatch, make("code", {}, style.getPropertyValue(`--${name}`))), make("td", {}, say(`token.${name}`, use)));
  });
  document.getElementById("tokens").replaceChildren(...rows);
}

looks.addEventListener("change", dress);
dress();
const shown = states.querySelector("iframe[data-show=preferences]");
shown.loading = "eager";
shown.addEventListener("load", () => list(shown));
