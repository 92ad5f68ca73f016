/**
 * What the browser itself says about tracking: Global Privacy Control (W3C Privacy WG) and Do Not Track (W3C TPE) with its old
 * spellings. Absent: `DNT: 0` and `globalPrivacyControl = false`, which are the same as nothing.
 */

interface Speaking {
  doNotTrack?: string | null;
  globalPrivacyControl?: boolean;
}

const browser = navigator as Speaking;
const track = browser.doNotTrack || (window as Speaking).doNotTrack;

/** 0 none, 1 Do Not Track, 2 Global Privacy Control, 3 both. */
export const signal = +/1|yes/.test(track as string) + 2 * +!!browser.globalPrivacyControl;

/** The signal's letter in the state cookie and in entries: `n`, `d`, `g` or `b`. */
export const signalLetter = "ndgb"[signal] as "n" | "d" | "g" | "b";
