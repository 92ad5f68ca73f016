//! The batches of Aliyun's short message service (`SmsUp`): an array of objects with `phone_number`, `content`, `sequence_id` and `send_time`.
//! Numbers of the mainland come with eleven digits, all others with their calling code and nothing before it.

use super::{Reply, missing, words};
use crate::json;
use crate::refusal::Refusal;
use serde_json::Value;

/// What the gateway takes for a receipt; anything else makes it send the batch again.
pub(super) const TAKEN: &str = r#"{"code":0,"msg":"OK"}"#;

/// The replies of a body.
pub(super) fn read(body: &[u8]) -> Result<Vec<Reply>, Refusal> {
    let value = json::parse("the body", body)?;
    let list = value.as_array().ok_or_else(|| Refusal::malformed("the body: must be an array of messages"))?;
    list.iter().enumerate().map(|(place, value)| reply(value, &format!("message {}", place + 1))).collect()
}

fn reply(value: &Value, place: &str) -> Result<Reply, Refusal> {
    let at = |name: &str| value.get(name).and_then(words);
    let from = at("phone_number").ok_or_else(|| missing(place, "member phone_number"))?;
    let text = at("content").ok_or_else(|| missing(place, "member content"))?;
    Ok(Reply::new(&international(&from), &text, at("sequence_id").as_deref(), at("send_time").as_deref()))
}

/// A number with its calling code. What is no number is left as it is, and is no address.
fn international(number: &str) -> String {
    let digits = number.trim().trim_start_matches('+');
    let digits = digits.strip_prefix("00").unwrap_or(digits);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let is_mainland = digits.len() == 11 && digits.starts_with('1') && !number.trim().starts_with('+');
    if is_mainland { format!("+86{digits}") } else { format!("+{digits}") }
}
