/**
 * The gate's module: what a page view needs only after a choice or where an embed is held. In: what is open. Out: a device without what
 * closed purposes left on it, and placeholders for what is held. Absent: any decision about purposes.
 */
import type { GateModule } from "../loader/host";
import { storage } from "../loader/storage";
import { clear as clearLeft } from "./clear";
import { named } from "./handed";
import { hold as holdEmbeds } from "./hold";

/** Clears, and then takes the mark away that this is due. */
export const clear: GateModule["clear"] = async (open) => {
  await clearLeft(open);
  storage("cs.clear", "");
};

/** Holds embeds from now on. */
export const hold: GateModule["hold"] = (handed) => holdEmbeds(named(handed));
