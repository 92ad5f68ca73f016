//! SHA-256 digests and base64url without padding (RFC 4648 section 5), the two encodings that every format here uses.

use sha2::{Digest as _, Sha256};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A SHA-256 digest; written as 43 base64url characters.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of nothing; stands in where a digest could not be read or its file is not made yet, and is never given out.
    pub const NONE: Self = Self([0; 32]);

    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of some bytes one after another.
    pub(crate) fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        parts.iter().for_each(|part| hasher.update(part));
        Self(hasher.finalize().into())
    }

    /// The digest with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the 43-character form; `None` where it is anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        from_base64url(text)?.try_into().ok().map(Self)
    }

    /// The 43 characters.
    #[must_use]
    pub fn to_text(&self) -> String {
        to_base64url(&self.0)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 12 hexadecimal digits, for file names of assets: 48 bits tell a site's versions apart, and each first visit pays for them.
    #[must_use]
    pub fn hex12(&self) -> String {
        let digits = b"0123456789abcdef";
        let digit = |value: u8| digits.get(usize::from(value)).copied().map_or('0', char::from);
        self.0.iter().take(6).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.to_text())
    }
}

/// Bytes as base64url without padding.
#[must_use]
pub fn to_base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut word = 0_u32;
        for place in 0..3 {
            word = word << 8 | u32::from(group.get(place).copied().unwrap_or(0));
        }
        for place in 0..=group.len() {
            let index = (word >> (18 - 6 * place) & 63) as usize;
            text.push(ALPHABET.get(index).copied().map_or('A', char::from));
        }
    }
    text
}

/// Bytes from base64url without padding.
///
/// `None` where a character is foreign, the length is impossible, or unused bits are not zero: every value has one spelling.
#[must_use]
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for group in text.as_bytes().chunks(4) {
        let mut word = 0_u32;
        for letter in group {
            let value = ALPHABET.iter().position(|known| known == letter)?;
            word = word << 6 | value as u32;
        }
        let whole = group.len().checked_sub(1).filter(|&whole| whole > 0)?;
        word <<= 6 * (4 - group.len());
        let [_, a, b, c] = word.to_be_bytes();
        if [b, c].iter().skip(whole - 1).any(|&rest| rest != 0) {
            return None;
        }
        bytes.extend([a, b, c].iter().take(whole));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Digest, from_base64url, to_base64url};

    #[test]
    fn base64url_follows_rfc_4648() {
        for (plain, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(to_base64url(plain.as_bytes()), text);
            assert_eq!(from_base64url(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(to_base64url(&[0xfb, 0xff]), "-_8");
        for wrong in ["Z", "Zg==", "Zh", "Zm9", "Z m8", "+_8"] {
            assert_eq!(from_base64url(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn digests_have_known_values() {
        let empty = Digest::of(b"");
        assert_eq!(empty.hex12(), "e3b0c44298fc");
        assert_eq!(empty.to_string(), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
        assert_eq!(Digest::parse(&empty.to_string()), Some(empty));
        assert_eq!(Digest::parse("47DEQpj8"), None);
    }
}
