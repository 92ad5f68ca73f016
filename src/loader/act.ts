/**
 * What the controls of layer 1 and of the small button do. In: events of the surface that is shown.
 * Absent: closing by anything but a choice or Escape, and consent by anything but a person's click.
 */
import { choose } from "./choose";
import { purposes } from "./purposes";
import { asking, show, surface } from "./surface";
import { tables } from "./tables";
import { startWidget, widget } from "./widget";

/** Opens layer 2, unless something else was shown or chosen meanwhile. Where no widget comes, layer 1 does: there everything can be refused. */
export function openPreferences(): void {
  const asked = surface;
  // The first answer is in the very next frame, whatever has to be fetched: what is shown steps back, and the widget takes its place.
  asked.style.opacity = ".5";
  startWidget().then(() => {
    // A page may have asked in its head, before anything was shown, and then nothing had an id.
    if (!asked.id || asked === surface) widget ? widget.open_preferences() : show(true);
  });
}

/** Takes one event. Whoever comes near, and not to accept or refuse, may soon need the widget. */
export function act(event: Event): void {
  const control = (event.target as Element).closest<HTMLElement>("[data-cs]") || surface;
  const action = control.dataset.cs!;
  const list = { accept: tables.s || purposes, refuse: [] }[action];
  if (event.type !== "click") {
    if ((event as KeyboardEvent).key === "Escape") show(false);
    else if (!list) startWidget();
  } else if (list) choose(action + "-all", list, event);
  else if (action === "choose") openPreferences();
  else if (action === "locale") show(asking, control.lang);
  else if (action === "policy" && widget) widget.open_policy(event);
}
