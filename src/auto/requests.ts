/**
 * Guards on what asks for something by a call. A refused call fails in the way in which it fails when there is no network; none is made
 * later. Absent: workers' own calls, WebRTC, and `import()`, which no script can guard.
 */
import { patch } from "./patch";
import type { Realm } from "./realm";
import { settled, text } from "./values";
import { refused } from "./wall";

/** An address that every browser refuses to ask for by itself, for its port (Fetch section 2.9), and so at once and without a network. */
const NOWHERE = "//localhost:1/";

/** The same where a scheme is needed, or where only the site's own addresses are taken. */
const special: Record<string, string> = { WebSocket: "wss:" + NOWHERE, WebTransport: "https:" + NOWHERE };
special.Worker = special.SharedWorker = `blob:${location.origin}/0`;

/** Whether value `at` of a call is an address, or a request, that is refused. */
function asks(values: unknown[], at = 0): boolean {
  const { url } = (values[at] || {}) as { url?: unknown };
  if (values.length > at && !url) values[at] = settled(values[at]);
  return values.length > at && refused(text(url || values[at]));
}

/** Guards a realm's calls. */
export function guardRequests(realm: Realm): void {
  const fail = (): Promise<never> => Promise.reject(new realm.TypeError("Failed to fetch"));
  const guard = (owner: object | undefined, name: string, answer: () => unknown): void =>
    patch(owner, name, { apply: (native, self, values) => (asks(values) ? answer() : Reflect.apply(native, self, values)) });
  guard(realm, "fetch", fail);
  guard(realm, "fetchLater", () => ({ activated: false }));
  guard(realm.Navigator.prototype, "sendBeacon", () => false);
  guard(realm.ServiceWorkerContainer && realm.ServiceWorkerContainer.prototype, "register", fail);
  guard(realm.Worklet && realm.Worklet.prototype, "addModule", fail);
  patch(realm.XMLHttpRequest.prototype, "open", {
    apply(native, self, values: unknown[]) {
      if (asks(values, 1)) values[1] = NOWHERE;
      return Reflect.apply(native, self, values as never[]);
    },
  });
  for (const name of ["WebSocket", "EventSource", "Worker", "SharedWorker", "WebTransport"] as const) {
    patch(realm, name, {
      construct(native, values: unknown[], made) {
        const address = asks(values) && text(values[0]);
        if (address) values[0] = special[name] || NOWHERE;
        const it = Reflect.construct(native, values as never[], made) as EventSource;
        // It would try again for ever.
        if (address && name === "EventSource") it.addEventListener("error", () => it.close());
        if (address && "url" in it) Object.defineProperty(it, "url", { value: address, configurable: true });
        return it;
      },
    });
  }
  patch(realm, "Audio", {
    construct(native, values: unknown[], made) {
      const player = Reflect.construct(native, [], made) as HTMLAudioElement;
      if (values[0] !== undefined) player.setAttribute("src", values[0] as string);
      return player;
    },
  });
}
