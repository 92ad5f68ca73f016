/**
 * Microsoft Clarity, consent API v2: it sets no cookie while both of its types are denied. In: the function `clarity`, stubbed as its own
 * snippet does, which takes the stub over. The capital S of the names is Clarity's.
 */
import { page } from "./page";
import { part } from "./part";

declare const __CS_CALLS__: string[];

const word = (granted?: boolean): string => (granted ? "granted" : "denied");

const say = ([ad, analytics]: boolean[]): void => page.clarity("consentv2", { ad_Storage: word(ad), analytics_Storage: word(analytics) });

export default part(__CS_CALLS__, (granted, safely) => {
  safely(() => {
    const stub = function (): void {
      (page.clarity.q = page.clarity.q || []).push(arguments);
    };
    page.clarity = page.clarity || stub;
    say(granted);
  });
  return say;
});
