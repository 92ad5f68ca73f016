//! The loader's host object, as `src/loader/host.ts` defines it. Every member is safe to call at any time.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// What the loader gives the widget.
    #[derive(Clone, Debug)]
    pub type Host;

    /// Absolute URL of the built files, with a slash at the end.
    #[wasm_bindgen(method, getter)]
    pub fn base(this: &Host) -> String;

    /// Digits in the names of the widget's files.
    #[wasm_bindgen(method, getter)]
    pub fn ui(this: &Host) -> String;

    /// The notice's material fingerprint.
    #[wasm_bindgen(method, getter)]
    pub fn material(this: &Host) -> String;

    /// The browser's signal as a letter.
    #[wasm_bindgen(method)]
    pub fn signal(this: &Host) -> String;

    /// Whose word the stored state is, as the letter of the state cookie; empty where none holds.
    #[wasm_bindgen(method)]
    pub fn by(this: &Host) -> String;

    /// The locale in use.
    #[wasm_bindgen(method)]
    pub fn locale(this: &Host) -> String;

    /// Changes the locale.
    #[wasm_bindgen(method, js_name = setLocale)]
    pub fn set_locale(this: &Host, tag: &str);

    /// Digest of a locale's notice file.
    #[wasm_bindgen(method)]
    pub fn notice(this: &Host, tag: &str) -> String;

    /// Ids of the open purposes: an array of strings.
    #[wasm_bindgen(method)]
    pub fn open(this: &Host) -> JsValue;

    /// Carries a choice out; whether it could be stored.
    #[wasm_bindgen(method)]
    pub fn apply(this: &Host, state: &str, entry: &str) -> bool;

    /// The pending entries as a JSON array.
    #[wasm_bindgen(method)]
    pub fn pending(this: &Host) -> String;

    /// Drops entries that are sealed; an array of their ids.
    #[wasm_bindgen(method)]
    pub fn settle(this: &Host, ids: &JsValue);

    /// Remembers whether sealed receipts wait for delivery.
    #[wasm_bindgen(method)]
    pub fn waiting(this: &Host, yes: bool);

    /// Tells whether the widget has a surface open.
    #[wasm_bindgen(method)]
    pub fn surface(this: &Host, open: bool);

    /// Markup in the form that the page's Trusted Types ask for; the text itself elsewhere.
    #[wasm_bindgen(method)]
    pub fn html(this: &Host, markup: &str) -> JsValue;
}
