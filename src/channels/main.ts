/**
 * A script of its own that only pages with the element `<countersign-channels>` carry. Out: the element, defined. Absent: everything else.
 */
import { define } from "./element";

define();
