/**
 * Just-in-time prompts (formats.md section 9): says what a field or a permission is for before it is used. In: a name that the site gave
 * it. Out: the visitor's answer, which the widget's module asks for. Absent: any answer where that does not come.
 */
import { startWidget, widget } from "./widget";
import type { CountersignAnswer } from "./countersign";

/** Asks, unless the visitor has answered already; undefined, which allows nothing, where nobody can be asked. */
export const request = (field: string): Promise<CountersignAnswer | undefined> => startWidget().then(() => widget && widget.request(field));

/** Asks where a marked field gets the focus. */
export function ask({ target }: Event): void {
  const { csAsk } = (target as HTMLElement).dataset;
  if (csAsk) request(csAsk);
}
