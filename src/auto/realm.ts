/**
 * One window's set of natives, and the guards over it. A frame without an address of its own has fresh natives: it is guarded when a
 * script first reaches into it. Absent: frames with an address, which are pages of their own, and windows reached by number
 * (`window[0]`).
 */
import { guardBirths } from "./births";
import { guardElements } from "./elements";
import { spread } from "./net";
import { patch } from "./patch";
import { guardRequests } from "./requests";

/** A window and its natives. */
export type Realm = Window & typeof globalThis;

const guarded = new WeakSet<object>();

function guardFrames(realm: Realm): void {
  for (const type of ["HTMLIFrameElement", "HTMLFrameElement", "HTMLObjectElement"] as const) {
    for (const name of ["contentWindow", "contentDocument"]) {
      patch(
        realm[type].prototype,
        name,
        {
          apply(native, self, values) {
            const found = Reflect.apply(native, self, values) as Window | Document | null;
            try {
              const inner = found && ((found as Document).defaultView || (found as Window));
              if (inner && inner.location.protocol === "about:") guardRealm(inner as Realm);
              // Some browsers give a frame new natives once its empty document has loaded.
              if (!guarded.has(self)) self.addEventListener("load", () => void self.contentWindow);
              guarded.add(self);
            } catch {
              // A frame of another origin has natives of its own.
            }
            return found;
          },
        },
        "get",
      );
    }
  }
}

/** Guards a window, once. */
export function guardRealm(realm: Realm): void {
  const { prototype } = realm.Element;
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  guardElements(realm);
  guardBirths(realm);
  guardRequests(realm);
  guardFrames(realm);
  spread(realm.document);
}
