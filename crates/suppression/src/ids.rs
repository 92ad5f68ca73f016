//! The ids of channels and topics as types: text of a table or a request in, a checked id out.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The longest id, in characters, inclusive.
const MAX_LENGTH: usize = 32;

/// A text is no id.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("must be 1 to 32 characters of a-z, 0-9 and \"-\"")]
pub struct IdError;

fn checked(text: &str) -> Result<String, IdError> {
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if (1..=MAX_LENGTH).contains(&text.len()) && text.bytes().all(fits) { Ok(text.to_owned()) } else { Err(IdError) }
}

/// The id of a channel, such as `email`: 1 to 32 characters of `a-z`, `0-9` and `-`; `id` of a `[[channel]]` of `site.toml`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ChannelId(String);

impl ChannelId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ChannelId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        checked(text).map(Self)
    }
}

impl fmt::Display for ChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a message is about: the id of one topic, or every topic.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TopicId(String);

impl TopicId {
    /// Every topic.
    #[must_use]
    pub const fn every() -> Self {
        Self(String::new())
    }

    /// Whether it stands for every topic.
    #[must_use]
    pub const fn is_every(&self) -> bool {
        self.0.is_empty()
    }

    /// The id as text; empty for every topic.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id; `None` for every topic.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        (!self.is_every()).then_some(&self.0)
    }
}

impl FromStr for TopicId {
    type Err = IdError;

    /// Reads an id; the empty text is every topic.
    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.is_empty() { Ok(Self::every()) } else { checked(text).map(Self) }
    }
}

impl fmt::Display for TopicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_fit_receipts() {
        let check = |text: &str, is_channel: bool, is_topic: bool| {
            assert_eq!(text.parse::<ChannelId>().is_ok(), is_channel, "{text:?}");
            assert_eq!(text.parse::<TopicId>().is_ok(), is_topic, "{text:?}");
        };
        check("email", true, true);
        check("in-app", true, true);
        check(&"a".repeat(32), true, true);
        check(&"a".repeat(33), false, false);
        check("", false, true);
        check("SMS", false, false);
        check("e mail", false, false);
        check("短信", false, false);
        assert_eq!("".parse::<TopicId>().unwrap().named(), None);
        assert_eq!("offers".parse::<TopicId>().unwrap().named(), Some("offers"));
    }
}
