//! The public keys of a ledger, and whether a signature is theirs: countersignatures (ES256) and checkpoints (Ed25519).

use crate::jwk::PublicJwk;
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use countersign_core::log::{Note, NoteKey};
use countersign_core::{Digest, from_base64url};
use serde_json::Value;
use std::collections::HashMap;

/// All keys that were ever in use.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// By thumbprint.
    pub(super) countersigning: HashMap<String, PublicJwk>,
    /// By origin of the log.
    pub(super) logs: HashMap<String, Vec<NoteKey>>,
}

impl Keys {
    /// Whether `jws` is a countersignature of ours for receipt `rid` with digest `leaf` at `index`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn countersigned(&self, jws: &str, rid: &str, leaf: Digest, index: u64) -> Result<(), &'static str> {
        let (input, signature) = jws.rsplit_once('.').ok_or("is no compact JWS")?;
        let (header, payload) = input.split_once('.').ok_or("is no compact JWS")?;
        let json = |part: &str| from_base64url(part).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let header = json(header).ok_or("has a malformed header")?;
        let key = header["kid"].as_str().and_then(|kid| self.countersigning.get(kid)).ok_or("names no key of the ledger")?;
        let signature = from_base64url(signature).and_then(|bytes| bytes.try_into().ok()).ok_or("has a malformed signature")?;
        key.verify(input.as_bytes(), &signature).map_err(|_| "does not verify")?;
        let payload = json(payload).ok_or("has a malformed payload")?;
        let is_ours = payload["rid"] == rid && payload["sha256"] == leaf.to_text() && payload["index"] == index;
        if is_ours { Ok(()) } else { Err("speaks of another receipt or place") }
    }

    /// Whether a key of the log with this origin has signed `note`, and none of them wrongly.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn signed(&self, note: &Note, origin: &str) -> Result<(), &'static str> {
        let keys = self.logs.get(origin).ok_or("is of a log that is not in the ledger")?;
        let mut count = 0;
        for key in keys {
            let ed25519 = UnparsedPublicKey::new(&ED25519, key.public());
            for signature in note.signatures_of(key) {
                ed25519.verify(note.text.as_bytes(), &signature.bytes).map_err(|_| "has a signature that does not verify")?;
                count += 1;
            }
        }
        if count > 0 { Ok(()) } else { Err("bears no signature of the log") }
    }
}
