//! The receiver's own key and what it signs: a countersignature is a compact JWS (ES256) that says which
//! receipt stands at which place of the ledger, and when it came (formats page, section 8.1).
//! Randomness is an argument; the clock is the caller's.

use crate::jwk::PublicJwk;
use aws_lc_rs::rand::SecureRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use countersign_core::{Digest, to_base64url};
use serde::Serialize;
use thiserror::Error;

/// The key could not be made, read or used.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum KeyError {
    /// The cryptographic library could not make a key.
    #[error("no signing key could be generated")]
    Generate,
    /// The stored private key is not a P-256 key in PKCS #8.
    #[error("the stored signing key cannot be read; restore the database from a copy")]
    Read,
    /// The cryptographic library could not sign.
    #[error("the countersignature could not be made")]
    Sign,
    /// The origin of a log cannot be the name of a key.
    #[error("the origin of a log has white space or a plus sign; serve with another --origin")]
    Origin,
}

/// A new key pair: the private half as PKCS #8 (RFC 5208) and the public half.
pub(crate) struct NewKey {
    pub(crate) pkcs8: Vec<u8>,
    pub(crate) jwk: PublicJwk,
}

impl NewKey {
    pub(crate) fn generate(random: &dyn SecureRandom) -> Result<Self, KeyError> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, random).map_err(|_| KeyError::Generate)?;
        let pkcs8 = document.as_ref().to_vec();
        let jwk = public_jwk(&read_pair(&pkcs8)?)?;
        Ok(Self { pkcs8, jwk })
    }
}

/// Makes countersignatures with one key for one receiver.
pub(crate) struct Countersigner {
    pair: EcdsaKeyPair,
    header: String,
    issuer: String,
}

/// The payload of a countersignature, in the order of the formats page.
#[derive(Serialize)]
struct Statement<'a> {
    v: &'static str,
    rid: &'a str,
    sha256: String,
    rcv: &'a str,
    iss: &'a str,
    index: u64,
}

impl Countersigner {
    /// `issuer` is the receiver's origin.
    pub(crate) fn new(pkcs8: &[u8], issuer: String) -> Result<Self, KeyError> {
        let pair = read_pair(pkcs8)?;
        let kid = public_jwk(&pair)?.thumbprint();
        let header = to_base64url(format!(r#"{{"alg":"ES256","typ":"cs-countersignature+jws","kid":"{kid}"}}"#).as_bytes());
        Ok(Self { pair, header, issuer })
    }

    /// The countersignature for the receipt `rid` with digest `leaf` at `index`, received at `received_at`.
    pub(crate) fn countersign(
        &self, rid: &str, leaf: Digest, received_at: &str, index: u64, random: &dyn SecureRandom,
    ) -> Result<String, KeyError> {
        let statement = Statement { v: "cs-countersignature/1", rid, sha256: leaf.to_string(), rcv: received_at, iss: &self.issuer, index };
        let payload = serde_json::to_vec(&statement).map_err(|_| KeyError::Sign)?;
        let mut jws = format!("{}.{}", self.header, to_base64url(&payload));
        let signature = self.pair.sign(random, jws.as_bytes()).map_err(|_| KeyError::Sign)?;
        jws.push('.');
        jws.push_str(&to_base64url(signature.as_ref()));
        Ok(jws)
    }
}

fn read_pair(pkcs8: &[u8]) -> Result<EcdsaKeyPair, KeyError> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8).map_err(|_| KeyError::Read)
}

fn public_jwk(pair: &EcdsaKeyPair) -> Result<PublicJwk, KeyError> {
    PublicJwk::from_point(pair.public_key().as_ref()).ok_or(KeyError::Read)
}
