//! Bytes in, base64url (RFC 4648 section 5, no padding) and SHA-256 out, and back.
//! Decoding is strict: padding, white space, other alphabets and stray trailing bits are refused,
//! so that one byte string has exactly one spelling.

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// SHA-256 of `bytes`, 32 bytes (FIPS 180-4).
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// `bytes` as base64url without padding.
#[must_use]
pub fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes that `text` spells; `None` unless it is the canonical base64url of them.
#[must_use]
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Like [`from_base64url`], for exactly `N` bytes.
#[must_use]
pub fn from_base64url_exact<const N: usize>(text: &str) -> Option<[u8; N]> {
    from_base64url(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_takes_one_spelling_only() {
        let check = |text: &str, expected: Option<&[u8]>| {
            assert_eq!(from_base64url(text).as_deref(), expected, "{text:?}");
        };
        check("", Some(b""));
        check("AQ", Some(&[1]));
        check("-_8", Some(&[0xfb, 0xff]));
        check("AR", None); // stray bits behind the last byte
        check("AQ==", None);
        check("+/8", None);
        check("A Q", None);
        check("AQ\n", None);
        check("A", None);
    }

    #[test]
    fn digest_of_the_standard_example() {
        assert_eq!(to_base64url(&sha256(b"abc")), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }
}
