/**
 * Every surface in Simplified Chinese.
 */

import { courier } from "../browser/harness.mjs";
import { surfaces } from "./surfaces.mjs";

surfaces(courier(), ["zh-Hans"]);
