/**
 * Pictures of what stands in the page: layer 1, the small button, the placeholder; and of the receipts.
 */

import { STATES } from "../a11y/states.mjs";
import { courier } from "../browser/harness.mjs";
import { pictures } from "./pictures.mjs";

pictures(courier(), STATES.filter((state) => !/^(preferences|policy|rights)/.test(state)));
