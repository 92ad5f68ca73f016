/**
 * The main journeys in WebKitGTK.
 */
import { journeys } from "./journeys.mjs";

journeys("webkit");
