//! An ID token (OpenID Connect Core 1.0 section 2) in; its claims out, once the rules of section 3.1.3.7 hold.
//! The algorithm is one of two, whatever the header says: never `none`, never a keyed hash. No key and no address in a header is followed.
//! Each fault is the end of a sentence that begins with "the ID token".

use super::attempt::ATTEMPT;
use super::keys::{Algorithm, Key};
use crate::json;
use countersign_core::from_base64url;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// How far the provider's clock and ours may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(1);
/// The longest `sub`, inclusive (section 2).
const MAX_SUB: usize = 255;

/// Whom a token must come from, whom it must be for, and in which attempt.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    pub(super) now: Timestamp,
}

/// A token taken apart; nothing of it counts before both checks.
pub(super) struct IdToken<'a> {
    pub(super) algorithm: Algorithm,
    /// `kid`.
    pub(super) key: Option<String>,
    claims: Value,
    input: &'a str,
    signature: Vec<u8>,
}

impl<'a> IdToken<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, &'static str> {
        const SHAPE: &str = "is no signed token";
        let (input, signature) = text.rsplit_once('.').ok_or(SHAPE)?;
        let (header, claims) = input.split_once('.').ok_or(SHAPE)?;
        let object = |text: &str| json::parse("a part", &from_base64url(text).ok_or(SHAPE)?).map_err(|_| SHAPE);
        let (header, claims) = (object(header)?, object(claims)?);
        let name = |name: &str| header.get(name).and_then(Value::as_str);
        let algorithm = name("alg").and_then(Algorithm::of).ok_or("is signed neither by RS256 nor by ES256")?;
        // An access token may come from the same key; it says what it is (RFC 9068 section 2.1).
        let is_id = name("typ").is_none_or(|kind| kind.eq_ignore_ascii_case("JWT"));
        if header.get("crit").is_some() || !is_id || !claims.is_object() {
            return Err(SHAPE);
        }
        let signature = from_base64url(signature).ok_or(SHAPE)?;
        Ok(Self { algorithm, key: name("kid").map(str::to_owned), claims, input, signature })
    }

    /// The claims, where `key` signed them and they say what is expected.
    pub(super) fn claims(self, key: &Key, expected: &Expected<'_>) -> Result<Value, &'static str> {
        if !key.signed(self.input.as_bytes(), &self.signature) {
            return Err("bears a signature that does not hold");
        }
        check(&self.claims, expected)?;
        Ok(self.claims)
    }
}

fn check(claims: &Value, expected: &Expected<'_>) -> Result<(), &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err("comes from another issuer");
    }
    let (is_for_us, is_for_others) = match claims.get("aud") {
        Some(Value::String(one)) => (one == expected.client_id, false),
        Some(Value::Array(all)) => (all.iter().any(|one| one == expected.client_id), all.len() != 1),
        _ => (false, false),
    };
    // Where it is for others too, it has to say that it was given to us; where it says to whom, to us.
    let is_ours = match claims.get("azp") {
        Some(party) => party == expected.client_id,
        None => !is_for_others,
    };
    if !is_for_us || !is_ours {
        return Err("is meant for another audience");
    }
    let time = |name: &str| claims.get(name).and_then(Value::as_i64).and_then(|secs| Timestamp::from_second(secs).ok());
    let now = expected.now;
    if time("exp").is_none_or(|end| now - SKEW >= end) {
        return Err("has ended, or says no end");
    }
    if time("iat").is_none_or(|made| made > now + SKEW || made < now - ATTEMPT - SKEW) {
        return Err("was made at another time than now");
    }
    if claims.get("nbf").is_some() && time("nbf").is_none_or(|start| start > now + SKEW) {
        return Err("does not count yet");
    }
    if text("nonce") != Some(expected.nonce) {
        return Err("belongs to another sign-in");
    }
    match text("sub") {
        Some(sub) if (1..=MAX_SUB).contains(&sub.len()) && sub.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => Ok(()),
        _ => Err("names nobody"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_claim_is_held_against_what_was_asked() {
        let now: Timestamp = "2026-11-23T06:14:31Z".parse().unwrap();
        let expected = Expected { issuer: "https://login.example", client_id: "us", nonce: "n", now };
        let at = |secs: i64| json!(now.as_second() + secs);
        let good = json!({"iss": "https://login.example", "aud": "us", "exp": at(300), "iat": at(0), "nonce": "n", "sub": "248"});
        let verdict = |changes: Value| {
            let mut claims = good.clone();
            claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            check(&claims, &expected).err().unwrap_or("holds")
        };
        let check = |changes: Value, part: &str| {
            let found = verdict(changes.clone());
            assert!(found.contains(part), "{changes}: {found}");
        };
        check(json!({}), "holds");
        check(json!({"iss": "https://login.example/"}), "issuer");
        check(json!({"iss": null}), "issuer");
        check(json!({"aud": "them"}), "audience");
        check(json!({"aud": ["us"]}), "holds");
        check(json!({"aud": ["us", "them"]}), "audience");
        check(json!({"aud": ["us", "them"], "azp": "us"}), "holds");
        check(json!({"aud": ["us", "them"], "azp": "them"}), "audience");
        check(json!({"aud": "us", "azp": "them"}), "audience");
        check(json!({"aud": [], "azp": "us"}), "audience");
        check(json!({"exp": at(-59)}), "holds");
        check(json!({"exp": at(-60)}), "ended");
        check(json!({"exp": "later"}), "ended");
        check(json!({"exp": i64::MAX}), "ended");
        check(json!({"iat": at(60)}), "holds");
        check(json!({"iat": at(61)}), "another time");
        check(json!({"iat": at(-661)}), "another time");
        check(json!({"iat": null}), "another time");
        check(json!({"nbf": at(61)}), "not count yet");
        check(json!({"nbf": "soon"}), "not count yet");
        check(json!({"nonce": "m"}), "another sign-in");
        check(json!({"nonce": null}), "another sign-in");
        check(json!({"sub": ""}), "nobody");
        check(json!({"sub": 7}), "nobody");
        check(json!({"sub": "a\nb"}), "nobody");
    }
}
