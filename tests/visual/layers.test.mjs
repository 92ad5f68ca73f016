/**
 * Pictures of layers 2 and 3.
 */

import { STATES } from "../a11y/states.mjs";
import { courier } from "../browser/harness.mjs";
import { pictures } from "./pictures.mjs";

pictures(courier(), STATES.filter((state) => /^(preferences|policy)/.test(state)));
