//! Holds a wasm module against the oldest browsers that are meant to run it.
//!
//! Enters: a module as it ships. Leaves: nothing, or what it uses that they lack, and where.
//! Chrome 75 and everything newer has all of these; Safari before 15 and Firefox before 79 lack bulk memory and get the same Rust without wasm.

use anyhow::{Context, Result};
use wasmparser::{Validator, WasmFeatures};

/// WebAssembly 1.0 and what the code generation of `widget.rs` adds to it.
const FEATURES: WasmFeatures = WasmFeatures::WASM1.union(WasmFeatures::BULK_MEMORY).union(WasmFeatures::SIGN_EXTENSION);

/// Fails where the module is broken, or needs anything else.
pub(super) fn check(wasm: &[u8]) -> Result<()> {
    Validator::new_with_features(FEATURES).validate_all(wasm).map(drop).context(
        "the wasm module needs more than WebAssembly 1.0 with sign extension and bulk memory, which Chrome 75 has: see CODE_GENERATION in crates/xtask/src/web/widget.rs",
    )
}

#[cfg(test)]
mod tests {
    use super::check;

    /// A module with one function without parameters, of this code.
    fn module(code: &[u8]) -> Vec<u8> {
        let size = u8::try_from(code.len() + 1).unwrap();
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([1, 4, 1, 0x60, 0, 0]); // one type
        wasm.extend([3, 2, 1, 0]); // one function of it
        wasm.extend([5, 3, 1, 0, 1]); // one memory
        wasm.extend([10, size + 2, 1, size, 0]); // its code, without locals
        wasm.extend(code);
        wasm
    }

    #[test]
    fn what_chrome_75_lacks_is_refused() {
        for (what, code, expected) in [
            ("nothing", &[0x0b][..], true),
            ("sign extension", &[0x41, 0, 0xc0, 0x1a, 0x0b], true),
            ("bulk memory", &[0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0b, 0, 0x0b], true),
            ("saturating conversion", &[0x43, 0, 0, 0, 0, 0xfc, 0, 0x1a, 0x0b], false),
            ("SIMD", &[0x41, 0, 0xfd, 0x0f, 0x1a, 0x0b], false),
            ("a reference", &[0xd0, 0x70, 0x1a, 0x0b], false),
            ("a tail call", &[0x12, 0, 0x0b], false),
            ("a broken stack", &[0x1a, 0x0b], false),
        ] {
            assert_eq!(check(&module(code)).is_ok(), expected, "{what}: {:?}", check(&module(code)).err());
        }
    }
}
