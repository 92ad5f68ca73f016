/**
 * What the widget's module and the desk's module know of each other. Types only; both are of one build, so nothing of it is kept.
 */
import type { CountersignAnswer } from "../loader/countersign";
import type { Loader, Pending } from "../loader/host";
import type { Desk, NoticeFile } from "../ports/notice";

/** What an entry of the desk says beside what every entry says (formats.md section 6). */
export type Statement = Pick<Pending, "kind" | "say" | "salt">;

/** The dialog and the ways to carry something out, for what is shown now. */
export interface Room {
  /** Name of the page in the desk (formats.md section 3.2); empty while none is shown. */
  readonly page: string;
  /** Where it stands. */
  readonly root: ShadowRoot;
  /** The language that is shown. */
  readonly locale: string;
  /** The notice file of that language. */
  readonly notice: NoticeFile;
  /** The desk of that language. */
  readonly desk: Desk;
  readonly loader: Loader;
  /** Writes a statement that is no choice and has it sealed and sent; what is open stays so. */
  say(control: string, statement: Statement, event: UIEvent): Pending;
  /**
   * Carries a choice out: exactly these purposes are open after it. A statement makes another kind of receipt of it. Nothing where a script
   * would open something.
   */
  choose(control: string, open: string[], event: UIEvent, statement?: Statement): Pending | undefined;
  /** Shows a page of the desk, on which Back leads to what is shown now; whether it could be had. */
  show(page: string, by?: HTMLElement): Promise<boolean>;
  /** On which side of the age of consent the visitor is, after taking a new answer: `child`, `grown`, `guarded`, or empty. */
  age(answer?: string): string;
  /** Who the visitor said they are, after taking a new answer (`src/ports/role.ts`); an empty one takes it back. */
  role(answer?: string): string;
  /** Shows the preferences as things stand now. */
  anew(): void;
  /** Closes the dialog and carries out the choice that waited for the age. */
  proceed(): void;
  /** Goes back to what was shown before, or closes the dialog where that is nothing. */
  back(): void;
  /** Gives the style of the layers, and more behind it, to a root of the page's own. */
  dress(place: ShadowRoot, more: string): void;
  /** Closes the dialog. */
  close(): void;
  /** Whether the dialog is open. */
  isOpen(): boolean;
  /** Says one line that is seen for a while and read out. */
  announce(text: string): void;
}

/** What the desk's module exports. */
export interface DeskModule {
  /** Binds the page that is shown. */
  serve(room: Room): void;
  /** Goes on with what earlier pages left under the sign `cs.desk`. */
  wake(room: Room): Promise<void>;
  /**
   * Asks what a field or a permission is for (`countersign.request`, or a marked field got the focus); undefined where the site says nothing
   * of it.
   */
  request(room: Room, field: string): Promise<CountersignAnswer | undefined>;
}
