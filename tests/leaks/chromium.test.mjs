/**
 * Every scenario in one engine.
 */
import { engine } from "./engine.mjs";

await engine("chromium");
