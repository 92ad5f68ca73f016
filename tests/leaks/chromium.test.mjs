/**
 * Half of the scenarios in Chromium, and the twenty items.
 */
import { engine } from "./engine.mjs";

await engine("chromium", 0);
