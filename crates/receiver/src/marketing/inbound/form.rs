//! The form posts of Twilio, and of those that took its form over: `From`, `Body` and `MessageSid`.
//! A sender `whatsapp:+60...` wrote on that channel. Media, places and buttons are not read: their text, where there is one, is.

use super::Reply;
use crate::refusal::Refusal;

/// What the gateway takes for a receipt: a document of TwiML that sends no answer.
pub(super) const TAKEN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

/// The fields of a form, as they stand in the body.
pub(super) fn fields(body: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    let utf8 = std::str::from_utf8(body).map_err(|_| Refusal::malformed("the form: is not UTF-8"))?;
    Ok(form_urlencoded::parse(utf8.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
}

/// The reply of a form.
pub(super) fn read(fields: &[(String, String)]) -> Result<Vec<Reply>, Refusal> {
    let field = |name: &str| {
        let mut values = fields.iter().filter(|(one, _)| one == name).map(|(_, value)| value.as_str());
        match (values.next(), values.next()) {
            (first, None) => Ok(first),
            (_, Some(_)) => Err(Refusal::DuplicateMember(format!("the form: field {name} stands twice"))),
        }
    };
    let from = field("From")?.ok_or_else(|| Refusal::malformed("the form: field From is missing"))?;
    let text = field("Body")?.ok_or_else(|| Refusal::malformed("the form: field Body is missing"))?;
    let (channel, from) = match from.strip_prefix("whatsapp:") {
        Some(number) => (Some("whatsapp"), number),
        None => (None, from),
    };
    let id = field("MessageSid")?.or(field("SmsSid")?);
    Ok(vec![Reply { channel, ..Reply::new(from, text, id, None) }])
}
