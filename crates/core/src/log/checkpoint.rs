//! A checkpoint (C2SP `tlog-checkpoint`): which log, how many leaves, which root. The text of a signed note.

use super::{LogError, hash_from_base64, number, to_base64};
use crate::Digest;
use std::fmt;

/// A state of a log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checkpoint {
    /// Which log: its address without scheme, not empty.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root hash over them.
    pub root: Digest,
}

impl Checkpoint {
    /// Reads the text of a note. Extension lines after the root are allowed and not kept.
    ///
    /// # Errors
    /// [`LogError::Checkpoint`] where it is anything else.
    pub fn parse(text: &str) -> Result<Self, LogError> {
        let mut lines = text.strip_suffix('\n').ok_or(LogError::Checkpoint)?.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(LogError::Checkpoint);
        let origin = line()?.to_owned();
        let size = number(line()?).ok_or(LogError::Checkpoint)?;
        let root = hash_from_base64(line()?).ok_or(LogError::Checkpoint)?;
        if lines.any(str::is_empty) { Err(LogError::Checkpoint) } else { Ok(Self { origin, size, root }) }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, to_base64(self.root.bytes()))
    }
}
