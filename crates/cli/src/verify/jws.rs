//! Compact JWS (RFC 7515 section 7.1) with ES256 over P-256 (RFC 7518 section 3.4), and JWK thumbprints (RFC 7638).

use anyhow::{Context as _, Result, ensure};
use countersign_core::{PublicKey, from_base64url};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;

/// A JWS in its parts; nothing is verified yet.
pub(super) struct Jws {
    /// The whole, verbatim.
    pub(super) text: String,
    pub(super) header: Value,
    pub(super) payload: Value,
    pub(super) signature: Vec<u8>,
    /// What the signature is over: the text up to the second dot.
    input: usize,
}

impl Jws {
    /// Takes a compact JWS apart.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [header, payload, signature] = parts.as_slice() else { anyhow::bail!("it is not three parts with dots between them") };
        let decode = |part: &str, name: &str| from_base64url(part).with_context(|| format!("its {name} is not base64url"));
        let json = |part: &str, name: &str| -> Result<Value> {
            serde_json::from_slice(&decode(part, name)?).with_context(|| format!("its {name} is not JSON"))
        };
        Ok(Self {
            text: text.to_owned(),
            header: json(header, "header")?,
            payload: json(payload, "payload")?,
            signature: decode(signature, "signature")?,
            input: header.len() + 1 + payload.len(),
        })
    }
}

/// A P-256 public key.
pub(super) struct Key {
    verifying: VerifyingKey,
    public: PublicKey,
}

impl Key {
    /// Reads a JWK; nothing where it is of another kind or not on the curve.
    pub(super) fn parse(jwk: &Value) -> Option<Self> {
        if jwk["kty"] != "EC" || jwk["crv"] != "P-256" {
            return None;
        }
        let (x, y) = (jwk["x"].as_str()?, jwk["y"].as_str()?);
        let mut point = vec![4];
        for coordinate in [x, y] {
            point.extend(from_base64url(coordinate).filter(|bytes| bytes.len() == 32)?);
        }
        let verifying = VerifyingKey::from_sec1_bytes(&point).ok()?;
        Some(Self { verifying, public: PublicKey { x: x.to_owned(), y: y.to_owned() } })
    }

    /// The RFC 7638 thumbprint.
    pub(super) fn thumbprint(&self) -> String {
        self.public.thumbprint()
    }

    /// Whether this key made the signature.
    pub(super) fn verify(&self, jws: &Jws) -> Result<()> {
        ensure!(jws.header["alg"] == "ES256", "its algorithm is not ES256");
        let signature = Signature::from_slice(&jws.signature).context("its signature is not 64 bytes of ES256")?;
        let input = jws.text.get(..jws.input).unwrap_or_default();
        self.verifying.verify(input.as_bytes(), &signature).context("its signature does not fit")
    }
}
