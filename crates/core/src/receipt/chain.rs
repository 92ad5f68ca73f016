//! The chain that a browser's receipts form, and the key that it holds to (formats page, section 7.3).

use crate::receipt::Signer;
use crate::{Digest, to_base64url};

/// The place of a new receipt in this browser's chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Chain {
    /// Id of the chain.
    pub record: String,
    /// Random id of this browser at this site.
    pub subject: String,
    /// 0 for the first.
    pub seq: u64,
    /// How many receipts the chains before it have.
    pub before: u64,
    /// Digest of the previous JWS; `None` for the first.
    pub prev: Option<Digest>,
    /// Thumbprint of the device key that the chain holds to, once there is one.
    pub kid: Option<String>,
    /// What this chain takes up after; only for the first.
    pub after: Option<After>,
}

/// The last receipt of the chain before, whose key was lost. Nothing proves the link but that this browser remembered it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct After {
    /// Id of that chain.
    pub record: String,
    /// The receipt's place in it.
    pub seq: u64,
    /// Digest of its JWS.
    pub tip: Digest,
}

impl Chain {
    /// A chain from its start.
    #[must_use]
    pub fn new(record: String, subject: String) -> Self {
        Self { record, subject, seq: 0, before: 0, prev: None, kid: None, after: None }
    }

    /// Whether this signer may go on with the chain: only another device key may not. Page keys and unsigned receipts stand anywhere.
    #[must_use]
    pub fn holds_to(&self, signer: &Signer) -> bool {
        match (&self.kid, signer) {
            (Some(kid), Signer::Device(key)) => *kid == key.thumbprint(),
            _ => true,
        }
    }

    /// The place after a receipt with this digest, which `kid` signed or handed the chain to, if a device key did.
    #[must_use]
    pub fn next(&self, tip: Digest, kid: Option<String>) -> Self {
        let kid = kid.or_else(|| self.kid.clone());
        Self { seq: self.seq + 1, prev: Some(tip), kid, after: None, ..self.clone() }
    }

    /// A new chain of the same browser, which names the end of this one.
    #[must_use]
    pub fn anew(self, record: String) -> Self {
        let after = self.prev.map(|tip| After { record: self.record, seq: self.seq.saturating_sub(1), tip });
        Self { after, before: self.before + self.seq, ..Self::new(record, self.subject) }
    }
}

/// What lets somebody who knows an address see that a receipt concerns it, and tells nobody else: SHA-256 over the salt and the address.
#[must_use]
pub fn commitment(salt: [u8; 16], address: &str) -> String {
    to_base64url(Digest::of(&[salt.as_slice(), address.as_bytes()].concat()).bytes())
}
