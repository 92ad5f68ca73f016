//! The key that signs checkpoints: Ed25519, one for all logs of the ledger, under the name of each log's origin.

use crate::countersign::KeyError;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use countersign_core::Digest;
use countersign_core::log::{Checkpoint, KeyKind, Note, NoteKey, NoteSignature};

/// Signs checkpoints.
pub(crate) struct LogSigner {
    pair: Ed25519KeyPair,
    public: [u8; 32],
}

impl LogSigner {
    /// A new private key as PKCS #8, and its public key.
    pub(crate) fn generate(random: &SystemRandom) -> Result<(Vec<u8>, [u8; 32]), KeyError> {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(random).map_err(|_| KeyError::Generate)?.as_ref().to_vec();
        let public = Self::new(&pkcs8)?.public;
        Ok((pkcs8, public))
    }

    pub(crate) fn new(pkcs8: &[u8]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| KeyError::Read)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Read)?;
        Ok(Self { pair, public })
    }

    /// The signed checkpoint of the log `origin` with `size` entries and `root`.
    pub(crate) fn checkpoint(&self, origin: &str, size: u64, root: Digest) -> Result<Note, KeyError> {
        let key = key_of(origin, self.public)?;
        let text = Checkpoint { origin: origin.to_owned(), size, root }.to_string();
        let bytes = self.pair.sign(text.as_bytes()).as_ref().to_vec();
        let signature = NoteSignature { name: origin.to_owned(), key_id: key.id(), bytes };
        Ok(Note { text, signatures: vec![signature] })
    }
}

/// The verifier key of a log.
pub(crate) fn key_of(origin: &str, public: [u8; 32]) -> Result<NoteKey, KeyError> {
    NoteKey::new(origin, KeyKind::Ed25519, public).ok_or(KeyError::Origin)
}

/// Whether `signature` is `public`'s over `text`.
pub(crate) fn verifies(public: &[u8; 32], text: &str, signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public).verify(text.as_bytes(), signature).is_ok()
}
