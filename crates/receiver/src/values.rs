//! Text of a claim in, a checked value out: UUIDs, digests, salts, instants.
//! Each has exactly one spelling, so that equal values are equal strings.

use countersign_core::{Digest, ReceiptId, from_base64url};
use jiff::Timestamp;
use serde::Deserialize;
use std::fmt;

/// A UUID (RFC 9562) in its canonical spelling: lower-case hexadecimal with hyphens, 36 characters.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
#[serde(try_from = "String")]
pub struct Uuid(String);

impl Uuid {
    /// The canonical spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Uuid {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if ReceiptId::parse(&text).is_ok() { Ok(Self(text)) } else { Err("must be a UUID in lower-case hexadecimal with hyphens") }
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A SHA-256 digest where a claim holds one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct DigestClaim(pub(crate) Digest);

impl TryFrom<String> for DigestClaim {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Digest::parse(&text).map(Self).ok_or("must be a SHA-256 digest in base64url, 43 characters")
    }
}

/// The random salt of a receipt, 16 bytes; 22 base64url characters on the wire.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct Salt;

impl TryFrom<String> for Salt {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_salt = from_base64url(&text).is_some_and(|bytes| bytes.len() == 16);
        is_salt.then_some(Self).ok_or("must be 16 bytes in base64url, 22 characters")
    }
}

/// An instant as the formats page writes it: RFC 3339, UTC, milliseconds, 24 characters.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) struct Instant {
    text: String,
    at: Timestamp,
}

impl Instant {
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn at(&self) -> Timestamp {
        self.at
    }
}

impl TryFrom<String> for Instant {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // Written back and compared: jiff reads more spellings than RFC 3339 has.
        match text.parse::<Timestamp>() {
            Ok(at) if format_instant(at) == text => Ok(Self { text, at }),
            _ => Err("must be an RFC 3339 instant in UTC with milliseconds, such as 2026-11-23T06:14:31.000Z"),
        }
    }
}

/// `at` as RFC 3339 in UTC with milliseconds; finer digits are cut off.
pub(crate) fn format_instant(at: Timestamp) -> String {
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: TryFrom<String>>(text: &str, expected: bool) {
        assert_eq!(T::try_from(text.to_owned()).is_ok(), expected, "{text:?}");
    }

    #[test]
    fn uuids_have_one_spelling() {
        check::<Uuid>("0b9f5a0e-5c3b-4c4e-9d5e-0f6a1f2b3c4d", true);
        check::<Uuid>("0B9F5A0E-5C3B-4C4E-9D5E-0F6A1F2B3C4D", false);
        check::<Uuid>("0b9f5a0e5c3b4c4e9d5e0f6a1f2b3c4d", false);
        check::<Uuid>("{0b9f5a0e-5c3b-4c4e-9d5e-0f6a1f2b3c4d}", false);
        check::<Uuid>("0b9f5a0e-5c3b-4c4e-9d5e-0f6a1f2b3c4", false);
        check::<Uuid>("0b9f5a0e-5c3b-4c4e-9d5e-0f6a1f2b3c4g", false);
        check::<Uuid>("", false);
    }

    #[test]
    fn instants_are_utc_with_milliseconds() {
        check::<Instant>("2026-11-23T06:14:31.000Z", true);
        check::<Instant>("2024-02-29T23:59:59.999Z", true);
        check::<Instant>("2026-02-29T00:00:00.000Z", false);
        check::<Instant>("2026-11-23T06:14:31Z", false);
        check::<Instant>("2026-11-23t06:14:31.000z", false);
        check::<Instant>("2026-11-23 06:14:31.000Z", false);
        check::<Instant>("2026-11-23T06:14:31.000+00:00", false);
        check::<Instant>("2026-11-23T06:14:31.000Z[UTC]", false);
        check::<Instant>("2026-11-23T06:14:60.000Z", false);
        check::<Instant>("yesterday", false);
    }

    #[test]
    fn digests_and_salts_have_their_length() {
        check::<DigestClaim>(&"A".repeat(43), true);
        check::<DigestClaim>(&"B".repeat(43), false); // stray bits
        check::<DigestClaim>(&"A".repeat(42), false);
        check::<Salt>(&"A".repeat(22), true);
        check::<Salt>(&"A".repeat(21), false);
        check::<Salt>(&"A".repeat(43), false);
    }
}
