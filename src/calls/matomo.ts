/**
 * Matomo: it asks for consent before it tracks, and honors Do Not Track by itself as well. In: `_paq`, whose commands are arrays.
 */
import { queue } from "./page";
import { part } from "./part";

declare const __CS_CALLS__: string[];

export default part(__CS_CALLS__, (_granted, safely) => {
  const send = queue("_paq", safely, [["requireConsent"], ["setDoNotTrack", true]]);
  return ([now]) => send([now ? "setConsentGiven" : "forgetConsentGiven"]);
});
