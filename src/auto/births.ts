/**
 * Guards on what makes elements out of markup: they get markup in which held addresses are set aside. Absent: the page's own parser,
 * which is `net.ts`, and XSLT.
 */
import { disarm } from "./markup";
import { plainName } from "./names";
import { adoptTree } from "./net";
import { patch } from "./patch";
import type { Realm } from "./realm";
import { settled, text, vouched } from "./values";
import { host } from "./wall";
import { wake } from "./watch";

const contents = new WeakSet<Node>();

/** Guards one function whose value `at` is markup. */
function guardMarkup(owner: object | undefined, name: string, at = 0, part: "value" | "set" = "value"): void {
  patch(
    owner,
    name,
    {
      apply(native, self: Node | undefined, values: unknown[]) {
        const given = (values[at] = settled(values[at]));
        const markup = given === null ? "" : text(given);
        const harmless = disarm(markup);
        if (harmless === markup) return Reflect.apply(native, self, values as never[]);
        values[at] = vouched(given) ? host.trust.createHTML(harmless) : harmless;
        const place = self && self.parentNode;
        const made = Reflect.apply(native, self, values as never[]);
        for (const node of [made, self, place] as Node[]) if (node && node.nodeType) adoptTree(node);
        return made;
      },
    },
    part,
  );
}

/** Guards a getter whose document or fragment a parser has made. */
function guardResult(owner: object, name: string): void {
  patch(
    owner,
    name,
    {
      apply(native, self, values) {
        const made = Reflect.apply(native, self, values) as Node | null;
        if (made && made.nodeType && !contents.has(made)) {
          adoptTree(made);
          if (document.readyState !== "loading") contents.add(made);
        }
        return made;
      },
    },
    "get",
  );
}

/** Guards a realm's ways from markup to elements. */
export function guardBirths(realm: Realm): void {
  for (const { prototype } of [realm.Element, realm.ShadowRoot]) {
    for (const property of ["innerHTML", "outerHTML"]) guardMarkup(prototype, property, 0, "set");
    for (const method of ["setHTMLUnsafe", "setHTML"]) guardMarkup(prototype, method);
  }
  guardMarkup(realm.Element.prototype, "insertAdjacentHTML", 1);
  guardMarkup(realm.Range.prototype, "createContextualFragment");
  guardMarkup(realm.DOMParser.prototype, "parseFromString");
  for (const method of ["parseHTMLUnsafe", "parseHTML"]) guardMarkup(realm.Document, method);
  for (const method of ["write", "writeln"]) {
    patch(realm.Document.prototype, method, {
      apply(native, self, values: unknown[]) {
        wake();
        const given = values.map(settled);
        const markup = given.map(text).join("");
        const harmless = disarm(markup);
        const values_ = harmless === markup ? given : [given.every(vouched) ? host.trust.createHTML(harmless) : harmless];
        return Reflect.apply(native, self, values_ as never[]);
      },
    });
  }
  for (const method of ["setNamedItem", "setNamedItemNS"]) {
    patch(realm.NamedNodeMap.prototype, method, {
      apply(native, self, values) {
        const before = Reflect.apply(native, self, values) as Attr | null;
        const { ownerElement } = values[0] as Attr;
        if (ownerElement && plainName((values[0] as Attr).name)) adoptTree(ownerElement);
        return before;
      },
    });
  }
  guardResult(realm.HTMLTemplateElement.prototype, "content");
  guardResult(realm.XMLHttpRequest.prototype, "responseXML");
}
