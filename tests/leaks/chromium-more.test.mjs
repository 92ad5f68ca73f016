/**
 * The other half of the scenarios in Chromium.
 */
import { engine } from "./engine.mjs";

await engine("chromium", 1);
