//! The keys of a provider: a JWK Set (RFC 7517) in; whether a signature is by one of them out.
//! RS256 and ES256 alone; keys of other kinds, for encryption, for another algorithm or with a private half are passed over.

use crate::jwk::PublicJwk;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use countersign_core::from_base64url;
use serde_json::Value;

/// More keys than this are no provider's.
const MAX_KEYS: usize = 64;

/// How an ID token may be signed (RFC 7518 section 3.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Algorithm {
    Rs256,
    Es256,
}

impl Algorithm {
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

/// The keys by which a provider signs.
#[derive(Debug)]
pub(super) struct KeySet(Vec<Key>);

/// One of them.
#[derive(Debug)]
pub(super) struct Key {
    id: Option<String>,
    half: Half,
}

#[derive(Debug)]
enum Half {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    P256(PublicJwk),
}

impl KeySet {
    /// Reads a set; `None` where it is none.
    pub(super) fn of(set: &Value) -> Option<Self> {
        let keys = set.get("keys")?.as_array()?;
        Some(Self(keys.iter().take(MAX_KEYS).filter_map(Key::of).collect()))
    }

    /// The key of this name for this algorithm. A token without a name is by the one key that fits; where several do, by none.
    pub(super) fn find(&self, algorithm: Algorithm, id: Option<&str>) -> Option<&Key> {
        let mut fitting = self.0.iter().filter(|key| key.algorithm() == algorithm && (id.is_none() || key.id.as_deref() == id));
        let found = fitting.next()?;
        fitting.next().is_none().then_some(found)
    }
}

impl Key {
    fn of(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let half = match text("kty")? {
            // A private half that everybody can read makes the key anybody's.
            "RSA" if jwk.get("d").is_none() => Half::Rsa { modulus: from_base64url(text("n")?)?, exponent: from_base64url(text("e")?)? },
            "EC" => Half::P256(PublicJwk::from_value(jwk).ok()?),
            _ => return None,
        };
        let key = Self { id: text("kid").map(str::to_owned), half };
        let signs = text("use").is_none_or(|purpose| purpose == "sig");
        let fits = text("alg").is_none_or(|name| name == key.algorithm().name());
        (signs && fits).then_some(key)
    }

    const fn algorithm(&self) -> Algorithm {
        match self.half {
            Half::Rsa { .. } => Algorithm::Rs256,
            Half::P256(_) => Algorithm::Es256,
        }
    }

    /// Whether `signature` over `message` is by this key. RSA keys have 2,048 to 8,192 bits.
    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.half {
            Half::Rsa { modulus, exponent } => {
                let key = RsaPublicKeyComponents { n: modulus, e: exponent };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
            Half::P256(key) => signature.try_into().is_ok_and(|signature| key.verify(message, signature).is_ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, KeySet};
    use serde_json::{Value, json};

    // RFC 7515 appendix A.2: the public key, and the token that it signed.
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const JWS: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    fn rsa(more: &Value) -> Value {
        let mut key = json!({"kty": "RSA", "n": N, "e": "AQAB", "kid": "one"});
        key.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        key
    }

    #[test]
    fn rfc_7515_a2_verifies_and_only_as_it_is() {
        let set = KeySet::of(&json!({"keys": [rsa(&json!({}))]})).unwrap();
        let (input, signature) = JWS.rsplit_once('.').unwrap();
        let mut signature = countersign_core::from_base64url(signature).unwrap();
        let key = set.find(Algorithm::Rs256, Some("one")).unwrap();
        assert!(key.signed(input.as_bytes(), &signature));
        assert!(!key.signed(&input.as_bytes()[1..], &signature) && !key.signed(input.as_bytes(), &[]));
        signature[17] ^= 1;
        assert!(!key.signed(input.as_bytes(), &signature));
    }

    #[test]
    fn keys_are_found_by_name_and_algorithm() {
        let check = |more: Value, algorithm: Algorithm, id: Option<&str>, expected: bool| {
            let set = KeySet::of(&json!({"keys": [{"kty": "oct", "k": "AA", "kid": "one"}, rsa(&more)]})).unwrap();
            assert_eq!(set.find(algorithm, id).is_some(), expected, "{more} {algorithm:?} {id:?}");
        };
        check(json!({}), Algorithm::Rs256, Some("one"), true);
        check(json!({}), Algorithm::Rs256, None, true);
        check(json!({}), Algorithm::Rs256, Some("two"), false);
        check(json!({}), Algorithm::Es256, Some("one"), false);
        check(json!({"use": "sig", "alg": "RS256"}), Algorithm::Rs256, Some("one"), true);
        check(json!({"use": "enc"}), Algorithm::Rs256, Some("one"), false);
        check(json!({"alg": "PS256"}), Algorithm::Rs256, Some("one"), false);
        check(json!({"d": "AA"}), Algorithm::Rs256, Some("one"), false);
        let two = KeySet::of(&json!({"keys": [rsa(&json!({})), rsa(&json!({"kid": "two"}))]})).unwrap();
        assert!(two.find(Algorithm::Rs256, None).is_none(), "no name, and two that fit");
        assert!(KeySet::of(&json!({"keys": "none"})).is_none());
    }
}
