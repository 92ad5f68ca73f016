/**
 * axe-core on a phone: every layer, every language, light and dark.
 */

import { visitsWithAxe } from "./axe.mjs";
import { courier } from "./harness.mjs";

visitsWithAxe(courier(), "phone", { width: 360, height: 740 });
