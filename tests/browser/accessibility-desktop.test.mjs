/**
 * axe-core on a desktop: every layer, every language, light and dark.
 */

import { visitsWithAxe } from "./axe.mjs";
import { courier } from "./harness.mjs";

visitsWithAxe(courier(), "desktop", { width: 1280, height: 800 });
