//! `verify`: genuine receipts pass, and every change to one is found.

use std::fs;

use countersign_core::{Digest, PublicKey, to_base64url};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

use crate::bench::Bench;

const RID: &str = "00000000-0000-4000-8000-000000000001";

fn key(seed: u8) -> (SigningKey, PublicKey) {
    let key = SigningKey::from_slice(&[seed; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let public = PublicKey { x: to_base64url(point.x().unwrap()), y: to_base64url(point.y().unwrap()) };
    (key, public)
}

fn jws(key: &SigningKey, header: &Value, payload: &Value) -> String {
    let input = format!("{}.{}", to_base64url(header.to_string().as_bytes()), to_base64url(payload.to_string().as_bytes()));
    let signature: Signature = key.sign(input.as_bytes());
    format!("{input}.{}", to_base64url(&signature.to_bytes()))
}

fn jwk(public: &PublicKey) -> Value {
    json!({ "kty": "EC", "crv": "P-256", "x": public.x, "y": public.y })
}

fn receipt(change: impl Fn(&mut Value, &mut Value)) -> String {
    let (key, public) = key(7);
    let mut header = json!({ "alg": "ES256", "typ": "cs-receipt+jws", "jwk": jwk(&public), "kid": public.thumbprint() });
    let mut payload = json!({ "v": "cs-receipt/1", "rid": RID, "kind": "choice", "p": [{ "id": "analytics", "st": "refused" }] });
    change(&mut header, &mut payload);
    jws(&key, &header, &payload)
}

fn countersignature(receipt: &str, change: impl Fn(&mut Value)) -> String {
    let mut payload = json!({
        "v": "cs-countersignature/1", "rid": RID, "sha256": Digest::of(receipt.as_bytes()).to_string(),
        "rcv": "2026-11-23T06:00:00.000Z", "iss": "https://pos.example", "index": 4,
    });
    change(&mut payload);
    jws(&key(9).0, &json!({ "alg": "ES256", "typ": "cs-countersignature+jws", "kid": key(9).1.thumbprint() }), &payload)
}

fn check(receipt: &str, counter: Option<&str>, expected: Result<&str, &str>) {
    let bench = Bench::new();
    let public = key(9).1;
    let mut entry = jwk(&public);
    entry["kid"] = json!(public.thumbprint());
    fs::write(bench.at("jwks.json"), json!({ "keys": [entry] }).to_string()).unwrap();
    fs::write(bench.at("receipt.jws"), format!("{receipt}\n")).unwrap();
    let mut arguments = vec!["verify", "receipt.jws"];
    if let Some(counter) = counter {
        fs::write(bench.at("counter.jws"), counter).unwrap();
        arguments.extend(["--jwks", "jwks.json", "--countersignature", "counter.jws"]);
    }
    match expected {
        Ok(words) => {
            let said = bench.done(&arguments);
            assert!(said.contains(words), "{said}");
        }
        Err(words) => {
            let said = bench.fails(&arguments);
            assert!(said.contains(words), "{said}");
        }
    }
}

#[test]
fn genuine_receipts_pass() {
    let plain = receipt(|_, _| {});
    check(&plain, None, Ok("signature: genuine"));
    check(&plain, None, Ok("purposes: analytics refused"));
    let counter = countersignature(&plain, |_| {});
    check(&plain, Some(&counter), Ok("countersignature: genuine, by https://pos.example"));
    check(&plain, Some(&json!({ "countersignature": counter }).to_string()), Ok("place 4 in the ledger"));
}

#[test]
fn changed_receipts_are_found() {
    let plain = receipt(|_, _| {});
    let parts: Vec<&str> = plain.split('.').collect();
    let granted =
        to_base64url(json!({ "v": "cs-receipt/1", "rid": RID, "p": [{ "id": "analytics", "st": "given" }] }).to_string().as_bytes());
    check(&format!("{}.{granted}.{}", parts[0], parts[2]), None, Err("its signature does not fit"));
    check(&receipt(|header, _| header["kid"] = json!("another")), None, Err("not the thumbprint"));
    check(&receipt(|header, _| header["typ"] = json!("JWT")), None, Err("its type is not"));
    check(&receipt(|header, _| header["jwk"] = jwk(&key(8).1)), None, Err("not the thumbprint"));
    check(&receipt(|header, _| header["alg"] = json!("HS256")), None, Err("not ES256"));
    check(&receipt(|header, _| header["alg"] = json!("none")), None, Err("unsigned and has a signature"));
    check("a.b", None, Err("not three parts"));
}

#[test]
fn unsigned_receipts_prove_nothing_alone() {
    let signed = receipt(|header, _| *header = json!({ "alg": "none", "typ": "cs-receipt+jws" }));
    let unsigned = format!("{}.", signed.rsplit_once('.').unwrap().0);
    check(&unsigned, None, Err("nothing was proven"));
    check(&unsigned, Some(&countersignature(&unsigned, |_| {})), Ok("countersignature: genuine"));
}

#[test]
fn foreign_countersignatures_are_found() {
    let plain = receipt(|_, _| {});
    check(&plain, Some(&countersignature("another", |_| {})), Err("a receipt with other bytes"));
    check(&plain, Some(&countersignature(&plain, |claims| claims["rid"] = json!("x"))), Err("another receipt id"));
    let stranger = jws(&key(8).0, &json!({ "alg": "ES256", "typ": "cs-countersignature+jws", "kid": key(9).1.thumbprint() }), &json!({}));
    check(&plain, Some(&stranger), Err("its signature does not fit"));
}
