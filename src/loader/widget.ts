/**
 * Fetches the widget's module, at most twice in a page view: once, and once more after a failure. Out: the module, started.
 * Absent: any import before the visitor comes near a surface, opens one, or a choice waits for its receipt.
 */
import { apply, kept } from "./apply";
import { choose } from "./choose";
import { state } from "./gates";
import { openGate } from "./open-gate";
import type { Handed, Widget } from "./host";
import { locale } from "./locale";
import { unstored } from "./pending";
import { report } from "./report";
import { base } from "./script-base";
import { asking, show, surface } from "./surface";
import { tables } from "./tables";
import { trust } from "./trust";

let failed = 0;
let coming: Promise<void> | undefined;

/** What both modules get. */
export const handed: Handed = [base, tables, trust, locale, unstored, apply, choose, show, openGate, () => [state.open, asking, surface, kept]];

/** The widget's module, once it is here. */
export let widget: Widget | undefined;

/** Fetches it, or waits for the fetch that is under way; where it does not come, `widget` stays undefined. */
export function startWidget(): Promise<void> {
  const address = `${base}widget.${tables.w}.js`;
  return (coming =
    coming ||
    import(address)
      .then((module: Widget) => {
        module.start(handed);
        widget = module;
      })
      .catch((cause) => {
        report("CS-WIDGET", cause);
        if (!failed++) coming = undefined;
      }));
}

/** Has waiting choices sealed and sent, so many milliseconds from now and never before load, so that nothing competes with the page. */
export function sealLater(): void {
  setTimeout(() => {
    if (document.readyState !== "complete") sealLater();
    else widget ? widget.sync() : startWidget();
  }, 1000);
}
