//! Replies to text messages, as gateways hand them on: a request in; who wrote what out, and what came of it.
//! Three shapes: JSON of any form with a mapping, the form posts of Twilio with their signature, and the batches of Aliyun as one of the
//! Chinese gateways. A reply that is a word of the site stops its channel, or joins again where the site allows that; whatever else it says is
//! kept for staff and changes nothing. The same reply again, as gateways send it after an answer was lost, changes nothing either.
//! Deliberately absent: answers to the person. A gateway that sends a confirmation does so itself.

mod batch;
mod form;
mod mapped;
mod settings;
mod sign;

pub use settings::InboundSettings;

use crate::refusal::Refusal;
use axum::http::{HeaderMap, Uri};
use countersign_core::Digest;
use serde_json::Value;
use settings::Shape;

/// The longest text that is kept, in characters; what is longer is cut.
const MAX_TEXT: usize = 2_000;
/// The longest id of a message, in bytes; a longer one stands as its digest.
const MAX_ID: usize = 64;

/// One reply.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Reply {
    /// Who wrote, as the gateway writes it.
    pub(crate) from: String,
    /// What was written.
    pub(crate) text: String,
    /// By which the gateway knows it.
    pub(crate) id: String,
    /// On which channel, where that is another one than the settings say.
    pub(crate) channel: Option<&'static str>,
}

impl Reply {
    /// A reply whose gateway gives it an id, or none: then it is known by everything that is said of it.
    fn new(from: &str, text: &str, id: Option<&str>, time: Option<&str>) -> Self {
        let id = match id.filter(|id| !id.is_empty()) {
            Some(id) if id.len() <= MAX_ID && !id.contains(char::is_control) => id.to_owned(),
            Some(id) => Digest::of(id.as_bytes()).to_string(),
            None => Digest::of([from, text, time.unwrap_or_default()].join("\0").as_bytes()).to_string(),
        };
        Self { from: from.trim().to_owned(), text: text.chars().take(MAX_TEXT).collect(), id, channel: None }
    }
}

/// A request of a gateway.
pub(crate) struct Inbound<'a> {
    /// The receiver's own origin: what a signed address begins with.
    pub(crate) origin: &'a str,
    pub(crate) uri: &'a Uri,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl InboundSettings {
    /// The replies of a request; `None` where it does not come from the gateway.
    ///
    /// # Errors
    /// A [`Refusal`] where it does, and is not what its shape says.
    pub(crate) fn read(&self, request: &Inbound<'_>) -> Result<Option<Vec<Reply>>, Refusal> {
        if self.shape == Shape::Twilio {
            let fields = form::fields(request.body)?;
            let path = request.uri.path_and_query().map_or("/", |path| path.as_str());
            let address = self.address.clone().unwrap_or_else(|| format!("{}{path}", request.origin));
            let is_signed = sign::is_signed(&self.secret, &address, &fields, request.headers);
            return if is_signed { form::read(&fields).map(Some) } else { Ok(None) };
        }
        if !sign::bears_secret(&self.secret, request.uri, request.headers) {
            return Ok(None);
        }
        match &self.shape {
            Shape::Json(mapping) => mapped::read(request.body, mapping).map(Some),
            Shape::Aliyun => batch::read(request.body).map(Some),
            Shape::Twilio => Ok(None),
        }
    }

    /// What the gateway takes for a receipt, with its media type, where it wants another one than ours.
    pub(crate) const fn receipt(&self) -> Option<(&'static str, &'static str)> {
        match self.shape {
            Shape::Json(_) => None,
            Shape::Twilio => Some(("text/xml; charset=utf-8", form::TAKEN)),
            Shape::Aliyun => Some(("application/json", batch::TAKEN)),
        }
    }
}

/// A text or a whole number, as gateways write telephone numbers and ids.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

fn missing(place: &str, what: &str) -> Refusal {
    Refusal::malformed(format!("{place}: {what} is missing, or neither a text nor a whole number"))
}

#[cfg(test)]
mod tests;
