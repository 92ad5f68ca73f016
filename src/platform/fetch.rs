//! Fetching files of the build, without cookies and without a word about the visitor.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::object::object;
use crate::failure::Failure;

/// The text of a file; only an OK answer counts.
pub(crate) async fn text(url: &str) -> Result<String, Failure> {
    let missing = || Failure::Missing(url.to_owned());
    let window = web_sys::window().ok_or_else(missing)?;
    let options = object(&[("credentials", JsValue::from_str("omit"))]);
    let answer = JsFuture::from(window.fetch_with_str_and_init(url, options.unchecked_ref())).await.map_err(|_| missing())?;
    let answer: web_sys::Response = answer.unchecked_into();
    if !answer.ok() {
        return Err(missing());
    }
    let body = JsFuture::from(answer.text().map_err(|_| missing())?).await.map_err(|_| missing())?;
    body.as_string().ok_or_else(missing)
}
