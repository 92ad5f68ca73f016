/**
 * The Rust side of the widget. Enters: where the files of the build are. Leaves: `rust`, which calls the form of it that was started;
 * `startRust`, which starts one. Absent: who asks for it and when, which `main.ts` says. The name `glue` stands for the module that the
 * build makes from the Rust side.
 */
import init, { boot, deliver, digest, is_due, sync } from "glue";
import type { Loader } from "../loader/host";
import { startEither } from "./start";

/** What the Rust side exports. */
export let rust = { boot, deliver, digest, is_due, sync };

/** Starts it; rejects where neither form of it comes. */
export async function startRust({ base, tables }: Loader): Promise<void> {
  rust = (await startEither(init, `${base}widget.${tables.w}.`)) || rust;
}
