//! Why a request is not admitted, in words for the sender.
//! The words may quote what the sender sent, so they go back to the sender and never into a log.

use thiserror::Error;

/// The longest receipt, in bytes of its compact JWS, inclusive.
pub const MAX_JWS_BYTES: usize = 16_384;
/// The longest request body, in bytes, inclusive.
pub const MAX_BODY_BYTES: usize = 65_536;

/// Why a receipt is turned away. Each variant is one problem type of the formats page, section 8.1.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// The body is not what its media type says, or a member or claim is missing or malformed.
    #[error("{0}")]
    Malformed(String),
    /// A member name stands twice in its object, so that two readers could read two receipts.
    #[error("{0}")]
    DuplicateMember(String),
    /// The header has `crit`: an extension that has to be understood, and is not.
    #[error("header member crit: no extension is understood here; leave it out")]
    UnknownExtension,
    /// The algorithm is not ES256, or is `none` where that is not allowed.
    #[error("{0}")]
    BadAlgorithm(String),
    /// The key is no point of the curve, or the signature does not belong to these bytes and this key.
    #[error("{0}")]
    BadSignature(String),
    /// The key is another one than the header or the chain says.
    #[error("{0}")]
    KeyMismatch(String),
    /// The receipt's time lies too far ahead of the receiver's clock.
    #[error("payload claim iat: is more than {limit_secs} seconds ahead of this receiver's clock; set the device's clock and choose again")]
    ClockAhead {
        /// How far ahead it may be, in seconds.
        limit_secs: u32,
    },
    /// The receipt stands at another place of its chain than its `prev` and `seq` say.
    #[error(
        "payload claims prev and seq: prev names a receipt of another chain or of another place; seal the choice again at the end of its chain"
    )]
    OutOfOrder,
    /// No such site is served here, or the page's origin is none of the site's.
    #[error("{0}")]
    UnknownSite(String),
    /// The body or the receipt is longer than its limit, in bytes.
    #[error("{what} is limited to {limit} bytes; send less")]
    TooLarge {
        /// Which of the two.
        what: &'static str,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The `Content-Type` is absent or none of those that are taken.
    #[error("send application/cloudevents+json, application/jose, text/plain or application/x-www-form-urlencoded")]
    MediaType,
}

impl Refusal {
    pub(crate) fn malformed(text: impl Into<String>) -> Self {
        Self::Malformed(text.into())
    }

    pub(crate) fn bad_signature(text: impl Into<String>) -> Self {
        Self::BadSignature(text.into())
    }
}
