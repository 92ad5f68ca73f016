//! A compact JWS (RFC 7515 section 7.1) in; its header, payload and a verified signature out.
//! The algorithm is pinned: ES256 with the key in the header, or `none` where the payload itself says that
//! nobody signed. Extensions (`crit`) are refused first, and `jku`, `x5u` and their kind are never followed.

use crate::json;
use crate::jwk::{JwkError, PublicJwk};
use crate::refusal::{MAX_JWS_BYTES, Refusal};
use countersign_core::from_base64url;
use serde_json::Value;

/// The `typ` of a receipt.
const RECEIPT_TYP: &str = "cs-receipt+jws";

/// A compact JWS taken apart, its signature not yet checked.
pub(crate) struct Compact<'a> {
    header: Value,
    pub(crate) payload: Value,
    signing_input: &'a str,
    signature: Vec<u8>,
}

/// Who signed, by the payload's `assurance`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Signer {
    /// A key of the visitor's browser: `device` or `session`.
    Browser,
    /// Nobody: `server`.
    Nobody,
}

impl<'a> Compact<'a> {
    /// Takes `jws` apart: three parts of canonical base64url, the first two JSON objects without doubled names.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`] over 16,384 bytes, [`Refusal::DuplicateMember`], [`Refusal::UnknownExtension`] for any `crit`,
    /// else [`Refusal::Malformed`].
    pub(crate) fn parse(jws: &'a str) -> Result<Self, Refusal> {
        if jws.len() > MAX_JWS_BYTES {
            return Err(Refusal::TooLarge { what: "a receipt", limit: MAX_JWS_BYTES });
        }
        let wrong = || Refusal::malformed("a receipt is a compact JWS: three parts parted by two dots, and nothing around them");
        let (signing_input, signature) = jws.rsplit_once('.').ok_or_else(wrong)?;
        let (header, payload) = signing_input.split_once('.').ok_or_else(wrong)?;
        let header = object("header", header)?;
        if header.get("crit").is_some() {
            return Err(Refusal::UnknownExtension);
        }
        Ok(Self { header, payload: object("payload", payload)?, signing_input, signature: bytes("signature", signature)? })
    }

    /// Checks header and signature against who the payload says has signed; gives the thumbprint of the key, `None` where nobody signed.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] when a header member is missing or has the wrong value, [`Refusal::BadAlgorithm`],
    /// [`Refusal::KeyMismatch`] when `kid` names another key, [`Refusal::BadSignature`] when key or signature does not hold.
    pub(crate) fn verify(&self, signer: Signer) -> Result<Option<String>, Refusal> {
        if self.header.get("typ").and_then(Value::as_str) != Some(RECEIPT_TYP) {
            return Err(Refusal::malformed(format!("header member typ must be {RECEIPT_TYP:?}")));
        }
        match (self.header.get("alg").and_then(Value::as_str), signer) {
            (Some("ES256"), Signer::Browser) => self.verify_es256(),
            (Some("none"), Signer::Nobody) => self.verify_unsigned(),
            _ => Err(Refusal::BadAlgorithm("header member alg must be \"ES256\", or \"none\" with assurance \"server\"".to_owned())),
        }
    }

    fn verify_es256(&self) -> Result<Option<String>, Refusal> {
        let Some(jwk) = self.header.get("jwk") else {
            return Err(Refusal::malformed("header member jwk is missing; send the public key"));
        };
        let key = PublicJwk::from_value(jwk).map_err(refuse_key)?;
        let thumbprint = key.thumbprint();
        if self.header.get("kid").and_then(Value::as_str) != Some(thumbprint.as_str()) {
            return Err(Refusal::KeyMismatch("header member kid must be the RFC 7638 thumbprint of jwk".to_owned()));
        }
        let Ok(signature) = <&[u8; 64]>::try_from(self.signature.as_slice()) else {
            return Err(Refusal::bad_signature("an ES256 signature is 64 bytes: R and S, 32 each, not DER"));
        };
        key.verify(self.signing_input.as_bytes(), signature).map_err(refuse_key)?;
        Ok(Some(thumbprint))
    }

    fn verify_unsigned(&self) -> Result<Option<String>, Refusal> {
        if self.header.get("jwk").is_some() || self.header.get("kid").is_some() {
            return Err(Refusal::malformed("with alg \"none\" there is no jwk and no kid"));
        }
        if !self.signature.is_empty() {
            return Err(Refusal::bad_signature("with alg \"none\" the signature part is empty"));
        }
        Ok(None)
    }
}

fn refuse_key(error: JwkError) -> Refusal {
    match error {
        JwkError::Shape | JwkError::Private => Refusal::malformed(format!("header member {error}")),
        JwkError::OffCurve => Refusal::bad_signature(format!("header member {error}")),
        JwkError::Signature => Refusal::bad_signature(error.to_string()),
    }
}

fn bytes(part: &str, text: &str) -> Result<Vec<u8>, Refusal> {
    from_base64url(text).ok_or_else(|| Refusal::malformed(format!("the {part} is not canonical base64url without padding")))
}

fn object(part: &str, text: &str) -> Result<Value, Refusal> {
    let value = json::parse(&format!("the {part}"), &bytes(part, text)?)?;
    if value.is_object() { Ok(value) } else { Err(Refusal::malformed(format!("the {part} is not a JSON object"))) }
}
