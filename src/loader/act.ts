/**
 * What the controls of layer 1, of the plain chooser and of the small button do. In: events of those surfaces.
 * Absent: closing by anything but a choice or Escape, and consent by anything but a person's click.
 */
import { choose } from "./choose";
import { nextLocale } from "./locale";
import { host } from "./make-host";
import { purposes } from "./purposes";
import { fallBack, root, show, waiting } from "./surface";
import { startWidget, widget } from "./widget";

/** Opens layer 2; where the widget is not up in time or fails, the plain chooser, and then the widget does not come over it. */
export function openPreferences(): void {
  fallBack();
  startWidget(host).then(() => widget && waiting && widget.open_preferences());
}

function click(event: Event, action?: string): void {
  if (action === "choose") openPreferences();
  else if (action === "locale") host.setLocale(nextLocale());
  else if (action === "policy") {
    if (widget) event.preventDefault(), widget.open_policy("");
  } else if (action) {
    const wanted = (id: string): unknown => action === "accept" || (action === "save" && root.querySelector(`[name="${id}"]:checked`));
    choose(action === "save" ? action : action + "-all", purposes.filter(wanted), event);
  }
}

/** Takes one event. Whoever comes near, and not to accept or refuse, may soon need the widget. */
export function act(event: Event): void {
  const action = ((event.target as Element).closest<HTMLElement>("[data-cs]") || root).dataset.cs;
  if (event.type === "click") click(event, action);
  else if ((event as KeyboardEvent).key === "Escape") show("", true);
  else if (!/accept|refuse/.test(action!)) startWidget(host);
}
