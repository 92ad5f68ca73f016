/**
 * What the product uses and one of Chrome 75, Safari 13 and Firefox 78 lacks, each with what happens there. The check in `baseline.test.mjs` holds
 * both directions: nothing newer is used that does not stand here, and nothing stands here that is no longer used.
 */

/** Names of our own tables and objects that a newer feature of browsers bears as well. */
export const OURS = [
  ".at", ".changed", ".endpoint", ".forget", ".layer", ".local", ".locale", ".lost", ".opacity", ".path", ".preferences", ".queue", ".role", ".s", ".script", ".session", ".show", ".sync", ".to", ".token",
];

/** Globals, members and constructors: what happens without them. */
export const NAMES = {
  trustedTypes: "tried once: text stays text, which nothing there refuses",
  ".createPolicy": "of trustedTypes",
  ".createHTML": "of our own policy, which without trustedTypes answers its text",
  ".createScript": "of our own policy",
  ".createScriptURL": "of our own policy",
  ".cookieStore": "asked for first: other tabs are heard by the event `storage`, and cookies are cleared by name alone",
  ".globalPrivacyControl": "asked for first: no such signal, and Do Not Track is read beside it",
  ".prerendering": "asked for first: no page is prerendered",
  "new CSSStyleSheet": "tried: a style element takes its place, which a strict `style-src` refuses",
  ".replaceSync": "of constructed style sheets",
  ".adoptedStyleSheets": "of constructed style sheets",
  ".permissions": "tried: how the browser's own permission stands is unknown",
  ".query": "of permissions",
  ".userActivation": "asked for first: a press that came before the module counts",
  ".isActive": "of userActivation",
  ":focus-visible": "tried: a button that has the focus is not taken for pressed",
  ".inert": "asked for first: the page behind the banner is kept from pointers, readers and focus one by one",
  ".showModal": "asked for first: `src/ports/modal.ts` stands in; a small placeholder leads to the preferences",
  ".locks": "asked for first: every tab has its turn, the store's head lets one receipt follow another, and a backend takes none twice",
  ".databases": "asked for first: databases are cleared whose names are declared without a pattern",
  ".ResizeObserver": "asked for first: a placeholder keeps the size it had",
  ResizeObserver: "asked for first",
  "new ResizeObserver": "asked for first",
  ".DisplayNames": "asked for first: countries stand as the receipt has them",
  ".randomUUID": "asked for first: the File API makes ids as good",
  ".detached": "of buffers, asked by the glue beside their length",
  ".encodeInto": "asked for first by the glue, which encodes and copies",
  FinalizationRegistry: "asked for first by the glue: what wasm holds is freed with the page",
  "new FinalizationRegistry": "asked for first by the glue",
};

/** Properties, values, selectors and rules of style sheets: what is lost without them. */
export const STYLES = {
  ":is": "spacing of headings in the full text, and the width of fields in forms",
  ":has": "the room under the page for the banner, the columns beside the full text, printing the dialog alone",
  ":focus-visible": "our ring: the browser draws its own, but on the small button",
  ":details-content": "folds open themselves on paper",
  "@container": "smaller words in small placeholders, which scroll",
  container: "of @container",
  "container: size": "of @container",
  "(prefers-color-scheme)": "dark colors",
  "color-scheme": "dark scroll bars",
  "color-scheme: light": "dark scroll bars",
  "color-scheme: dark": "dark scroll bars",
  "(forced-colors)": "system colors of switches",
  "forced-color-adjust": "system colors of switches",
  "forced-color-adjust: none": "system colors of switches",
  "content-visibility": "folds open themselves on paper",
  "content-visibility: visible": "folds open themselves on paper",
  "overflow-wrap: anywhere": "very long words are cut off at the edge of what scrolls",
  "overscroll-behavior": "the page behind scrolls on at the end of the sheet",
  "overscroll-behavior: contain": "the page behind scrolls on at the end of the sheet",
  "text-wrap": "headings with even lines",
  "text-wrap: balance": "headings with even lines",
  "text-decoration: dotted": "the kind of underline",
  "text-decoration: wavy": "the kind of underline",
  "text-underline-offset": "how far an underline stands below",
  "break-after: avoid": "headings at the foot of a printed page",
  "accent-color": "the color of check boxes",
  appearance: "stands behind its own older name",
  "inset-inline-start": "stands behind `left`, which is the same where lines run from the left",
  "padding-inline": "the bar's words, and the page of changes, begin at the edge",
  "max()": "the same, and so on the policy's page",
  "width: fit-content": "the button is as wide by nature, and the line that says what was done has the width of the window",
  "height: fit-content": "the banner as a dialog is as high as the window allows",
  "float: inline-end": "the control for the language stands below the words",
  "box-decoration-break": "the ends of marked words that go over two lines",
  "inset-block": "room around a switch for fingers",
  "inset-inline": "room around a switch for fingers",
};
