//! Public keys as JWKs (RFC 7517): P-256 (RFC 7518 section 6.2) and Ed25519 (RFC 8037), their thumbprints (RFC 7638), and JWK sets.
//!
//! The algorithm belongs to the key: ES256 to P-256; `EdDSA` (RFC 8037) and `Ed25519` (RFC 9864) to Ed25519.
//! Deliberately absent: every other key type, private members, and keys that a signature itself points to.

use countersign_core::{Digest, PublicKey, from_base64url};
use ed25519_dalek::VerifyingKey as Ed25519Key;
use p256::ecdsa::VerifyingKey as P256Key;
use p256::ecdsa::signature::Verifier as _;
use serde_json::{Map, Value};

use crate::fault::Fault;
use crate::json;

/// A public key that can verify.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Key {
    curve: Curve,
    thumbprint: String,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Curve {
    P256(P256Key),
    Ed25519(Ed25519Key),
}

impl Key {
    /// Reads a JWK that stands at `place`. Members beside those of the key itself, `alg` and `use` are ignored.
    pub(crate) fn from_jwk(place: &'static str, jwk: Option<&Value>) -> Result<Self, Fault> {
        let wrong = |why| Fault::Key { place, why };
        let jwk = jwk.and_then(Value::as_object).ok_or(wrong("it is missing"))?;
        if jwk.contains_key("d") {
            return Err(wrong("it holds the private half too, so that anybody could have signed"));
        }
        if json::text(jwk, "use").is_some_and(|purpose| purpose != "sig") {
            return Err(wrong("its use is not \"sig\""));
        }
        let key = match (json::text(jwk, "kty"), json::text(jwk, "crv")) {
            (Some("EC"), Some("P-256")) => p256(jwk).ok_or(wrong("x and y are no point of the curve"))?,
            (Some("OKP"), Some("Ed25519")) => ed25519(jwk).ok_or(wrong("x is no point of the curve"))?,
            _ => return Err(wrong("kty and crv name another kind")),
        };
        match json::text(jwk, "alg") {
            Some(algorithm) if !key.takes(algorithm) => Err(wrong("its alg belongs to another kind of key")),
            _ => Ok(key),
        }
    }

    /// The RFC 7638 thumbprint.
    pub(crate) fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// Whether `alg` is an algorithm of this key.
    pub(crate) fn takes(&self, algorithm: &str) -> bool {
        match self.curve {
            Curve::P256(_) => algorithm == "ES256",
            Curve::Ed25519(_) => algorithm == "Ed25519" || algorithm == "EdDSA",
        }
    }

    /// Whether this key made the signature: R and S for ES256 (RFC 7518 section 3.4), 64 bytes for both.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
        let fits = match &self.curve {
            Curve::P256(key) => p256::ecdsa::Signature::from_slice(signature).is_ok_and(|made| key.verify(message, &made).is_ok()),
            // Strict: no key and no point of small order, so that one signature belongs to one key.
            Curve::Ed25519(key) => {
                ed25519_dalek::Signature::from_slice(signature).is_ok_and(|made| key.verify_strict(message, &made).is_ok())
            }
        };
        if fits { Ok(()) } else { Err(Fault::Signature) }
    }
}

fn p256(jwk: &Map<String, Value>) -> Option<Key> {
    let (x, y) = (json::text(jwk, "x")?, json::text(jwk, "y")?);
    let mut point = vec![4];
    for coordinate in [x, y] {
        point.extend(from_base64url(coordinate).filter(|bytes| bytes.len() == 32)?);
    }
    let curve = Curve::P256(P256Key::from_sec1_bytes(&point).ok()?);
    let public = PublicKey { x: x.to_owned(), y: y.to_owned() };
    Some(Key { curve, thumbprint: public.thumbprint() })
}

fn ed25519(jwk: &Map<String, Value>) -> Option<Key> {
    let x = json::text(jwk, "x")?;
    let bytes = <[u8; 32]>::try_from(from_base64url(x)?).ok()?;
    let curve = Curve::Ed25519(Ed25519Key::from_bytes(&bytes).ok()?);
    // The coordinate is base64url, so nothing in it needs escaping.
    let thumbprint = Digest::of(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#).as_bytes()).to_text();
    Some(Key { curve, thumbprint })
}

/// A JWK set that somebody vouches for, and where it came from.
#[derive(Clone, Debug)]
pub(crate) struct KeySet {
    pub(crate) place: String,
    keys: Vec<Published>,
}

/// One key of a set.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    kid: String,
    pub(crate) key: Key,
}

impl KeySet {
    /// Reads a set (RFC 7517 section 5). Keys of other kinds are left out, as that section says.
    pub(crate) fn read(place: &str, set: &Map<String, Value>) -> Result<Self, Fault> {
        let form = |why: &str| Fault::Form { what: "the key set", why: why.to_owned() };
        let rows = set.get("keys").and_then(Value::as_array).ok_or_else(|| form("it has no array `keys`"))?;
        let mut keys: Vec<Published> = Vec::new();
        for row in rows {
            let Ok(key) = Key::from_jwk("a key of the key set", Some(row)) else { continue };
            let kid = row.get("kid").and_then(Value::as_str).unwrap_or(key.thumbprint()).to_owned();
            if keys.iter().any(|known| known.kid == kid && known.key != key) {
                return Err(form("two different keys have the same kid"));
            }
            keys.push(Published { kid, key });
        }
        if keys.is_empty() { Err(form("it has no key of P-256 or Ed25519")) } else { Ok(Self { place: place.to_owned(), keys }) }
    }

    /// The key of this name.
    pub(crate) fn find(&self, kid: &str) -> Option<&Published> {
        self.keys.iter().find(|known| known.kid == kid)
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, KeySet};
    use serde_json::{Value, json};

    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    const OKP: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn only_public_keys_of_the_two_kinds_and_on_their_curve() {
        let check = |jwk: Value, expected: bool| assert_eq!(Key::from_jwk("here", Some(&jwk)).is_ok(), expected, "{jwk}");
        check(json!({"kty":"EC","crv":"P-256","x":X,"y":Y}), true);
        check(json!({"kty":"EC","crv":"P-256","x":X,"y":Y,"alg":"ES256","use":"sig","ext":true}), true);
        check(json!({"kty":"EC","crv":"P-256","x":X,"y":Y,"alg":"HS256"}), false);
        check(json!({"kty":"EC","crv":"P-256","x":X,"y":Y,"use":"enc"}), false);
        check(json!({"kty":"EC","crv":"P-256","x":X,"y":Y,"d":X}), false);
        check(json!({"kty":"EC","crv":"P-384","x":X,"y":Y}), false);
        check(json!({"kty":"EC","crv":"P-256","x":Y,"y":X}), false);
        check(json!({"kty":"EC","crv":"P-256","x":format!("{X}="),"y":Y}), false);
        check(json!({"kty":"EC","crv":"P-256","x":X}), false);
        check(json!({"kty":"OKP","crv":"Ed25519","x":OKP}), true);
        check(json!({"kty":"OKP","crv":"Ed25519","x":OKP,"alg":"ES256"}), false);
        check(json!({"kty":"OKP","crv":"X25519","x":OKP}), false);
        check(json!({"kty":"oct","k":X}), false);
        check(json!("EC"), false);
        assert!(Key::from_jwk("here", None).is_err());
    }

    #[test]
    fn thumbprints_are_those_of_rfc_7638_and_rfc_8037() {
        for (jwk, expected) in [
            (json!({"kty":"EC","crv":"P-256","x":X,"y":Y}), "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"),
            (json!({"kty":"OKP","crv":"Ed25519","x":OKP}), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
        ] {
            assert_eq!(Key::from_jwk("here", Some(&jwk)).unwrap().thumbprint(), expected);
        }
    }

    #[test]
    fn a_set_names_each_key_once_and_leaves_other_kinds_out() {
        let read = |keys: Value| KeySet::read("jwks.json", json!({ "keys": keys }).as_object().unwrap());
        let (ec, okp) = (json!({"kty":"EC","crv":"P-256","x":X,"y":Y,"kid":"a"}), json!({"kty":"OKP","crv":"Ed25519","x":OKP,"kid":"a"}));
        assert!(read(json!([ec, {"kty":"RSA","kid":"b"}])).unwrap().find("a").is_some());
        assert!(read(json!([ec, ec])).is_ok());
        assert!(read(json!([ec, okp])).is_err(), "one name for two keys");
        assert!(read(json!([{"kty":"RSA"}])).is_err());
        assert!(KeySet::read("x", json!({}).as_object().unwrap()).is_err());
    }
}
