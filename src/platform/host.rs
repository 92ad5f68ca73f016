//! The loader's host object, as `src/loader/host.ts` defines it. Every member is safe to call at any time.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// What the loader gives the widget.
    #[derive(Clone, Debug)]
    pub type Host;

    /// Absolute URL of the built files, with a slash at the end.
    #[wasm_bindgen(method, getter)]
    pub fn base(this: &Host) -> String;

    /// The locale in use.
    #[wasm_bindgen(method)]
    pub fn locale(this: &Host) -> String;

    /// Digest of a locale's notice file.
    #[wasm_bindgen(method)]
    pub fn notice(this: &Host, tag: &str) -> String;

    /// The pending entries as a JSON array.
    #[wasm_bindgen(method)]
    pub fn pending(this: &Host) -> String;

    /// Drops an entry that is sealed.
    #[wasm_bindgen(method)]
    pub fn settle(this: &Host, id: &str);
}
