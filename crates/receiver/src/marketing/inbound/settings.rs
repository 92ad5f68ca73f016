//! What `receiver.toml` says of replies to a site's messages: `[[site.inbound]]`.

use countersign_suppression::{CallingCode, ChannelId, Keywords};
use serde::Deserialize;
use std::fmt;

/// The shortest secret, in characters: an authentication token of Twilio has 32.
const MIN_SECRET: usize = 22;

/// One gateway of a site, at `/v1/inbound/<site>/<shape>`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Written")]
pub struct InboundSettings {
    pub(crate) shape: Shape,
    pub(crate) secret: InboundSecret,
    /// Where the gateway posts to, where that is not the receiver's own origin: what Twilio signs.
    pub(crate) address: Option<String>,
    pub(crate) channel: ChannelId,
    /// The calling code of numbers without one.
    pub(crate) code: Option<CallingCode>,
    pub(crate) words: Keywords,
}

/// In which form a gateway writes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    /// JSON of any form.
    Json(Mapping),
    /// Form posts, signed.
    Twilio,
    /// Batches of JSON.
    Aliyun,
}

impl Shape {
    /// The name in the address.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Json(_) => "json",
            Self::Twilio => "twilio",
            Self::Aliyun => "aliyun",
        }
    }
}

/// Where things stand in JSON: pointers of RFC 6901, those behind `list` within one message of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Mapping {
    pub(crate) list: Option<String>,
    pub(crate) from: String,
    pub(crate) text: String,
    pub(crate) message: Option<String>,
    pub(crate) time: Option<String>,
}

/// What a gateway shows, or signs with. It is never printed.
#[derive(Clone)]
pub(crate) struct InboundSecret(String);

impl InboundSecret {
    #[cfg(test)]
    pub(super) fn of_test(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for InboundSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InboundSecret")
    }
}

/// The same as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    shape: String,
    secret: String,
    address: Option<String>,
    channel: Option<String>,
    code: Option<String>,
    stop: Option<Vec<String>>,
    #[serde(default)]
    rejoin: Vec<String>,
    list: Option<String>,
    from: Option<String>,
    text: Option<String>,
    message: Option<String>,
    time: Option<String>,
}

impl TryFrom<Written> for InboundSettings {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        if written.secret.len() < MIN_SECRET || written.secret.contains(|letter: char| !letter.is_ascii_graphic()) {
            return Err(format!("secret: must be at least {MIN_SECRET} printable ASCII characters without blanks, and random"));
        }
        let shape = shape(&written)?;
        let channel = written.channel.as_deref().unwrap_or("sms").parse().map_err(|fault| format!("channel: {fault}"))?;
        let code = written.code.as_deref().map(str::parse).transpose().map_err(|fault| format!("code: {fault}"))?;
        let words = Keywords::new(written.stop.as_deref(), &written.rejoin).map_err(|fault| format!("stop and rejoin: {fault}"))?;
        Ok(Self { shape, secret: InboundSecret(written.secret), address: written.address, channel, code, words })
    }
}

fn shape(written: &Written) -> Result<Shape, String> {
    let places = [&written.list, &written.from, &written.text, &written.message, &written.time];
    let fixed = |shape| match places.iter().any(|place| place.is_some()) {
        true => Err(format!("list, from, text, message and time say where things stand in JSON; {} has its own places", written.shape)),
        false => Ok(shape),
    };
    match written.shape.as_str() {
        "json" => {
            let wrong = places.iter().filter_map(|place| place.as_ref()).find(|place| !place.is_empty() && !place.starts_with('/'));
            if let Some(place) = wrong {
                return Err(format!("{place:?} must be a JSON pointer (RFC 6901), such as \"/from\""));
            }
            let needed = |place: &Option<String>, name: &str| place.clone().ok_or_else(|| format!("{name} is missing: a JSON pointer"));
            Ok(Shape::Json(Mapping {
                list: written.list.clone(),
                from: needed(&written.from, "from")?,
                text: needed(&written.text, "text")?,
                message: written.message.clone(),
                time: written.time.clone(),
            }))
        }
        "twilio" => fixed(Shape::Twilio),
        "aliyun" => fixed(Shape::Aliyun),
        other => Err(format!("shape: {other:?} is none of \"json\", \"twilio\" and \"aliyun\"")),
    }
}
