//! The ports of `src/ports/ports.ts`. None of them throws or rejects; a refusal of the browser is a value.

use js_sys::Function;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

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
    pub(crate) async fn file(this: &Ports, url: &str) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) fn parse(this: &Ports, text: &str) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) async fn signer(this: &Ports) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) async fn sign(this: &Ports, text: &str) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) async fn head(this: &Ports) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) async fn append(this: &Ports, row: &str, before: Option<&str>, after: &str) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) async fn update(this: &Ports, row: &str) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) async fn rows(this: &Ports) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) async fn post(this: &Ports, endpoint: &str, id: &str, event: &str) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) async fn lock(this: &Ports, name: &str, wait: bool) -> JsValue;

    #[wasm_bindgen(method)]
    pub(crate) fn later(this: &Ports, ms: f64);

    #[wasm_bindgen(method)]
    pub(crate) fn show(this: &Ports, markup: &JsValue, css: &str, locale: &str, label: &str, anchor: &str);

    #[wasm_bindgen(method)]
    pub(crate) fn hide(this: &Ports);

    #[wasm_bindgen(method)]
    pub(crate) fn tick(this: &Ports, on: Vec<String>);

    #[wasm_bindgen(method)]
    pub(crate) fn announce(this: &Ports, text: &str);

    #[wasm_bindgen(method)]
    pub(crate) fn download(this: &Ports, name: &str, text: &str);

    #[wasm_bindgen(method)]
    pub(crate) fn warn(this: &Ports, text: &str);
}

/// Gives a lock back when it goes out of scope.
pub(crate) struct Held(Function);

impl Held {
    /// The lock, if `lock` answered with one.
    pub(crate) fn from_answer(answer: JsValue) -> Option<Self> {
        wasm_bindgen::JsCast::dyn_into(answer).ok().map(Self)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}
