//! Witnesses: their signature lines in, kept under the checkpoint that they signed (C2SP `tlog-cosignature`).
//! A witness has seen that the log only grew, so whoever trusts it need not trust the receiver.

use super::signer::verifies;
use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{StoreError, Which};
use countersign_core::log::{Checkpoint, KeyKind, Note, NoteKey, NoteSignature, cosigned_text};

/// What became of the lines of a witness.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cosigned {
    /// So many lines hold and are kept.
    Kept(usize),
    /// The body is not a checkpoint with signature lines.
    Malformed,
    /// The log never gave out such a checkpoint.
    Unknown,
    /// No line is of a known witness.
    NoWitness,
    /// A line of a known witness does not hold; nothing was kept.
    BadSignature,
}

impl Ledger {
    /// Takes a checkpoint of this log with the lines of witnesses beneath it; keeps those of `witnesses`.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn cosign(&self, site: &SiteId, body: &str, witnesses: &[NoteKey]) -> Result<Cosigned, StoreError> {
        let Ok(note) = Note::parse(body) else { return Ok(Cosigned::Malformed) };
        let Ok(checkpoint) = Checkpoint::parse(&note.text) else { return Ok(Cosigned::Malformed) };
        let storage = self.keeper.storage.as_ref();
        let Some(log) = storage.log(site.as_str()).await? else { return Ok(Cosigned::Unknown) };
        let ours = storage.checkpoint(log.id, Which::Size(checkpoint.size)).await?;
        // The text alone is compared: it says origin, size and root.
        let Some(ours) = ours.filter(|ours| Note::parse(&ours.note).is_ok_and(|ours| ours.text == note.text)) else {
            return Ok(Cosigned::Unknown);
        };
        let mut lines = Vec::new();
        for witness in witnesses.iter().filter(|key| key.kind() == KeyKind::Cosignature) {
            for signature in note.signatures_of(witness) {
                if !holds(witness, signature, &note.text) {
                    return Ok(Cosigned::BadSignature);
                }
                lines.push((witness.to_string(), signature.to_string()));
            }
        }
        for (signer, line) in &lines {
            storage.cosign(log.id, ours.size, signer, line).await?;
        }
        Ok(if lines.is_empty() { Cosigned::NoWitness } else { Cosigned::Kept(lines.len()) })
    }
}

fn holds(witness: &NoteKey, signature: &NoteSignature, text: &str) -> bool {
    let Some((time, bytes)) = signature.bytes.split_first_chunk::<8>() else { return false };
    verifies(witness.public(), &cosigned_text(u64::from_be_bytes(*time), text), bytes)
}
