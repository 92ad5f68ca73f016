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
    /// The key, the algorithm or the signature does not hold.
    #[error("{0}")]
    BadSignature(String),
    /// The body or the receipt is longer than its limit, in bytes.
    #[error("{what} is limited to {limit} bytes; send less")]
    TooLarge {
        /// Which of the two.
        what: &'static str,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The `Content-Type` is absent or none of the three.
    #[error("send application/cloudevents+json, application/jose or text/plain")]
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
