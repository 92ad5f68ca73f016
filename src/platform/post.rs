//! Sending one receipt to the backend: a structured CloudEvent, no cookies, alive beyond the page, not longer than a bounded time.

use countersign_core::{Answer, Row, wire};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::clock::timer;
use super::object::{member, object};

/// The longest that one try may take, in milliseconds.
const PATIENCE_MS: u64 = 20_000;

/// Sends a row to an endpoint and says what came back; every failure is [`Answer::Nothing`].
pub(crate) async fn post(endpoint: &str, row: &Row) -> Answer {
    send(endpoint, row).await.unwrap_or(Answer::Nothing)
}

async fn send(endpoint: &str, row: &Row) -> Result<Answer, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let origin = window.location().origin()?;
    let mut key = String::from("\"");
    key.push_str(row.id.as_str());
    key.push('"');
    let headers =
        object(&[("content-type", JsValue::from_str("application/cloudevents+json")), ("idempotency-key", JsValue::from_str(&key))]);
    let abort = web_sys::AbortController::new()?;
    let options = object(&[
        ("method", JsValue::from_str("POST")),
        ("headers", headers.into()),
        ("body", JsValue::from_str(&wire::row_to_event(row, &origin))),
        ("credentials", JsValue::from_str("omit")),
        ("keepalive", JsValue::TRUE),
        ("signal", abort.signal().into()),
    ]);
    timer(PATIENCE_MS, move || abort.abort());
    let answer = JsFuture::from(window.fetch_with_str_and_init(endpoint, options.unchecked_ref())).await?;
    let answer: web_sys::Response = answer.unchecked_into();
    let retry_after_secs = answer.headers().get("retry-after")?.and_then(|text| text.parse().ok());
    let body = match answer.ok() {
        true => JsFuture::from(answer.text()?).await?.as_string(),
        false => None,
    };
    let countersignature = body
        .and_then(|text| js_sys::JSON::parse(&text).ok())
        .and_then(|body| member(&body, "countersignature").as_string())
        .filter(|proof| proof.split('.').count() == 3);
    Ok(Answer::Status { code: answer.status(), retry_after_secs, countersignature })
}
