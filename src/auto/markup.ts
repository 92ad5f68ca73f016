/**
 * Markup that would ask a held host, made harmless before a parser sees it: `src` becomes `data-cs-src`, and so on; everything else stays
 * as it is, to the byte. It also reads pieces of markup, as `document.write` gets them. In and out: text. Absent: any parsing of the
 * document; a tag inside a comment or a script's text is renamed as well.
 */
import { KINDS, needs, plainName } from "./names";
import { host, shut } from "./wall";
import { wake } from "./watch";

const any = new RegExp(`<(?:${KINDS})[\\s/]`, "i");
const inert = document.implementation.createHTMLDocument("");

/** The value of an attribute as a parser would read it. */
function decode(raw: string): string {
  if (!raw.includes("&")) return raw.replace(/^(["'])(.*)\1$/s, "$2");
  try {
    inert.body.innerHTML = host.trust.createHTML(`<i title=${raw}>`);
    return (inert.body.firstChild as HTMLElement).title;
  } catch {
    // The page enforces Trusted Types and does not allow our policy.
    return raw;
  }
}

/** Renames what is held; `found` gets the purposes of every address that a rule names. */
export function disarm(markup: string, found: string[][] = []): string {
  if (!any.test(markup)) return markup;
  const tag = new RegExp(`<(${KINDS})(?=[\\s/])`, "gi");
  // One attribute, as the tokenizer reads it (HTML section 13.2.5.32 and on).
  const attribute = /([\s/]*)([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?/y;
  let out = "";
  let from = 0;
  for (let start; (start = tag.exec(markup)); ) {
    attribute.lastIndex = tag.lastIndex;
    for (let one; (one = attribute.exec(markup)); tag.lastIndex = attribute.lastIndex) {
      const [, space, name, raw] = one;
      const plain = plainName(name!);
      const value = plain && raw && decode(raw);
      const needed = value && needs(start[1]!, plain, value);
      if (!needed) continue;
      found.push(needed);
      if (!shut(needed, value)) continue;
      wake();
      out += markup.slice(from, one.index) + space + "data-cs-held data-cs-" + plain;
      from = one.index + space!.length + name!.length;
    }
  }
  return from ? out + markup.slice(from) : markup;
}

/** The purposes that a whole document needs, one list for each address. */
export function markupNeeds(markup: string): string[][] {
  const found: string[][] = [];
  disarm(markup, found);
  return found;
}
