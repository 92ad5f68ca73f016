//! The receiver's countersignature (`www/docs/formats.md`, section 8.1): who received which receipt, when, and at which place of the ledger.
//!
//! Its key comes from a key set that somebody vouches for, never from its own header.

use countersign_core::{Digest, ReceiptId};
use serde_json::Value;

use crate::fault::Fault;
use crate::json;
use crate::jws::Jws;
use crate::key::KeySet;
use crate::receipt::{Receipt, is_instant};

/// Its `typ`.
pub(crate) const TYP: &str = "cs-countersignature+jws";

/// A countersignature that a known key made.
#[derive(Clone, Debug)]
pub(crate) struct Countersignature {
    rid: String,
    pub(crate) sha256: Digest,
    pub(crate) received_at: String,
    pub(crate) issuer: String,
    pub(crate) index: u64,
    pub(crate) kid: String,
    /// Where the key set came from.
    pub(crate) vouched_by: String,
}

impl Countersignature {
    /// Reads a compact JWS and holds it against the key of its `kid`.
    pub(crate) fn read(text: &str, sets: &[KeySet]) -> Result<Self, Fault> {
        let jws = Jws::parse(text)?;
        jws.is(TYP)?;
        if jws.header.contains_key("jwk") {
            return Err(Fault::StrayKey("jwk".to_owned()));
        }
        let kid = json::text(&jws.header, "kid").unwrap_or_default();
        let found = sets.iter().find_map(|set| Some((set, set.find(kid)?)));
        let (set, published) = found.ok_or_else(|| Fault::UnknownKey(kid.to_owned()))?;
        jws.verify(&published.key)?;
        let claims = jws.claims()?;
        let text = |name: &'static str, fits: fn(&str) -> bool, rule| {
            json::text(&claims, name).filter(|text| fits(text)).map(str::to_owned).ok_or(Fault::Claim { name, rule })
        };
        text("v", |v| v == "cs-countersignature/1", "must be cs-countersignature/1; a later version needs a later verifier")?;
        Ok(Self {
            rid: text("rid", |id| ReceiptId::parse(id).is_ok(), "must be a UUID in lower-case hexadecimal")?,
            sha256: json::text(&claims, "sha256")
                .and_then(Digest::parse)
                .ok_or(Fault::Claim { name: "sha256", rule: "must be a digest of 43 characters" })?,
            received_at: text("rcv", is_instant, "must be an instant in UTC with milliseconds")?,
            issuer: text("iss", |iss| !iss.is_empty(), "must name who received")?,
            index: claims.get("index").and_then(Value::as_u64).ok_or(Fault::Claim { name: "index", rule: "must be a whole number" })?,
            kid: kid.to_owned(),
            vouched_by: set.place.clone(),
        })
    }

    /// Whether it speaks of this receipt, byte for byte.
    pub(crate) fn fits(&self, receipt: &Receipt) -> Result<(), Fault> {
        if self.rid != receipt.say("rid") {
            return Err(Fault::Other(format!("the countersignature is for receipt {}", self.rid)));
        }
        if self.sha256 != receipt.digest {
            return Err(Fault::Other("the countersignature is for a receipt with other bytes".to_owned()));
        }
        Ok(())
    }
}

/// Whether a text says of itself that it is a countersignature; nothing is verified.
pub(crate) fn claims_to_be(text: &str) -> bool {
    let header = text.split('.').next().and_then(countersign_core::from_base64url).and_then(|bytes| json::parse(&bytes).ok());
    header.is_some_and(|header| header["typ"] == TYP)
}
