//! Receipts that no browser sealed: a backend that verifies refuses each of them, one that does not cannot tell.
//!
//! In: a maker of genuine ones. Out: what is wrong with each, and its text.

use countersign_core::to_base64url;
use serde_json::{Value, json};

use super::receipt::{Maker, Sealed, input};

/// All of them, each with an id of its own.
pub(super) fn forgeries(maker: &Maker) -> Vec<(&'static str, Sealed)> {
    let header = || maker.pair.header();
    let signed = |header: Value, claims: &Value| {
        let input = input(&header, claims);
        format!("{input}.{}", to_base64url(&maker.pair.sign(&input).to_bytes()))
    };
    let forge = |what, make: &dyn Fn(&Sealed) -> String| {
        let genuine = maker.choice(|_| {});
        let jws = make(&genuine);
        (what, Sealed { jws, ..genuine })
    };
    let unsigned = |header: Value, claims: &Value| format!("{}.", input(&header, claims));
    vec![
        forge("a bit of the signature changed", &|genuine| {
            let (input, signature) = split(&genuine.jws);
            let mut bytes = countersign_core::from_base64url(signature).unwrap_or_default();
            bytes.iter_mut().take(40).skip(39).for_each(|byte| *byte ^= 1);
            format!("{input}.{}", to_base64url(&bytes))
        }),
        forge("a purpose changed after signing", &|genuine| {
            let mut claims = genuine.claims.clone();
            claims["p"][0]["st"] = json!("given");
            format!("{}.{}", input(&header(), &claims), split(&genuine.jws).1)
        }),
        forge("signed by another key than the one in the header", &|genuine| {
            let input = split(&genuine.jws).0;
            format!("{input}.{}", to_base64url(&maker.other.sign(input).to_bytes()))
        }),
        forge("another key put in, and the kid of the first left", &|genuine| {
            let mut header = header();
            header["jwk"] = maker.other.jwk();
            let input = input(&header, &genuine.claims);
            format!("{input}.{}", to_base64url(&maker.other.sign(&input).to_bytes()))
        }),
        forge("alg none in a receipt that claims a device key", &|genuine| {
            unsigned(json!({ "alg": "none", "typ": "cs-receipt+jws" }), &genuine.claims)
        }),
        forge("alg HS256", &|genuine| {
            let mut header = header();
            header["alg"] = json!("HS256");
            signed(header, &genuine.claims)
        }),
        forge("an extension in crit that nobody understands", &|genuine| {
            let mut header = header();
            header["crit"] = json!(["x-trial"]);
            header["x-trial"] = json!(true);
            signed(header, &genuine.claims)
        }),
        forge("no signature at all", &|genuine| format!("{}.", split(&genuine.jws).0)),
    ]
}

/// What is no receipt of any kind: a name, a content type and a body.
pub(super) fn malformed(genuine: &Sealed, envelope: (&'static str, String)) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let (kind, body) = envelope;
    let half = || body.get(..body.len() / 2).unwrap_or_default().as_bytes().to_vec();
    let two_parts = body.replace(&genuine.jws, split(&genuine.jws).0);
    vec![
        ("an empty body", kind, Vec::new()),
        ("a body cut off in the middle", kind, half()),
        ("bytes that are no text", kind, vec![0xff, 0xfe, 0x00, 0x80]),
        ("a JWS of two parts", kind, two_parts.into_bytes()),
        ("a body without a receipt", kind, if kind.contains("json") { b"{}".to_vec() } else { b"a.b.c".to_vec() }),
    ]
}

/// What is signed, and the signature.
fn split(jws: &str) -> (&str, &str) {
    jws.rsplit_once('.').unwrap_or((jws, ""))
}

#[cfg(test)]
mod tests {
    use super::{forgeries, split};
    use crate::conformance::receipt::Maker;
    use p256::ecdsa::signature::Verifier as _;
    use p256::ecdsa::{Signature, VerifyingKey};

    #[test]
    fn genuine_ones_verify_and_no_two_forgeries_are_alike() {
        let maker = Maker::new("trial", "https://site.example").unwrap();
        let genuine = maker.choice(|_| {});
        let point = [
            countersign_core::from_base64url(&maker.pair.public.x).unwrap(),
            countersign_core::from_base64url(&maker.pair.public.y).unwrap(),
        ];
        let key = VerifyingKey::from_sec1_bytes(&[&[4], &point[0][..], &point[1][..]].concat()).unwrap();
        let (input, signature) = split(&genuine.jws);
        let signature = Signature::from_slice(&countersign_core::from_base64url(signature).unwrap()).unwrap();
        assert!(key.verify(input.as_bytes(), &signature).is_ok());
        let all = forgeries(&maker);
        assert_eq!(all.len(), 8);
        for (what, forged) in &all {
            assert_eq!(forged.jws.split('.').count(), 3, "{what}");
            assert_eq!(all.iter().filter(|(_, other)| other.rid() == forged.rid()).count(), 1, "{what}");
        }
    }
}
