/**
 * Every surface in Simplified and Traditional Chinese.
 */

import { courier } from "../browser/harness.mjs";
import { surfaces } from "./surfaces.mjs";

surfaces(courier(), ["zh-Hans", "zh-Hant"]);
