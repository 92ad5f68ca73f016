//! Countersignatures: whether what a backend answered proves to the visitor what it says (section 8.1 of `www/docs/formats.md`).
//!
//! In: a receipt, the answer's countersignature, the published key set. Out: its claims, or what is wrong with it.

use countersign_core::from_base64url;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;

use super::receipt::Sealed;

/// Members of a JWK that only its owner may have (RFC 7518 section 6).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The claims of a countersignature that holds.
pub(super) fn check(receipt: &Sealed, text: &str, keys: &[Value]) -> Result<Value, String> {
    let mut parts = text.split('.');
    let mut part = || parts.next().unwrap_or_default();
    let (header, claims, signature) = (part(), part(), part());
    let object = |part: &str, name: &str| {
        let value = from_base64url(part).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        value.filter(Value::is_object).ok_or_else(|| format!("its {name} is no JSON object in base64url"))
    };
    let (head, said) = (object(header, "header")?, object(claims, "payload")?);
    is(&head, "alg", "ES256")?;
    is(&head, "typ", "cs-countersignature+jws")?;
    let key = keys.iter().find(|key| key["kid"].is_string() && key["kid"] == head["kid"]);
    let key = key.ok_or_else(|| format!("its kid {} is not in the key set", head["kid"]))?;
    let key = verifying(key).ok_or_else(|| format!("the key {} in the key set is no P-256 key", head["kid"]))?;
    let signature = from_base64url(signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
    let signature = signature.ok_or("its signature is not 64 bytes of ES256 (R and S, not DER)")?;
    key.verify(format!("{header}.{claims}").as_bytes(), &signature).map_err(|_| "its signature does not verify with the published key")?;
    is(&said, "v", "cs-countersignature/1")?;
    is(&said, "rid", receipt.rid())?;
    if said["sha256"] != receipt.digest().as_str() {
        return Err("its sha256 is not the digest of the receipt's bytes".to_owned());
    }
    let is_time = said["rcv"].as_str().is_some_and(|at| at.len() >= 20 && at.get(10..11) == Some("T") && at.ends_with('Z'));
    match (is_time, said["iss"].is_string(), said["index"].is_u64()) {
        (false, ..) => Err("its rcv is no RFC 3339 time in UTC".to_owned()),
        (_, false, _) => Err("it has no iss".to_owned()),
        (.., false) => Err("its index is no whole number".to_owned()),
        _ => Ok(said),
    }
}

/// The keys of a key set, or what is wrong with it.
pub(super) fn keys(set: &Value) -> Result<Vec<Value>, String> {
    let keys = set["keys"].as_array().ok_or("the key set has no list `keys`")?;
    match keys.iter().flat_map(|key| PRIVATE.iter().filter(move |name| key.get(**name).is_some())).next() {
        Some(name) => Err(format!("the key set publishes the private member `{name}`; make a new key at once")),
        None => Ok(keys.clone()),
    }
}

fn is(object: &Value, name: &str, expected: &str) -> Result<(), String> {
    if object[name] == expected { Ok(()) } else { Err(format!("its {name} is {} and should be \"{expected}\"", object[name])) }
}

fn verifying(jwk: &Value) -> Option<VerifyingKey> {
    let mut point = vec![4];
    for name in ["x", "y"] {
        point.extend(from_base64url(jwk[name].as_str()?).filter(|bytes| bytes.len() == 32)?);
    }
    (jwk["kty"] == "EC" && jwk["crv"] == "P-256").then(|| VerifyingKey::from_sec1_bytes(&point).ok()).flatten()
}
