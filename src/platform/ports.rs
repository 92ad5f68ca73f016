//! The ports of `src/ports/ports.ts`. None of them throws or rejects; a refusal of the browser is a value.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::task::Promise;

#[wasm_bindgen]
extern "C" {
    /// What the widget needs of the browser.
    #[derive(Clone, Debug)]
    pub type Ports;

    #[wasm_bindgen(method)]
    pub(crate) fn random(this: &Ports, length: u32) -> Vec<u8>;

    #[wasm_bindgen(method)]
    pub(crate) fn now(this: &Ports) -> f64;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn origin(this: &Ports) -> String;

    #[wasm_bindgen(method)]
    pub(crate) fn notice(this: &Ports, locale: &str, digest: &str) -> Promise;

    #[wasm_bindgen(method)]
    pub(crate) fn parse(this: &Ports, text: &str) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) fn signer(this: &Ports) -> Promise;

    #[wasm_bindgen(method)]
    pub(crate) fn sign(this: &Ports, text: &str, old: bool) -> Promise;

    #[wasm_bindgen(method)]
    pub(crate) fn head(this: &Ports) -> Promise;

    #[wasm_bindgen(method)]
    pub(crate) fn append(this: &Ports, jws: &str, seq: f64, before: Option<&str>, after: &str) -> Promise;

    #[wasm_bindgen(method)]
    pub(crate) fn sealed(this: &Ports);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Uint8Array, js_name = from)]
    fn copied(bytes: &JsValue) -> Vec<u8>;
}

/// The bytes that `sign` answered with, if any.
pub(crate) fn bytes(answer: &JsValue) -> Option<Vec<u8>> {
    answer.is_object().then(|| copied(answer))
}
