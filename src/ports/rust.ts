/**
 * The Rust side: wasm, or where that cannot start the same Rust as JavaScript, which is fetched only then. Enters: where the files of the
 * build are. Leaves: `rust`, which calls either; `startRust`, which starts one. Absent: who asks for it and when, which `main.ts` says. The
 * name `glue` stands for the module that the build makes from the Rust side.
 */
import init, { boot, deliver, digest, is_due, sync } from "glue";
import type { Loader } from "../loader/host";

/** The smallest module. Where WebAssembly is missing or a policy forbids it, this one fails too, before anything is fetched. */
const SMALLEST = [0, 97, 115, 109, 1, 0, 0, 0];

/** What the Rust side exports. */
export let rust = { boot, deliver, digest, is_due, sync };

let failures = 0;

/** Starts it; rejects where neither form of it comes. */
export async function startRust({ base, tables }: Loader): Promise<void> {
  const files = `${base}widget.${tables.w}.`;
  try {
    new WebAssembly.Module(new Uint8Array(SMALLEST));
    await init({ module_or_path: files + "wasm" });
  } catch (cause) {
    console.warn("CS-W1 WebAssembly did not start, the same follows as JavaScript:", cause);
    // Browsers ask once for an address that failed, so that another try has an address of its own.
    const fallback = await import(`${files}fallback.js${failures ? `?${failures}` : ""}`).catch((cause) => {
      failures++;
      throw cause;
    });
    fallback.default();
    rust = fallback;
  }
}
