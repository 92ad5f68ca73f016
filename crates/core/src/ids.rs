//! Ids as types, so that one kind cannot stand in for another.

/// Why a text is not an id.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum IdError {
    /// A purpose id is 1 to 32 characters of `a-z`, `0-9` and `-`.
    Purpose(String),
    /// A receipt id is a UUID in its 36-character lower-case form (RFC 9562).
    Receipt(String),
}

/// The id of a purpose: 1 to 32 characters of `a-z`, `0-9` and `-`; stands in cookies, markup and receipts.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PurposeId(String);

impl PurposeId {
    /// No id; stands in where one could not be read, and is never given out.
    pub(crate) const NONE: Self = Self(String::new());

    /// Reads an id.
    ///
    /// # Errors
    /// [`IdError::Purpose`] where a character or the length is not allowed.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let fits = (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(IdError::Purpose(text.to_owned())) }
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PurposeId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// The id of a receipt: a UUID.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ReceiptId(String);

impl ReceiptId {
    /// No id; stands in where one could not be read, and is never given out.
    pub(crate) const NONE: Self = Self(String::new());

    /// A version 4 UUID (RFC 9562 section 5.4) from 16 random bytes.
    #[must_use]
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let mut text = String::with_capacity(36);
        for (place, byte) in bytes.into_iter().enumerate() {
            if matches!(place, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for half in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        Self(text)
    }

    /// Reads the 36-character form.
    ///
    /// # Errors
    /// [`IdError::Receipt`] where it is anything else.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let fits = text.len() == 36
            && text.bytes().enumerate().all(|(place, byte)| match place {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
            });
        if fits { Ok(Self(text.to_owned())) } else { Err(IdError::Receipt(text.to_owned())) }
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ReceiptId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{PurposeId, ReceiptId};

    #[test]
    fn purpose_ids_fit_cookies_and_markup() {
        for (text, fits) in
            [("analytics", true), ("a-1", true), ("", false), ("A", false), ("a.b", false), ("a~b", false), (&"x".repeat(33), false)]
        {
            assert_eq!(PurposeId::new(text).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn receipt_ids_are_version_4_uuids() {
        let id = ReceiptId::from_random([0xff; 16]);
        assert_eq!(id.as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(ReceiptId::parse(id.as_str()), Ok(id));
        assert!(ReceiptId::parse("FFFFFFFF-ffff-4fff-bfff-ffffffffffff").is_err());
        assert!(ReceiptId::parse("ffffffff").is_err());
    }
}
