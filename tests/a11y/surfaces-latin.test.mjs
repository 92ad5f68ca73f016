/**
 * Every surface in English and Malay, and the pages of the demo.
 */

import { courier, PAGES } from "../browser/harness.mjs";
import { pages, surfaces } from "./surfaces.mjs";

const tools = courier();
surfaces(tools, ["en", "ms"]);
pages(tools, [...PAGES, "/theme.html"]);
