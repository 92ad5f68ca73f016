/**
 * Google Consent Mode v2, basic: everything is denied before a choice, no tag runs before its gate opens, and no consent state travels in
 * addresses. In: `dataLayer`. Absent: `wait_for_update`, because nothing waits, and regions, because nothing is granted by place.
 */
import { command, queue } from "./page";
import { part } from "./part";

declare const __CS_CALLS__: string[];

/** The seven types, in the order of the grants. */
const TYPES = [
  "ad_storage",
  "ad_user_data",
  "ad_personalization",
  "analytics_storage",
  "functionality_storage",
  "personalization_storage",
  "security_storage",
];

const states = (granted: boolean[]): Record<string, string> =>
  Object.fromEntries(TYPES.map((type, place) => [type, granted[place] ? "granted" : "denied"]));

export default part(__CS_CALLS__, (granted, safely) => {
  const send = queue("dataLayer", safely, [
    command("consent", "default", states(granted)),
    command("set", "ads_data_redaction", true),
    command("set", "url_passthrough", false),
  ]);
  return (now) => send(command("consent", "update", states(now)));
});
