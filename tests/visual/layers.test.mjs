/**
 * Pictures of layers 2 and 3, and of the page of rights.
 */

import { STATES } from "../a11y/states.mjs";
import { courier } from "../browser/harness.mjs";
import { pictures } from "./pictures.mjs";

pictures(courier(), STATES.filter((state) => /^(preferences|policy|rights)/.test(state)));
