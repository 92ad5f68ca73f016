/**
 * The main journeys in Chromium.
 */
import { journeys } from "./journeys.mjs";

journeys("chromium");
