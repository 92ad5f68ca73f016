/**
 * What is unread about the policy, as the part `renew` noted it (formats.md section 10.4). In: web storage. Out: the note, or nothing.
 */
import { storage } from "../loader/storage";

/** The note. */
export interface News {
  /** The version that the stored choice was made for. */
  since: string;
  /** Purposes that are closed until somebody is asked. */
  ask: string[];
  /** Whether it was shown: by itself that happens once. */
  shown: boolean;
}

/** Reads it; a text that is none counts as nothing. */
export function news(): News | undefined {
  try {
    const note = JSON.parse(storage("cs.news")!);
    return Array.isArray(note?.ask) ? note : undefined;
  } catch {
    return undefined;
  }
}

/** Writes it, or drops it. */
export const note = (note?: News): void => void storage("cs.news", note ? JSON.stringify(note) : "");
