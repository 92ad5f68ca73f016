//! What can be wrong with a piece of evidence, in words that name the place and say what to do.

use thiserror::Error;

/// Why a piece of evidence does not hold.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub(crate) enum Fault {
    /// It is longer than any such piece may be, in bytes.
    #[error("{what} is limited to {limit} bytes and this has {actual}; it was not made by Countersign")]
    TooLarge {
        /// Which piece.
        what: &'static str,
        /// The limit, inclusive.
        limit: usize,
        /// How many there are.
        actual: usize,
    },
    /// It is no compact JWS.
    #[error("not a compact JWS: three parts of base64url with dots between them and nothing around; take the file as it was downloaded")]
    NotCompact,
    /// A part is not the one spelling that base64url without padding has.
    #[error("the {0} is not canonical base64url without padding; take the file as it was downloaded")]
    NotBase64(&'static str),
    /// A part is not an object of strict JSON.
    #[error("the {place} is not a JSON object with each name once: {why}")]
    NotJson {
        /// Which part.
        place: &'static str,
        /// What the parser says.
        why: String,
    },
    /// The header asks for an extension, which RFC 7515 section 4.1.11 says to refuse where it is not understood.
    #[error("header member {0} asks for an extension that is not understood; nothing can be said about this signature")]
    Extension(String),
    /// The header points to a key outside of what was given, which is never followed.
    #[error("header member {0} brings or points to a key that nobody vouches for")]
    StrayKey(String),
    /// `typ` is another one.
    #[error("header member typ is not {0:?}: this is another kind of document")]
    Type(&'static str),
    /// `alg` is not the one of the key, or is `none` where a signature is due.
    #[error("header member alg is {0:?}, which is not the algorithm of its key")]
    Algorithm(String),
    /// The JWK is missing, malformed, or no point of its curve.
    #[error("{place}: no public key of P-256 or Ed25519: {why}")]
    Key {
        /// Where the key stands.
        place: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The name of the key is not its thumbprint.
    #[error("header member kid is not the RFC 7638 thumbprint of the key: the key was substituted, or the header changed")]
    KeyId,
    /// No key of this name was given.
    #[error("no key set that was given holds a key {0:?}; ask the site for its key set, which keeps retired keys too")]
    UnknownKey(String),
    /// The signature does not belong to these bytes and this key.
    #[error("the signature does not fit: the text was changed after it was signed, or another key signed it")]
    Signature,
    /// A claim is missing or not of its form.
    #[error("claim {name}: {rule}")]
    Claim {
        /// Which one.
        name: &'static str,
        /// What it has to be.
        rule: &'static str,
    },
    /// Two pieces that should belong together do not.
    #[error("it belongs to something else: {0}")]
    Other(String),
    /// A text from the log is not of its form.
    #[error("{what}: {why}")]
    Form {
        /// Which text.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A hash computed over the tree is not the one of the checkpoint.
    #[error("{0}")]
    Tree(String),
}

impl Fault {
    /// The check that a receipt with this fault does not pass: its form, or its signature.
    pub(crate) fn check(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } | Self::NotCompact | Self::NotBase64(_) | Self::NotJson { .. } | Self::Type(_) | Self::Claim { .. } => {
                "form"
            }
            _ => "signature",
        }
    }
}
