/**
 * Every surface in English, and the pages of the demo.
 */

import { courier, PAGES } from "../browser/harness.mjs";
import { pages, surfaces } from "./surfaces.mjs";

const tools = courier();
surfaces(tools, ["en"]);
pages(tools, [...PAGES, "/theme.html"]);
