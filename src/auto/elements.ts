/**
 * Guards on what gives an element its address: the properties and `setAttribute` with its kin. What is held reads as if it had been set.
 * Absent: guards on inserting elements, since one without an address asks for nothing wherever it stands, and constructors such as
 * `Image`, whose elements have the same properties.
 */
import { forget, heldValue, hold } from "./hold";
import { plainName } from "./names";
import { patch } from "./patch";
import { isElement, settled, strict, text } from "./values";
import type { Realm } from "./realm";

const PROPERTIES =
  "Script:src Image:src Image:srcset IFrame:src IFrame:srcdoc Frame:src Link:href Link:imageSrcset Source:src Source:srcset Media:src Video:poster Track:src Embed:src Object:data Input:src";

type Native = (...values: never[]) => unknown;

const inert = document.implementation.createHTMLDocument("");

/** Whether what a page gives an element is held: value `at` of a call. */
function held(native: Native, self: Element, values: unknown[], at: number, name: string, receiver = (copy: Element): unknown => copy): boolean {
  if (!name || values.length <= at || !isElement(self)) return false;
  values[at] = settled(values[at]);
  // Text that the page's Trusted Types would not take is not taken for later either: the native says so on an element that asks for nothing.
  const check = strict ? () => Reflect.apply(native, receiver(inert.importNode(self, false)), values as never[]) : undefined;
  return hold(self, name, text(values[at]), check);
}

function guardProperty(prototype: object, property: string): void {
  const name = property.toLowerCase();
  patch(prototype, property, { apply: (native, self, values) => (held(native, self, values, 0, name) ? undefined : Reflect.apply(native, self, values)) }, "set");
  patch(
    prototype,
    property,
    {
      apply(native, self, values) {
        const now = Reflect.apply(native, self, values);
        const value = now === "" ? heldValue(self, name) : null;
        if (value === null) return now;
        try {
          return /src(set|doc)/.test(name) ? value : new URL(value, self.baseURI).href;
        } catch {
          return value;
        }
      },
    },
    "get",
  );
}

/** Guards a realm's elements. */
export function guardElements(realm: Realm): void {
  for (const one of PROPERTIES.split(" ")) {
    const [type, property] = one.split(":");
    const maker = realm[`HTML${type}Element` as "HTMLElement"];
    if (maker) guardProperty(maker.prototype, property!);
  }
  const { prototype } = realm.Element;
  const named = (value: unknown): string => plainName(typeof value === "string" ? value : text(value));
  patch(prototype, "setAttribute", {
    apply(native, self, values) {
      const name = named(values[0]);
      return name && held(native, self, values, 1, name) ? undefined : Reflect.apply(native, self, values);
    },
  });
  patch(prototype, "setAttributeNS", {
    apply: (native, self, values) => (held(native, self, values, 2, named(values[1])) ? undefined : Reflect.apply(native, self, values)),
  });
  for (const method of ["setAttributeNode", "setAttributeNodeNS"]) {
    patch(prototype, method, {
      apply(native, self, values) {
        const { name, value } = (values[0] || {}) as Attr;
        return isElement(self) && plainName(name) && hold(self, plainName(name), value) ? null : Reflect.apply(native, self, values);
      },
    });
  }
  patch(
    realm.Attr.prototype,
    "value",
    {
      apply(native, self: Attr, values: unknown[]) {
        const owner = self instanceof realm.Attr && self.ownerElement;
        const keeps = owner && held(native, owner, values, 0, plainName(self.name), (copy) => copy.getAttributeNode(self.name));
        return keeps ? undefined : Reflect.apply(native, self, values as never[]);
      },
    },
    "set",
  );
  patch(prototype, "getAttribute", {
    apply(native, self, values) {
      const now = Reflect.apply(native, self, values);
      const name = now === null && named(values[0]);
      return name ? heldValue(self, name) : now;
    },
  });
  patch(prototype, "hasAttribute", {
    apply(native, self, values) {
      const now = Reflect.apply(native, self, values);
      const name = now === false && named(values[0]);
      return name ? heldValue(self, name) !== null : now;
    },
  });
  patch(prototype, "removeAttribute", {
    apply(native, self, values) {
      const name = named(values[0]);
      if (name && isElement(self)) forget(self, name);
      return Reflect.apply(native, self, values);
    },
  });
}
