/**
 * The main journeys in Firefox.
 */
import { journeys } from "./journeys.mjs";

journeys("firefox");
