/**
 * Half of the scenarios in WebKitGTK, and the twenty items.
 */
import { engine } from "./engine.mjs";

await engine("webkit", 0);
