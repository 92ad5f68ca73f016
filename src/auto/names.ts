/**
 * Which elements and attributes make a browser ask for something by themselves. Absent: links that a visitor follows, forms, and
 * addresses inside CSS.
 */
import { markupNeeds } from "./markup";
import { purposesOf } from "./table";

/** Local names of such elements, for a regular expression. */
export const KINDS = "script|img|image|iframe|frame|link|source|video|audio|track|embed|object|input|feimage";

/** Selects such elements. */
export const selector = KINDS.replace(/\|/g, ",");

const kinds = new Set(KINDS.split("|"));

/** The attributes that hold an address, or several, or a whole document. */
export const ATTRIBUTES = ["src", "srcset", "href", "data", "poster", "imagesrcset", "srcdoc"];

const attribute = new RegExp(`^(?:[\\w-]+:)?(${ATTRIBUTES.join("|")})$`, "i");

const known = new Map<string, string>();

/** The plain name of such an attribute, `xlink:href` being `href`; empty for any other. Pages ask this all the time, and with few names. */
export function plainName(name: string): string {
  let plain = known.get(name);
  if (plain === undefined) {
    plain = (attribute.exec(name) || ["", ""])[1]!.toLowerCase();
    if (known.size < 999) known.set(name, plain);
  }
  return plain;
}

/** Link types that make a browser ask for something. */
const asking = /style|pre|icon|manifest|dict|search/i;

/** The purposes that an attribute's value needs on an element of this kind; nothing where it is free. */
export function needs(element: string, name: string, value: string, rel?: string | null): string[] | undefined {
  if (!kinds.has(element.toLowerCase()) || (rel && !asking.test(rel))) return;
  const each = name === "srcdoc" ? markupNeeds(value) : (/set$/.test(name) ? value.split(/[\s,]+/) : [value]).map(purposesOf);
  const found = each.filter(Boolean) as string[][];
  return found[0] && [...new Set(found.flat())];
}
