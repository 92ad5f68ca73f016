/**
 * Sensors Data: its script waits for `sensors.init`, which the page calls inside the gate, and stops when consent is withdrawn.
 * In: `sensors_data_pre_config`, and the instance under the name that its snippet chose. It has no queue: a withdrawal that comes before
 * the script is said as soon as a script has brought it.
 */
import { page, watch } from "./page";
import { part } from "./part";

declare const __CS_CALLS__: string[];

export default part(__CS_CALLS__, (_granted, safely) => {
  const instance = (): any => {
    const named = page.sensorsDataAnalytic201505;
    return (typeof named === "string" ? page[named] : named) || page.sensors;
  };
  let granted = true;
  let disabled = false;
  const follow = (): void => {
    const sensors = instance();
    const call = sensors && sensors[granted ? "enableSDK" : "disableSDK"];
    // What runs as it should needs no word, and what was never disabled is not enabled.
    if (granted === !disabled || typeof call !== "function") return;
    disabled = !granted;
    call.call(sensors);
  };
  const late = (): void => safely(follow);
  safely(() => (page.sensors_data_pre_config = page.sensors_data_pre_config || {}));
  watch("sensors_data_pre_config", safely, (config) => (config.is_compliance_enabled = true));
  return ([now]) => {
    granted = now!;
    document.addEventListener("load", late, true);
    follow();
  };
});
