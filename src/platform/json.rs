//! JSON that the browser parsed, as the wire forms read it: the parser costs the widget nothing.

use countersign_core::wire::json::Json;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A parsed value.
pub(crate) struct Parsed(pub(crate) JsValue);

impl Json for Parsed {
    fn member(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(&self.0, &JsValue::from_str(name)).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(Self(value))
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

    fn items(&self) -> Option<Vec<Self>> {
        let array = self.0.dyn_ref::<Array>()?;
        Some((0..array.length()).map(|place| Self(array.get(place))).collect())
    }
}
