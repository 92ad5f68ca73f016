//! What the ledger's log shows: signed checkpoints, cosignatures of witnesses, inclusion, consistency.
//!
//! The mathematics and the texts are `countersign_core::log`; here their signatures are held against keys that somebody vouches for.
//! Standards: C2SP `signed-note`, `tlog-checkpoint`, `tlog-cosignature`, `tlog-proof`; RFC 9162 section 2.1.

use countersign_core::Digest;
use countersign_core::log::{
    Checkpoint, KeyKind, LogError, Note, NoteKey, StapledProof, cosigned_text, leaf_hash, verify_consistency, verify_inclusion,
};
use ed25519_dalek::{Signature, VerifyingKey};

use crate::fault::Fault;

/// A checkpoint that the log signed.
#[derive(Clone, Debug)]
pub(crate) struct SignedCheckpoint {
    pub(crate) checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// Reads a signed note and holds it against the log's keys: at least one that was given has signed, and none that was given signed wrongly.
    pub(crate) fn read(text: &str, keys: &[NoteKey]) -> Result<Self, Fault> {
        let note = Note::parse(text).map_err(|error| form("the checkpoint", error))?;
        Self::of(note, keys)
    }

    fn of(note: Note, keys: &[NoteKey]) -> Result<Self, Fault> {
        let checkpoint = Checkpoint::parse(&note.text).map_err(|error| form("the checkpoint", error))?;
        let logs = || keys.iter().filter(|key| key.kind() == KeyKind::Ed25519 && key.name() == checkpoint.origin);
        if logs().next().is_none() {
            return Err(Fault::UnknownKey(checkpoint.origin));
        }
        let mut signed = false;
        for key in logs() {
            for signature in note.signatures_of(key) {
                ed25519(key, note.text.as_bytes(), &signature.bytes)?;
                signed = true;
            }
        }
        if signed { Ok(Self { checkpoint, note }) } else { Err(Fault::Signature) }
    }

    /// When a witness saw this checkpoint, in seconds since 1970; nothing where it has not cosigned.
    pub(crate) fn seen_by(&self, witness: &NoteKey) -> Result<Option<u64>, Fault> {
        let mut seen = None;
        for signature in self.note.signatures_of(witness) {
            let (time, bytes) = signature.bytes.split_first_chunk::<8>().ok_or(Fault::Signature)?;
            let time = u64::from_be_bytes(*time);
            ed25519(witness, cosigned_text(time, &self.note.text).as_bytes(), bytes)?;
            seen = seen.max(Some(time));
        }
        Ok(seen)
    }

    /// Whether this log once stood at `older` and only grew since; `proofs` are those that were given.
    pub(crate) fn extends(&self, older: &Self, proofs: &[Vec<Digest>]) -> Result<Consistency, Fault> {
        let (old, new) = (&older.checkpoint, &self.checkpoint);
        if old.origin != new.origin {
            return Err(Fault::Other(format!("one checkpoint is of {}, the other of {}", old.origin, new.origin)));
        }
        let holds = |proof: &[Digest]| verify_consistency(old.size, new.size, old.root, new.root, proof);
        if old.size == new.size && old.root != new.root {
            return Err(Fault::Tree(format!("the log signed two different trees of size {}: its history was forked", old.size)));
        }
        if holds(&[]) || proofs.iter().any(|proof| holds(proof)) {
            return Ok(Consistency::Holds);
        }
        if proofs.is_empty() {
            return Ok(Consistency::NotShown);
        }
        Err(Fault::Tree(format!(
            "no proof that was given leads from size {} to size {}: the history was rewritten, or the proof is another",
            old.size, new.size
        )))
    }
}

/// Whether one checkpoint continues another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Consistency {
    /// It does.
    Holds,
    /// No proof was given.
    NotShown,
}

/// A place in the log with the way to a signed checkpoint.
#[derive(Clone, Debug)]
pub(crate) struct Inclusion {
    pub(crate) index: u64,
    pub(crate) signed: SignedCheckpoint,
}

impl Inclusion {
    /// Reads a `tlog-proof` and holds it against the receipt's digest, which is the entry of the log.
    pub(crate) fn read(text: &str, entry: Digest, keys: &[NoteKey]) -> Result<Self, Fault> {
        let proof = StapledProof::parse(text).map_err(|error| form("the inclusion proof", error))?;
        let signed = SignedCheckpoint::of(proof.checkpoint, keys)?;
        let Checkpoint { size, root, .. } = signed.checkpoint;
        if !verify_inclusion(proof.index, size, leaf_hash(entry.bytes()), &proof.path, root) {
            let says = format!("the receipt does not stand at place {} of the tree of {size} that the log signed", proof.index);
            return Err(Fault::Tree(says));
        }
        Ok(Self { index: proof.index, signed })
    }
}

fn ed25519(key: &NoteKey, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
    let signature = Signature::from_slice(signature).map_err(|_| Fault::Signature)?;
    let key = VerifyingKey::from_bytes(key.public()).map_err(|_| form("the log's key", LogError::Key))?;
    key.verify_strict(message, &signature).map_err(|_| Fault::Signature)
}

fn form(what: &'static str, error: LogError) -> Fault {
    Fault::Form { what, why: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{Fault, KeyKind, Note, NoteKey, ed25519};

    /// The example of C2SP `signed-note`: a key, and a note that it signed.
    #[test]
    fn the_vector_of_signed_note_verifies_and_only_as_it_is() {
        let key = NoteKey::parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k").unwrap();
        assert_eq!(key.kind(), KeyKind::Ed25519);
        let text = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        let note = Note::parse(text).unwrap();
        let signature = note.signatures_of(&key).next().unwrap();
        assert_eq!(ed25519(&key, note.text.as_bytes(), &signature.bytes), Ok(()));
        assert_eq!(ed25519(&key, b"This is an example message!\n", &signature.bytes), Err(Fault::Signature));
        let other = NoteKey::new("example.com/foo", KeyKind::Ed25519, [1; 32]).unwrap();
        assert_eq!(note.signatures_of(&other).count(), 0);
    }
}
