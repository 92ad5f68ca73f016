/**
 * The gate's module: what a page view needs only after a choice or where an embed is held. In: what is open. Out: a device without what
 * closed purposes left on it. Absent: any decision about purposes.
 */
import type { GateModule } from "../loader/host";
import { clear as clearNames } from "./clear";
import { tables } from "./tables";

/** Clears what purposes outside the list left. A name that an open purpose uses as well stays. */
export const clear: GateModule["clear"] = async (open) => {
  const kept = new Set(open.flatMap((id) => tables.names[id] || []));
  const closed = Object.keys(tables.names).filter((id) => !open.includes(id));
  clearNames(closed.flatMap((id) => tables.names[id]!).filter((name) => !kept.has(name)));
};
