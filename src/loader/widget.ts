/**
 * Fetches the widget, at most twice in a page view: once, and once more after a failure. In: the host object. Out: the module, booted.
 * Absent: any import before the visitor comes near a surface, opens one, or a choice waits for its receipt.
 */
import type { Host, Widget } from "./host";
import { pending } from "./pending";
import { report } from "./report";
import { storage } from "./storage";

let failed = 0;
let coming: Promise<void> | undefined;

/** The widget, once it is up. */
export let widget: Widget | undefined;

async function fetchWidget(host: Host): Promise<void> {
  try {
    const address = host.base + "widget." + host.ui;
    const module: Widget = await import(address + ".js");
    await module.default({ module_or_path: address + ".wasm" });
    module.boot(host);
    widget = module;
  } catch (cause) {
    report("CS-WIDGET", cause);
    if (!failed++) coming = undefined;
  }
}

/** Starts the widget, or waits for the start that is under way; where it cannot start, `widget` stays undefined. */
export function startWidget(host: Host): Promise<void> {
  return (coming = coming || fetchWidget(host));
}

/** Has waiting choices sealed and sent, after load and when the browser is idle, so that nothing competes with the page. */
export function sealLater(host: Host): void {
  setTimeout(() => {
    if (document.readyState !== "complete") sealLater(host);
    else if (pending()[0] || storage("cs.outbox")) {
      (window.requestIdleCallback || setTimeout)(() => (widget ? widget.sync() : startWidget(host)));
    }
  }, 999);
}
