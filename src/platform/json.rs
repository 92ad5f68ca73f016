//! JSON that the browser parsed, as the wire forms read it: the parser costs the widget nothing.

use countersign_core::wire::json::Json;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// An object or an array, whose reading cannot throw because the browser's parser made it.
    type Container;

    #[wasm_bindgen(method, structural, indexing_getter)]
    fn member(this: &Container, name: &str) -> JsValue;

    #[wasm_bindgen(method, structural, indexing_getter)]
    fn item(this: &Container, place: u32) -> JsValue;

    #[wasm_bindgen(js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> bool;

    #[wasm_bindgen(method, structural, getter)]
    fn length(this: &Container) -> u32;
}

/// A parsed value.
pub(crate) struct Parsed(pub(crate) JsValue);

impl Parsed {
    fn container(&self) -> Option<&Container> {
        self.0.is_object().then(|| self.0.unchecked_ref())
    }
}

impl Json for Parsed {
    fn member(&self, name: &str) -> Self {
        Self(self.container().map_or(JsValue::UNDEFINED, |object| object.member(name)))
    }

    fn is_absent(&self) -> bool {
        self.0.is_undefined() || self.0.is_null()
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<u64> {
        self.0.as_f64().filter(|number| *number >= 0.0 && number.trunc() == *number).map(|number| number as u64)
    }

    fn truth(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn length(&self) -> Option<u32> {
        is_array(&self.0).then(|| self.0.unchecked_ref::<Container>().length())
    }

    fn item(&self, place: u32) -> Self {
        Self(self.container().map_or(JsValue::UNDEFINED, |array| array.item(place)))
    }
}
