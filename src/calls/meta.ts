/**
 * Meta Pixel: consent is revoked before `init`, and granted by a choice only. In: the function `fbq`. Its snippet does nothing where there
 * is an `fbq` already, so nobody may stub it: our words are put into the queue in the moment in which the snippet makes it.
 */
import { command, page, watch } from "./page";
import { part } from "./part";

declare const __CS_CALLS__: string[];

export default part(__CS_CALLS__, (_granted, safely) => {
  let granted = false;
  const fill = (queue: unknown): void => {
    const words = [command("consent", "revoke")];
    if (granted) words.push(command("consent", "grant"));
    if (Array.isArray(queue)) queue.unshift(...words);
  };
  const say = (): void => page.fbq("consent", granted ? "grant" : "revoke");
  watch("fbq", safely, (fbq) => {
    if (typeof fbq !== "function") return;
    if (fbq.callMethod) say();
    else if (fbq.queue) fill(fbq.queue);
    else {
      const set = (value: unknown): void => {
        Object.defineProperty(fbq, "queue", { configurable: true, enumerable: true, writable: true, value });
        safely(() => fill(value));
      };
      Object.defineProperty(fbq, "queue", { configurable: true, get: () => undefined, set });
    }
  });
  return ([now]) => {
    granted = now!;
    if (page.fbq) say();
  };
});
