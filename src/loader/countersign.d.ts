/**
 * Types of the page's side of Countersign, for sites that are written in TypeScript (formats.md section 9).
 *
 * Put `countersign.d.ts` where your compiler finds it, or write `/// <reference path="countersign.d.ts" />`.
 * Nothing here can accept: only a person's click or key press on a button of Countersign opens anything.
 */

/** What is open: one frozen object that stays the same until something changes, fit for `useSyncExternalStore`. */
export interface CountersignState {
  /** Ids of the purposes that are open, in the order of the notice. */
  readonly open: readonly string[];
  /** What the browser sent when the page was loaded: `n` nothing, `d` Do Not Track, `g` Global Privacy Control, `b` both. */
  readonly signal: "n" | "d" | "g" | "b";
  /** Whether the visitor or a signal has decided; `false` while the visitor is asked, and before the loader has started. */
  readonly decided: boolean;
}

/** What a visitor says to a request. */
export interface CountersignAnswer {
  /** What was answered: what was asked for, or what the visitor chose in its place. */
  readonly field: string;
  /** `given`: go on, and let the browser ask. Nothing is used after `refused`, or after `dismissed`: the prompt was closed, which is no answer. */
  readonly answer: "given" | "refused" | "dismissed";
  /** How the browser's own permission stands; `unknown` where it has none or does not tell. */
  readonly browser: "granted" | "denied" | "prompt" | "unknown";
  /** Fires when the visitor closes it again: then stop. It has fired already unless the answer is `given`. */
  readonly signal: AbortSignal;
}

/** What an app hands over: a code that works once, or what was refused by the purposes' ids. */
export type CountersignHandover = string | Readonly<Record<string, "granted" | "refused">>;

/** A call written as a list: the method's name, then its values. */
export type CountersignCall =
  | readonly ["open"]
  | readonly ["refuseAll"]
  | readonly ["handover", CountersignHandover]
  | readonly ["subscribe", (state: CountersignState) => void];

/** `window.countersign`, once the loader has run. */
export interface Countersign {
  /** Opens the preferences. */
  open(): void;
  /** Refuses everything and clears what the purposes left; a script may do that. The receipt says that a script did. */
  refuseAll(): void;
  /** Whether a purpose is open now; `false` for one that this site does not have. */
  allows(purpose: string): boolean;
  /** What is open now. */
  state(): CountersignState;
  /** Calls the listener at once, and after each change when gates have opened. Answers a function that ends it. */
  subscribe(listener: (state: CountersignState) => void): () => void;
  /**
   * Says what a permission (`geolocation`, `camera`, `microphone`, `photos`, `contacts`, `notifications`) or a field of this site is for,
   * before the browser's own prompt or the first letter. Undefined, which allows nothing, where the visitor cannot be asked.
   */
  request(field: string): Promise<CountersignAnswer | undefined>;
  /**
   * Takes over what was decided in an app that shows the page; absent without `[wechat]` in site.toml. The stricter word wins. What is
   * granted counts only by a code that the site's own server had made.
   */
  handover?(what: CountersignHandover): void;
  /**
   * Makes a call that is written as a list. Before the loader has run an array stands in for it, so this works at any time:
   * `(window.countersign = window.countersign || []).push(["open"])`.
   */
  push(call: CountersignCall): void;
}

declare global {
  interface Window {
    /** The loader's object; before the loader has run, absent or the list of calls that wait for it. */
    countersign?: Countersign | CountersignCall[];
  }
  interface HTMLElementEventMap {
    /** An element with `data-cs-ask` was used, and the visitor has answered. */
    "countersign:answer": CustomEvent<CountersignAnswer>;
  }
  interface DocumentEventMap {
    /** The loader has started and knows what is open. */
    "countersign:ready": CustomEvent<CountersignState>;
    /** Something was chosen, here or in another tab, and gates have opened. */
    "countersign:change": CustomEvent<CountersignState>;
    /** A switch of a channel was pressed; `topic` is absent for the whole channel, `rid` is the id of the receipt. */
    "countersign:channels": CustomEvent<{ channel: string; topic?: string; allowed: boolean; rid: string }>;
  }
}
