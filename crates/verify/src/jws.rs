//! A compact JWS (RFC 7515 section 7.1): taken apart strictly, verified with a key that somebody else vouches for.
//!
//! Extensions (`crit`, `b64`) are refused, keys that the header points to are never followed, and `alg` has to be the one of the key.
//! Deliberately absent: `none`, which is no signature; whoever accepts unsigned text has to say so without this room.

use countersign_core::from_base64url;
use serde_json::{Map, Value};

use crate::fault::Fault;
use crate::json;
use crate::key::Key;

/// The longest compact JWS, in bytes, inclusive; the receiver takes no longer one.
const MAX_BYTES: usize = 16_384;

/// Header members that bring or point to a key; `jwk` is one too, where the key has to come from elsewhere.
const STRAY_KEYS: [&str; 5] = ["jku", "x5u", "x5c", "x5t", "x5t#S256"];

/// A JWS in its parts; nothing is verified yet.
#[derive(Debug)]
pub(crate) struct Jws<'a> {
    pub(crate) header: Map<String, Value>,
    payload: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    /// What the signature is over: the text up to the second dot.
    input: &'a str,
}

impl<'a> Jws<'a> {
    /// Takes a compact JWS apart.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Fault> {
        if text.len() > MAX_BYTES {
            return Err(Fault::TooLarge { what: "a compact JWS", limit: MAX_BYTES, actual: text.len() });
        }
        let (input, signature) = text.rsplit_once('.').ok_or(Fault::NotCompact)?;
        let (header, payload) = input.split_once('.').ok_or(Fault::NotCompact)?;
        let decode = |place, part| from_base64url(part).ok_or(Fault::NotBase64(place));
        let parsed = Self {
            header: object("header", &decode("header", header)?)?,
            payload: decode("payload", payload)?,
            signature: decode("signature", signature)?,
            input,
        };
        for name in ["crit", "b64"] {
            if parsed.header.contains_key(name) {
                return Err(Fault::Extension(name.to_owned()));
            }
        }
        match STRAY_KEYS.iter().find(|name| parsed.header.contains_key(**name)) {
            Some(name) => Err(Fault::StrayKey((*name).to_owned())),
            None => Ok(parsed),
        }
    }

    /// Whether `typ` is the one expected.
    pub(crate) fn is(&self, expected: &'static str) -> Result<(), Fault> {
        if json::text(&self.header, "typ") == Some(expected) { Ok(()) } else { Err(Fault::Type(expected)) }
    }

    /// The payload as claims.
    pub(crate) fn claims(&self) -> Result<Map<String, Value>, Fault> {
        object("payload", &self.payload)
    }

    /// Whether this key made the signature, by the algorithm that the header names.
    pub(crate) fn verify(&self, key: &Key) -> Result<(), Fault> {
        let algorithm = json::text(&self.header, "alg").unwrap_or_default();
        if !key.takes(algorithm) {
            return Err(Fault::Algorithm(algorithm.to_owned()));
        }
        key.verify(self.input.as_bytes(), &self.signature)
    }
}

fn object(place: &'static str, bytes: &[u8]) -> Result<Map<String, Value>, Fault> {
    match json::parse(bytes) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Fault::NotJson { place, why: "it is another value".to_owned() }),
        Err(error) => Err(Fault::NotJson { place, why: error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Jws, Key};
    use countersign_core::to_base64url;
    use serde_json::{Value, json};

    // RFC 7515 appendix A.3 and RFC 8037 appendix A.
    const P256: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    const ED25519: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    fn keys() -> [Key; 2] {
        let ec = json!({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"});
        let okp = json!({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        [ec, okp].map(|jwk| Key::from_jwk("test", Some(&jwk)).unwrap())
    }

    #[test]
    fn the_vectors_of_rfc_7515_and_rfc_8037_verify_with_their_keys_only() {
        let [ec, okp] = keys();
        for (text, right, wrong) in [(P256, &ec, &okp), (ED25519, &okp, &ec)] {
            let jws = Jws::parse(text).unwrap();
            assert_eq!(jws.verify(right), Ok(()));
            assert!(matches!(jws.verify(wrong), Err(Fault::Algorithm(_))));
            let dot = text.rfind('.').unwrap();
            for at in [dot + 1, dot + 40, text.len() - 3] {
                let letter = if &text[at..=at] == "A" { "Q" } else { "A" };
                let changed = format!("{}{letter}{}", &text[..at], &text[at + 1..]);
                assert!(Jws::parse(&changed).and_then(|jws| jws.verify(right)).is_err(), "{at}");
            }
        }
        assert_eq!(Jws::parse(P256).unwrap().claims().unwrap()["iss"], "joe");
        assert!(matches!(Jws::parse(ED25519).unwrap().claims(), Err(Fault::NotJson { place: "payload", .. })));
    }

    #[test]
    fn the_detached_vector_of_rfc_7797_is_refused_for_its_extension() {
        let header = "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19";
        for payload in ["$.02", "", &to_base64url(b"$.02")] {
            let text = format!("{header}.{payload}.A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY");
            assert!(Jws::parse(&text).is_err(), "{text}");
        }
        let with_empty = format!("{header}..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY");
        assert_eq!(Jws::parse(&with_empty).err(), Some(Fault::Extension("crit".to_owned())));
    }

    #[test]
    fn only_strict_headers_are_taken() {
        let check = |header: &str, expected: Option<Fault>| {
            assert_eq!(Jws::parse(&format!("{}.e30.AA", to_base64url(header.as_bytes()))).err(), expected, "{header}");
        };
        check(r#"{"alg":"ES256"}"#, None);
        check(r#"{"alg":"ES256","crit":["exp"]}"#, Some(Fault::Extension("crit".into())));
        check(r#"{"alg":"ES256","b64":true}"#, Some(Fault::Extension("b64".into())));
        check(r#"{"alg":"ES256","jku":"https://evil.example/k"}"#, Some(Fault::StrayKey("jku".into())));
        check(r#"{"alg":"ES256","x5c":[]}"#, Some(Fault::StrayKey("x5c".into())));
        for text in [r#"{"alg":"none","alg":"ES256"}"#, "[]", "{", "\"ES256\""] {
            let jws = format!("{}.e30.AA", to_base64url(text.as_bytes()));
            assert!(matches!(Jws::parse(&jws), Err(Fault::NotJson { place: "header", .. })), "{text}");
        }
    }

    #[test]
    fn only_three_parts_in_their_one_spelling() {
        let check = |text: &str, expected: Fault| assert_eq!(Jws::parse(text).err(), Some(expected), "{text}");
        check("", Fault::NotCompact);
        check("e30.e30", Fault::NotCompact);
        check("e30.e30.AA.AA", Fault::NotBase64("payload"));
        check(" e30.e30.AA", Fault::NotBase64("header"));
        check("e30=.e30.AA", Fault::NotBase64("header"));
        check("e30.e30.AB", Fault::NotBase64("signature"));
        check("e30.e30.AA\n", Fault::NotBase64("signature"));
        assert!(matches!(Jws::parse(&"A".repeat(16_385)), Err(Fault::TooLarge { actual: 16_385, .. })));
    }

    #[test]
    fn no_key_takes_another_algorithm() {
        for key in keys() {
            for algorithm in ["none", "", "HS256", "ES384", "es256", "RS256"] {
                assert!(!key.takes(algorithm), "{algorithm}");
                let header: Value = json!({ "alg": algorithm });
                let text = format!("{}.e30.", to_base64url(header.to_string().as_bytes()));
                assert!(matches!(Jws::parse(&text).unwrap().verify(&key), Err(Fault::Algorithm(_))));
            }
        }
    }
}
