//! The receipt: the statement of one saved choice as a compact JWS (RFC 7515), from draft to countersigned.
//!
//! Claims follow ISO/IEC TS 27560:2023 with DPV 2.3 terms; `www/docs/formats.md` section 7 is the contract. Signing happens outside:
//! a draft gives the bytes to sign, sealing takes the signature. Never in a receipt: addresses of the network, user agents, accounts.

mod kind;
mod payload;

use crate::wire::json::Object;
use crate::{Digest, Notice, Pending, to_base64url};

pub use kind::{Kind, Status, kind_of, status_of};

/// How much the device stands behind a receipt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Assurance {
    /// Signed with a key that this browser keeps and cannot export.
    Device,
    /// Signed with a key that lives as long as the page.
    Session,
    /// Unsigned: the browser has no WebCrypto; only the server's countersignature speaks.
    Server,
}

impl Assurance {
    /// The name in receipts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Session => "session",
            Self::Server => "server",
        }
    }
}

/// A P-256 public key as a JWK (RFC 7518 section 6.2): both coordinates base64url.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublicKey {
    /// The x coordinate, 43 characters.
    pub x: String,
    /// The y coordinate, 43 characters.
    pub y: String,
}

impl PublicKey {
    /// The JWK with its required members in lexicographic order, which is also what RFC 7638 digests.
    #[must_use]
    pub fn jwk(&self) -> String {
        let mut jwk = Object::new();
        jwk.string("crv", "P-256").string("kty", "EC").string("x", &self.x).string("y", &self.y);
        jwk.finish()
    }

    /// The RFC 7638 thumbprint.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        Digest::of(self.jwk().as_bytes()).to_text()
    }
}

/// The place of a new receipt in this browser's chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Chain {
    /// Id of the chain.
    pub record: String,
    /// Random id of this browser at this site.
    pub subject: String,
    /// 0 for the first.
    pub seq: u64,
    /// Digest of the previous JWS; `None` for the first.
    pub prev: Option<Digest>,
}

/// Which widget made the receipt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ui<'a> {
    /// Its version.
    pub version: &'a str,
    /// The digits in the names of its files.
    pub digest: &'a str,
    /// Origin of the page.
    pub service: &'a str,
    /// Address at which to withdraw.
    pub page: &'a str,
}

/// A receipt that still has to be signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Draft {
    signing_input: String,
}

/// A signed receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sealed {
    jws: String,
}

/// A signed receipt with the backend's countersignature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Countersigned {
    jws: String,
    countersignature: String,
}

/// A receipt in one of its states; it only ever moves forward.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt<State>(State);

impl Receipt<Draft> {
    /// Drafts the receipt of an entry.
    ///
    /// `notice` is the notice that the visitor saw, `None` where it is no longer to be had: then purposes carry only id and state.
    /// `key` is `None` for [`Assurance::Server`].
    #[must_use]
    pub fn draft(
        entry: &Pending, notice: Option<&Notice>, chain: &Chain, ui: Ui<'_>, key: Option<&PublicKey>, assurance: Assurance, salt: [u8; 16],
    ) -> Self {
        let mut header = Object::new();
        header.string("alg", if key.is_some() { "ES256" } else { "none" }).string("typ", "cs-receipt+jws");
        if let Some(key) = key {
            header.raw("jwk", &key.jwk()).string("kid", &key.thumbprint());
        }
        let payload = payload::payload(entry, notice, chain, ui, assurance, salt);
        let mut signing_input = to_base64url(header.finish().as_bytes());
        signing_input.push('.');
        signing_input.push_str(&to_base64url(payload.as_bytes()));
        Self(Draft { signing_input })
    }

    /// The ASCII bytes to sign.
    #[must_use]
    pub fn signing_input(&self) -> &str {
        &self.0.signing_input
    }

    /// Adds the signature: 64 bytes R and S for ES256, none for an unsigned receipt.
    #[must_use]
    pub fn seal(self, signature: &[u8]) -> Receipt<Sealed> {
        let mut jws = self.0.signing_input;
        jws.push('.');
        jws.push_str(&to_base64url(signature));
        Receipt(Sealed { jws })
    }
}

impl Receipt<Sealed> {
    /// A receipt that was sealed before.
    #[must_use]
    pub fn sealed(jws: String) -> Self {
        Self(Sealed { jws })
    }

    /// The compact JWS.
    #[must_use]
    pub fn jws(&self) -> &str {
        &self.0.jws
    }

    /// The digest that the next receipt of the chain names as `prev`.
    #[must_use]
    pub fn tip(&self) -> Digest {
        Digest::of(self.0.jws.as_bytes())
    }

    /// Adds the backend's countersignature.
    #[must_use]
    pub fn countersign(self, countersignature: String) -> Receipt<Countersigned> {
        Receipt(Countersigned { jws: self.0.jws, countersignature })
    }
}

impl Receipt<Countersigned> {
    /// The compact JWS.
    #[must_use]
    pub fn jws(&self) -> &str {
        &self.0.jws
    }

    /// The countersignature's compact JWS.
    #[must_use]
    pub fn countersignature(&self) -> &str {
        &self.0.countersignature
    }
}

#[cfg(test)]
mod tests;
