/**
 * TikTok Pixel: it holds everything until consent is granted. In: the list `ttq` with the three methods on it, as its snippet stubs them.
 */
import { page, queue } from "./page";
import { part } from "./part";

declare const __CS_CALLS__: string[];

export default part(__CS_CALLS__, (_granted, safely) => {
  queue("ttq", safely, [["holdConsent"]], (list) => {
    for (const method of ["holdConsent", "grantConsent", "revokeConsent"]) {
      list[method] = list[method] || ((...words: unknown[]) => list.push([method, ...words]));
    }
  });
  return ([now]) => page.ttq[now ? "grantConsent" : "revokeConsent"]();
});
