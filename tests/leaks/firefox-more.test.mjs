/**
 * The other half of the scenarios in Firefox.
 */
import { engine } from "./engine.mjs";

await engine("firefox", 1);
