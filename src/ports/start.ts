/**
 * Starts the Rust side of a module in the one of its two forms that runs here: wasm, or where that cannot start the same Rust as JavaScript,
 * which is fetched only then. Enters: what starts wasm, and what the addresses of both files begin with. Leaves: the other form, where it is
 * the one that runs. Absent: who asks for it and when.
 */

/** The smallest module. Where WebAssembly is missing or a policy forbids it, this one fails too, before anything is fetched. */
const SMALLEST = [0, 97, 115, 109, 1, 0, 0, 0];

let failures = 0;

/** Answers the exports of the JavaScript, or nothing where wasm runs; rejects where neither form of it comes. */
export async function startEither<Rust>(init: (options: { module_or_path: string }) => Promise<unknown>, files: string): Promise<Rust | undefined> {
  try {
    new WebAssembly.Module(new Uint8Array(SMALLEST));
    await init({ module_or_path: files + "wasm" });
    return;
  } catch (cause) {
    console.warn("CS-W1 WebAssembly did not start, the same follows as JavaScript:", cause);
    // Browsers ask once for an address that failed, so that another try has an address of its own.
    const fallback = await import(`${files}fallback.js${failures ? `?${failures}` : ""}`).catch((cause) => {
      failures++;
      throw cause;
    });
    fallback.default();
    return fallback;
  }
}
