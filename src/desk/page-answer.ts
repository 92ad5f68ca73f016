/**
 * What only the site's own means can tell, such as whether a code is right: asks the page's script by an event on the document. In: the
 * event's name and what it says. Out: whether the script answered `true` in time. Absent: any yes where nobody answers.
 */

/** How long a page's script may take, in milliseconds: a code has to come by message. */
const PATIENCE_MS = 300_000;

/** Whether the page's script says yes; `answer(value)` of the event takes a value or a promise of it. */
export function pageSays(name: string, about: Record<string, string>): Promise<boolean> {
  return new Promise((done) => {
    const answer = (yes: unknown): void => void Promise.resolve(yes).then((yes) => done(yes === true), () => done(false));
    document.dispatchEvent(new CustomEvent(name, { detail: { ...about, answer } }));
    setTimeout(done, PATIENCE_MS, false);
  });
}
