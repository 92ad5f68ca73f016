//! The `Cookie` header (RFC 6265 section 5.4) as names and values. In: header bytes, whatever they are. Out: slices of them, in order.
//! Deliberately absent: decoding. What has no name, or no equals sign, is passed over.

use axum::http::{HeaderMap, header};

/// Every cookie of a request.
pub(super) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&[u8], &[u8])> {
    let pairs = headers.get_all(header::COOKIE).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(|pair| {
        let pair = pair.trim_ascii();
        let equals = pair.iter().position(|byte| *byte == b'=')?;
        let (name, value) = (pair.get(..equals)?.trim_ascii(), pair.get(equals + 1..)?.trim_ascii());
        (!name.is_empty()).then_some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn headers_are_cut_into_pairs() {
        let check = |text: &'static [u8], expected: &[(&[u8], &[u8])]| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_bytes(text).unwrap());
            assert_eq!(cookies(&headers).collect::<Vec<_>>(), expected);
        };
        check(b"", &[]);
        check(b"a=b; c=d=e;f=", &[(b"a", b"b"), (b"c", b"d=e"), (b"f", b"")]);
        check(b"; ;a;=b; c \t=\t d ;", &[(b"c", b"d")]);
        check(b"\xff=\xfe; a=\"b\"", &[(b"\xff", b"\xfe"), (b"a", b"\"b\"")]);
    }
}
