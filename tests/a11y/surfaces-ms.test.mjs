/**
 * Every surface in Malay.
 */

import { courier } from "../browser/harness.mjs";
import { surfaces } from "./surfaces.mjs";

surfaces(courier(), ["ms"]);
