/**
 * Web storage as values: a missing, blocked or full store reads as nothing. In: key and, for writing, the text. Absent: exceptions.
 */

/**
 * Reads a key, after writing it where a value is given; the empty text removes it.
 * The old value goes first, so that a store which is too full for the new one never keeps the one it should replace.
 */
export function storage(key: string, value?: string): string | null | undefined {
  try {
    const store = localStorage;
    if (value != null) delete store[key];
    if (value) store[key] = value;
    return store[key];
  } catch {
    // Blocked, or full.
  }
}
