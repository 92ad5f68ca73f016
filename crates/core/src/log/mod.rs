//! The mathematics and the texts of the ledger's log: an RFC 6962 Merkle tree cut into C2SP tiles, its signed checkpoints,
//! and the proofs that a receipt stands in it.
//!
//! Leaf hashes and texts in; roots, proofs and texts out. Hashes are [`Digest`](crate::Digest)s, sizes and places count leaves from 0.
//! Standards: RFC 6962 section 2.1, RFC 9162 section 2.1 (verification), C2SP `tlog-tiles`, `tlog-checkpoint`, `signed-note`,
//! `tlog-cosignature`, `tlog-proof`.
//! Deliberately absent: Ed25519 (each caller has a library for it) and where tiles are kept.

mod checkpoint;
mod hash;
mod note;
mod path;
mod stapled;
mod tile;
mod tree;
mod verify;

#[cfg(test)]
mod tests;

pub use checkpoint::Checkpoint;
pub use hash::{empty_root, leaf_hash, node_hash};
pub use note::{KeyKind, Note, NoteKey, NoteSignature, cosigned_text};
pub use path::{Span, consistency_path, inclusion_path};
pub use stapled::StapledProof;
pub use tile::{TILE_WIDTH, TileId};
pub use tree::{Tiles, Tree};
pub use verify::{verify_consistency, verify_inclusion};

use crate::Digest;
use std::fmt;

/// A text of the log that is not what its standard says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LogError {
    /// Not a signed note: no empty line before the signatures, a control character, or a malformed signature line.
    Note,
    /// Not a verifier key `name+id+base64`, or its id does not follow from it.
    Key,
    /// The text of the note is not a checkpoint: origin, size, root.
    Checkpoint,
    /// Not a `tlog-proof`.
    Proof,
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "not a signed note: expected a text, an empty line and at least one signature line",
            Self::Key => "not a verifier key: expected a name, eight hexadecimal digits of its id and the key in base64, joined by +",
            Self::Checkpoint => "not a checkpoint: expected lines of origin, size and base64 root hash",
            Self::Proof => "not an inclusion proof: expected c2sp.org/tlog-proof@v1, an index, hashes, an empty line and a checkpoint",
        })
    }
}

impl std::error::Error for LogError {}

/// Bytes as base64 with padding (RFC 4648 section 4), the spelling of notes.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    let mut text = crate::to_base64url(bytes).replace('-', "+").replace('_', "/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// Bytes from base64 with padding; `None` where the text is not the one spelling of its bytes.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    if text.contains(['-', '_']) {
        return None;
    }
    let bytes = crate::from_base64url(&text.trim_end_matches('=').replace('+', "-").replace('/', "_"))?;
    (to_base64(&bytes) == text).then_some(bytes)
}

/// A hash in base64 with padding, as consistency proofs have one a line; `None` where it is anything else.
#[must_use]
pub fn hash_from_base64(text: &str) -> Option<Digest> {
    from_base64(text)?.try_into().ok().map(Digest::from_bytes)
}

/// A decimal number without leading zeros or sign.
pub(crate) fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
