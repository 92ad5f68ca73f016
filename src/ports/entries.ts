/**
 * The pending entries (formats.md section 6): those in storage, each under its own key, and those that no store would take.
 */
import type { Pending } from "../loader/host";

const PREFIX = "cs.pending.";

/** Stored entries; a key whose text is no entry is passed over and left alone. */
function stored(): Pending[] {
  try {
    return Object.keys(localStorage).flatMap((key) => {
      if (!key.startsWith(PREFIX)) return [];
      try {
        const entry: Pending = JSON.parse(localStorage[key]);
        return PREFIX + entry.id === key ? entry : [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** Every entry, oldest first. */
export const entries = (unstored: Pending[]): Pending[] => [...stored(), ...unstored].sort((a, b) => a.at - b.at);

/** Drops an entry that is sealed. */
export function settle(id: string, unstored: Pending[]): void {
  const place = unstored.findIndex((entry) => entry.id === id);
  if (place >= 0) unstored.splice(place, 1);
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    // Without storage nothing was there.
  }
}
