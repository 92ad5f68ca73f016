/**
 * The other half of the scenarios in WebKitGTK.
 */
import { engine } from "./engine.mjs";

await engine("webkit", 1);
