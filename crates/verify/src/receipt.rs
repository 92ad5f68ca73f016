//! One receipt (`www/docs/formats.md`, section 7): its form and its own signature. What else belongs to it is judged elsewhere.
//!
//! Claims that this version does not know are left alone, because the signature covers them.

use countersign_core::{Digest, Kind, ReceiptId, from_base64url};
use serde_json::{Map, Value};

use crate::fault::Fault;
use crate::json;
use crate::jws::Jws;
use crate::key::Key;

const TYP: &str = "cs-receipt+jws";
/// Integers above this are not exact in ECMAScript (2^53 - 1).
const MAX_SEQ: u64 = 9_007_199_254_740_991;

/// A receipt whose form holds and whose signature, where it has one, fits.
#[derive(Clone, Debug)]
pub(crate) struct Receipt {
    /// The compact JWS, verbatim.
    pub(crate) text: String,
    pub(crate) claims: Map<String, Value>,
    /// SHA-256 of the ASCII bytes of `text`.
    pub(crate) digest: Digest,
    pub(crate) seq: u64,
    pub(crate) prev: Option<Digest>,
    /// Thumbprint of the key that signed; nothing where nobody did.
    pub(crate) signer: Option<String>,
    /// Thumbprint of the key that a key change announces.
    pub(crate) next_signer: Option<String>,
}

impl Receipt {
    /// Reads a compact JWS and holds it against the key in its header.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let jws = Jws::parse(text)?;
        jws.is(TYP)?;
        let claims = jws.claims()?;
        check_form(&claims)?;
        let signer = if json::text(&claims, "assurance") == Some("server") { unsigned(&jws)? } else { Some(signed(&jws)?) };
        let kind = json::text(&claims, "kind");
        let next_signer = match kind {
            Some("key-change") => Some(Key::from_jwk("claim key", claims.get("key"))?.thumbprint().to_owned()),
            _ => None,
        };
        let seq = claims.get("seq").and_then(Value::as_u64).unwrap_or_default();
        let prev = json::text(&claims, "prev").and_then(Digest::parse);
        Ok(Self { text: text.to_owned(), digest: Digest::of(text.as_bytes()), seq, prev, signer, next_signer, claims })
    }

    /// A text claim; empty where it is absent.
    pub(crate) fn say(&self, name: &str) -> &str {
        json::text(&self.claims, name).unwrap_or_default()
    }

    /// A text member of an object claim; empty where it is absent.
    pub(crate) fn say_in(&self, name: &str, member: &str) -> &str {
        self.claims.get(name).and_then(|object| object.get(member)).and_then(Value::as_str).unwrap_or_default()
    }

    /// The entries of claim `p`.
    pub(crate) fn purposes(&self) -> impl Iterator<Item = &Map<String, Value>> {
        self.claims.get("p").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
    }
}

/// The key of the header, once it has signed.
fn signed(jws: &Jws<'_>) -> Result<String, Fault> {
    let key = Key::from_jwk("header member jwk", jws.header.get("jwk"))?;
    if json::text(&jws.header, "alg") != Some("ES256") {
        return Err(Fault::Algorithm(json::text(&jws.header, "alg").unwrap_or_default().to_owned()));
    }
    if json::text(&jws.header, "kid") != Some(key.thumbprint()) {
        return Err(Fault::KeyId);
    }
    jws.verify(&key)?;
    Ok(key.thumbprint().to_owned())
}

/// An unsigned receipt says so in header and payload, and brings no key that could look like a signer.
fn unsigned(jws: &Jws<'_>) -> Result<Option<String>, Fault> {
    match json::text(&jws.header, "alg") {
        Some("none") if !jws.signature.is_empty() => Err(Fault::Signature),
        Some("none") => match ["jwk", "kid"].iter().find(|name| jws.header.contains_key(**name)) {
            Some(name) => Err(Fault::StrayKey((*name).to_owned())),
            None => Ok(None),
        },
        other => Err(Fault::Algorithm(other.unwrap_or_default().to_owned())),
    }
}

/// The claims that evidence rests on.
fn check_form(claims: &Map<String, Value>) -> Result<(), Fault> {
    let text = |name| json::text(claims, name);
    let is_id = |name| text(name).is_some_and(|id| ReceiptId::parse(id).is_ok());
    let seq = claims.get("seq").and_then(Value::as_u64).filter(|&seq| seq <= MAX_SEQ);
    let is_entry = |entry: &Value| ["id", "st"].iter().all(|name| entry.get(name).is_some_and(Value::is_string));
    let prev_fits = match claims.get("prev") {
        Some(_) => seq > Some(0) && text("prev").and_then(Digest::parse).is_some(),
        None => seq == Some(0),
    };
    let rules = [
        ("v", text("v") == Some("cs-receipt/1"), "must be cs-receipt/1; a later version needs a later verifier"),
        ("rid", is_id("rid"), "must be a UUID in lower-case hexadecimal"),
        ("rec", is_id("rec"), "must be a UUID in lower-case hexadecimal"),
        ("kind", text("kind").and_then(Kind::from_name).is_some(), "must be a kind of the formats page, section 7"),
        ("iat", text("iat").is_some_and(is_instant), "must be an instant in UTC with milliseconds"),
        ("seq", seq.is_some(), "must be a whole number from 0 to 2^53 - 1"),
        ("prev", prev_fits, "must be a digest of 43 characters, and be there exactly when seq is above 0"),
        ("salt", text("salt").and_then(from_base64url).is_some_and(|salt| salt.len() == 16), "must be 16 random bytes"),
        (
            "assurance",
            text("assurance").is_some_and(|name| ["device", "session", "server"].contains(&name)),
            "must be device, session or server",
        ),
        (
            "p",
            claims.get("p").is_none_or(|p| p.as_array().is_some_and(|p| p.iter().all(is_entry))),
            "must be a list of purposes with id and st",
        ),
    ];
    match rules.iter().find(|(_, holds, _)| !holds) {
        Some(&(name, _, rule)) => Err(Fault::Claim { name, rule }),
        None => Ok(()),
    }
}

/// Whether a text has the form `2026-11-23T06:00:00.000Z`, the one spelling that instants have here.
pub(crate) fn is_instant(text: &str) -> bool {
    let form = "0000-00-00T00:00:00.000Z";
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(byte, form)| if form == b'0' { byte.is_ascii_digit() } else { byte == form })
}
