//! What a browser says about tracking in its headers, and what the answer says back.
//! In: `DNT` (W3C TPE section 5.2) and `Sec-GPC` (W3C GPC section 3.2). Out: a signal, and the value of `Tk` (TPE section 6.2).
//! A signal can only deny: `DNT: 0` and any other value of `Sec-GPC` are the same as nothing.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use countersign_core::Signal;

/// Tracking status.
pub(super) const TK: HeaderName = HeaderName::from_static("tk");
const DNT: HeaderName = HeaderName::from_static("dnt");
const SEC_GPC: HeaderName = HeaderName::from_static("sec-gpc");

/// The signal of a request: Do Not Track where a `DNT` begins with `1` (what follows may be ignored), Global Privacy Control where a
/// `Sec-GPC` is exactly `1`; of several headers one is enough.
#[must_use]
pub fn signal_from(headers: &HeaderMap) -> Signal {
    let dnt = headers.get_all(DNT).iter().any(|value| value.as_bytes().starts_with(b"1"));
    let gpc = headers.get_all(SEC_GPC).iter().any(|value| value.as_bytes() == b"1");
    match (dnt, gpc) {
        (false, false) => Signal::None,
        (true, false) => Signal::Dnt,
        (false, true) => Signal::Gpc,
        (true, true) => Signal::Both,
    }
}

/// The values of `Tk` that are sent. The status resource has the link for `C`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Status {
    /// Only if the visitor consents, who has not said anything yet.
    OnlyIfConsented,
    /// By the visitor's consent.
    Consented,
    /// Not at all.
    NotTracking,
    /// This very request changed it.
    Updated,
}

impl Status {
    pub(super) fn value(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::OnlyIfConsented => "P",
            Self::Consented => "C",
            Self::NotTracking => "N",
            Self::Updated => "U",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_denials_are_signals() {
        let check = |rows: &[(&'static str, &'static [u8])], expected: Signal| {
            let mut headers = HeaderMap::new();
            for (name, value) in rows {
                headers.append(*name, HeaderValue::from_bytes(value).unwrap());
            }
            assert_eq!(signal_from(&headers), expected, "{rows:?}");
        };
        check(&[], Signal::None);
        check(&[("dnt", b"1")], Signal::Dnt);
        check(&[("dnt", b"1xyz")], Signal::Dnt);
        check(&[("dnt", b"1\xff")], Signal::Dnt);
        check(&[("dnt", b"0")], Signal::None);
        check(&[("dnt", b"")], Signal::None);
        check(&[("dnt", b"yes")], Signal::None);
        check(&[("dnt", b" 1")], Signal::None);
        check(&[("dnt", b"01")], Signal::None);
        check(&[("sec-gpc", b"1")], Signal::Gpc);
        for other in [b"0".as_slice(), b"", b"true", b"1;a", b"11", b" 1", b"?1", b"1, 1", b"\xff"] {
            let mut headers = HeaderMap::new();
            headers.insert("sec-gpc", HeaderValue::from_bytes(other).unwrap());
            assert_eq!(signal_from(&headers), Signal::None, "{other:?}");
        }
        check(&[("sec-gpc", b"0"), ("sec-gpc", b"1")], Signal::Gpc);
        check(&[("dnt", b"0"), ("dnt", b"1"), ("sec-gpc", b"1")], Signal::Both);
    }
}
