/**
 * Says calendar dates as the browser does in their language. In: `time` elements that hold a date of ISO 8601 and nothing else. Absent: instants,
 * which are said where they are made; without the browser's help a date stays as the build wrote it.
 */

/** Puts words in the place of dates, in the language that the text around them is in; the element keeps the date for machines. */
export function sayDates(root: ParentNode): void {
  for (const day of root.querySelectorAll<HTMLTimeElement>("time:not([datetime])")) {
    try {
      const form = { dateStyle: "long", timeZone: "UTC" } as Intl.DateTimeFormatOptions;
      const words = new Intl.DateTimeFormat(day.closest<HTMLElement>("[lang]")!.lang, form).format(new Date(day.textContent!));
      day.dateTime = day.textContent!;
      day.textContent = words;
    } catch {
      // No date, or no words for it.
    }
  }
}
