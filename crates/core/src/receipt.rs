//! The receipt: the statement of one saved choice as a compact JWS (RFC 7515), from draft to countersigned.
//!
//! Claims follow ISO/IEC TS 27560:2023 with DPV 2.3 terms; `www/docs/formats.md` section 7 is the contract. Signing happens outside:
//! a draft gives the bytes to sign, sealing takes the signature. Never in a receipt: addresses of the network, user agents, accounts.

mod asking;
mod chain;
mod kind;
mod payload;
mod purposes;
mod statement;

use crate::wire::json::Object;
use crate::{Control, Controller, Digest, Gist, Input, Instant, Pending, ReceiptId, Signal, to_base64url};

pub use asking::{Deadline, Starts, asking};
pub use chain::{After, Chain, commitment};
pub use kind::{Kind, Status, kind_of, status_of};
pub use payload::Setting;
pub use purposes::prompted;
pub(crate) use purposes::stated;
pub use statement::{Author, Channel, Method, Relation, Right, Statement, guarding};

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

/// Who signs, and what that is worth.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Signer {
    /// A key that this browser keeps and cannot export.
    Device(PublicKey),
    /// A key that lives as long as the page.
    Session(PublicKey),
    /// Nobody; only the server's countersignature speaks.
    Nobody,
}

impl Signer {
    /// What the receipt says of it.
    #[must_use]
    pub const fn assurance(&self) -> Assurance {
        match self {
            Self::Device(_) => Assurance::Device,
            Self::Session(_) => Assurance::Session,
            Self::Nobody => Assurance::Server,
        }
    }

    /// The key, if one signs.
    #[must_use]
    pub const fn key(&self) -> Option<&PublicKey> {
        match self {
            Self::Device(key) | Self::Session(key) => Some(key),
            Self::Nobody => None,
        }
    }
}

/// What happened: when, by which control, and what was seen meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The receipt's id.
    pub id: &'a ReceiptId,
    /// The visitor's clock; RFC 3339.
    pub at: Instant,
    /// Which control.
    pub control: Control,
    /// How it was worked.
    pub input: Input,
    /// Whether the browser vouches for a person's event.
    pub trusted: bool,
    /// The signal visible at the time.
    pub signal: Signal,
    /// The notice that was shown; `None` where none was.
    pub shown: Option<Shown<'a>>,
}

/// A notice as it was shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Digest of its file.
    pub digest: Digest,
    /// Its gist, if it is still to be had.
    pub gist: Option<&'a Gist>,
    /// The language; BCP 47.
    pub locale: &'a str,
    /// 1 to 3; 0 where no layer was open.
    pub layer: u8,
}

impl<'a> Occasion<'a> {
    /// What an entry tells. `gist` is that of the notice that was shown, if it is still to be had.
    #[must_use]
    pub fn of(entry: &'a Pending, gist: Option<&'a Gist>) -> Self {
        let Pending { id, at, control, layer, locale, notice: digest, trusted, input, signal, .. } = entry;
        let shown = Some(Shown { digest: *digest, gist, locale, layer: *layer });
        Self { id, at: *at, control: *control, input: *input, trusted: *trusted, signal: *signal, shown }
    }
}

/// Who is responsible, as a receipt names them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Party {
    /// The claims `ctl` and `ctl_contact`: members of a JSON object without its braces.
    pub(crate) claims: String,
    /// Where the law applies; ISO 3166-1 alpha-2.
    pub(crate) jurisdictions: Vec<String>,
}

impl Party {
    /// A site by its id, with whoever is responsible for it and where the law applies.
    #[must_use]
    pub fn new(site: &str, controller: &Controller, jurisdictions: &[String]) -> Self {
        let mut claims = Object::new();
        claims.object("ctl", |party| {
            party.string("id", site).maybe("name", controller.name.as_deref());
        });
        let Controller { address, email, phone, officer, .. } = controller;
        let ways = [("address", address), ("email", email), ("phone", phone), ("officer", officer)];
        if ways.iter().any(|(_, way)| way.is_some()) {
            claims.object("ctl_contact", |contact| {
                for (name, way) in ways {
                    contact.maybe(name, way.as_deref());
                }
            });
        }
        Self { claims: claims.inner().to_owned(), jurisdictions: jurisdictions.to_vec() }
    }
}

/// Which widget made the receipt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ui<'a> {
    /// Its version.
    pub version: &'a str,
    /// Digest over its files.
    pub digest: Digest,
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
    /// Drafts a receipt.
    #[must_use]
    pub fn draft(occasion: &Occasion<'_>, statement: &Statement, setting: &Setting<'_>, signer: &Signer) -> Self {
        let mut header = Object::new();
        let key = signer.key();
        header.string("alg", if key.is_some() { "ES256" } else { "none" }).string("typ", "cs-receipt+jws");
        if let Some(key) = key {
            header.raw("jwk", &key.jwk()).string("kid", &key.thumbprint());
        }
        let payload = payload::payload(occasion, statement, setting, signer);
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
#[cfg(test)]
mod vectors;
