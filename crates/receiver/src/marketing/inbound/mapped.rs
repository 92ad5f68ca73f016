//! JSON of any form: where sender, text and id stand is said by JSON pointers (RFC 6901), of one message or of each in a list.

use super::settings::Mapping;
use super::{Reply, missing, words};
use crate::json;
use crate::refusal::Refusal;
use serde_json::Value;

/// The replies of a body.
pub(super) fn read(body: &[u8], mapping: &Mapping) -> Result<Vec<Reply>, Refusal> {
    let value = json::parse("the body", body)?;
    let Some(list) = &mapping.list else { return Ok(vec![reply(&value, mapping, "the body")?]) };
    let list = value.pointer(list).and_then(Value::as_array);
    let list = list.ok_or_else(|| Refusal::malformed("the body: at the place that list names in receiver.toml there is no array"))?;
    list.iter().enumerate().map(|(place, value)| reply(value, mapping, &format!("message {}", place + 1))).collect()
}

fn reply(value: &Value, mapping: &Mapping, place: &str) -> Result<Reply, Refusal> {
    let at = |pointer: &String| value.pointer(pointer).and_then(words);
    let from = at(&mapping.from).ok_or_else(|| missing(place, "what from names in receiver.toml"))?;
    let text = at(&mapping.text).ok_or_else(|| missing(place, "what text names in receiver.toml"))?;
    let (id, time) = (mapping.message.as_ref().and_then(at), mapping.time.as_ref().and_then(at));
    Ok(Reply::new(&from, &text, id.as_deref(), time.as_deref()))
}
