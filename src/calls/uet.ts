/**
 * Microsoft UET: `ad_storage` is denied before a choice. In: `uetq`, whose commands are three items in a row.
 */
import { queue } from "./page";
import { part } from "./part";

declare const __CS_CALLS__: string[];

const words = (kind: string, granted: boolean[]): unknown[] => ["consent", kind, { ad_storage: granted[0] ? "granted" : "denied" }];

export default part(__CS_CALLS__, (granted, safely) => {
  const send = queue("uetq", safely, words("default", granted));
  return (now) => send(...words("update", now));
});
