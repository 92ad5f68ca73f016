/**
 * The script of a courier's pages that a server renders and Turbo swaps. In: Turbo, and the package `countersign` by the pages' import map.
 * Absent: the loader, which stands as a tag in the head of each page; Turbo runs it once.
 */
import * as Turbo from "@hotwired/turbo";
import { follow } from "countersign/turbo";
import "countersign/elements";

follow(Turbo);
