//! An inclusion proof that a visitor keeps beside the receipt (C2SP `tlog-proof`, files `.tlog-proof`):
//! place, path and signed checkpoint in one text.

use super::{LogError, Note, from_base64, hash_from_base64, number, to_base64};
use crate::Digest;
use std::fmt;

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// A tree of 2^64 leaves has no longer path.
const MAX_PATH: usize = 63;

/// A place in a log with its proof.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StapledProof {
    /// The leaf's place, from 0.
    pub index: u64,
    /// The hashes beside its way to the root, from the leaf upward.
    pub path: Vec<Digest>,
    /// The signed note of the checkpoint that the path leads to.
    pub checkpoint: Note,
}

impl StapledProof {
    /// Reads a proof. An `extra` line is allowed and not kept: a receipt needs none.
    ///
    /// # Errors
    /// [`LogError::Proof`] where it is not a proof, [`LogError::Note`] where its checkpoint is not a note.
    pub fn parse(text: &str) -> Result<Self, LogError> {
        let (head, note) = text.split_once("\n\n").ok_or(LogError::Proof)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(LogError::Proof);
        }
        if let Some(extra) = lines.next_if(|line| line.starts_with("extra ")) {
            extra.strip_prefix("extra ").and_then(from_base64).ok_or(LogError::Proof)?;
        }
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(number).ok_or(LogError::Proof)?;
        let path: Vec<_> = lines.map(hash_from_base64).collect::<Option<_>>().ok_or(LogError::Proof)?;
        if path.len() > MAX_PATH {
            return Err(LogError::Proof);
        }
        Ok(Self { index, path, checkpoint: Note::parse(note)? })
    }
}

impl fmt::Display for StapledProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}\nindex {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", to_base64(hash.bytes())))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
