/**
 * Says instants, countries and durations as the browser does in a language. Without its help they stay as the Rust side wrote them.
 */

/** A duration of ISO 8601, such as `P1Y6M`, in words. */
function span(code: string, locale: string): string {
  const units: Record<string, string> = { Y: "year", M: "month", W: "week", D: "day" };
  if (!/^P(\d+[YMWD])+$/.test(code)) return code;
  const parts = [...code.matchAll(/(\d+)([YMWD])/g)].map(([, count, unit]) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: units[unit!]!, unitDisplay: "long" } as Intl.NumberFormatOptions).format(+count!));
  return parts.join(" ");
}

/** Puts them in place of what stands there. */
export function say(root: ParentNode, locale: string): void {
  const each = (selector: string, words: (element: HTMLElement) => string | undefined): void =>
    root.querySelectorAll<HTMLElement>(selector).forEach((element) => {
      try {
        element.textContent = words(element) || element.textContent;
      } catch {
        // This browser has no words for it.
      }
    });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "long" } as Intl.DateTimeFormatOptions);
  each("time", (element) => moment.format(new Date((element as HTMLTimeElement).dateTime)));
  const names = (Intl as any).DisplayNames && new (Intl as any).DisplayNames([locale], { type: "region" });
  each("[data-cs-region]", ({ dataset }) => names?.of(dataset.csRegion));
  each("[data-cs-span]", ({ dataset }) => span(dataset.csSpan!, locale));
}
