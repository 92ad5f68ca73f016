//! `verify`: genuine receipts pass, and every change to one is found.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::thread;

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

fn claims() -> Value {
    json!({
        "v": "cs-receipt/1", "rid": RID, "rec": RID, "kind": "choice", "iat": "2026-11-23T06:00:00.000Z", "seq": 0,
        "salt": "AAAAAAAAAAAAAAAAAAAAAA", "assurance": "device", "p": [{ "id": "analytics", "st": "refused" }],
    })
}

fn receipt(change: impl Fn(&mut Value, &mut Value)) -> String {
    let (key, public) = key(7);
    let mut header = json!({ "alg": "ES256", "typ": "cs-receipt+jws", "jwk": jwk(&public), "kid": public.thumbprint() });
    let mut payload = claims();
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

fn key_set() -> String {
    let public = key(9).1;
    let mut entry = jwk(&public);
    entry["kid"] = json!(public.thumbprint());
    json!({ "keys": [entry] }).to_string()
}

/// Runs `verify` on these files; the exit code has to be 0 or 1 as expected, and the report has to hold the words.
fn check(files: &[(&str, &str)], arguments: &[&str], code: i32, words: &str) -> String {
    let bench = Bench::new();
    for (name, text) in files {
        fs::write(bench.at(name), text).unwrap();
    }
    let output = bench.run(&[&["verify"], arguments].concat());
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(words), "{words} not in\n{said}");
    said
}

fn with_countersignature(receipt: &str, counter: &str, code: i32, words: &str) {
    let files = [("receipt.jws", receipt), ("counter.jws", counter), ("jwks.json", &key_set())];
    check(&files, &["receipt.jws", "--jwks", "jwks.json", "--countersignature", "counter.jws"], code, words);
    check(&files, &["jwks.json", "counter.jws", "receipt.jws"], code, words);
}

fn alone(receipt: &str, code: i32, words: &str) {
    check(&[("receipt.jws", &format!("{receipt}\n"))], &["receipt.jws"], code, words);
}

#[test]
fn genuine_receipts_pass() {
    let plain = receipt(|_, _| {});
    alone(&plain, 0, "holds signature: genuine, by the device key");
    alone(&plain, 0, "analytics refused");
    let counter = countersignature(&plain, |_| {});
    with_countersignature(&plain, &counter, 0, "holds countersignature: genuine, by https://pos.example");
    with_countersignature(&plain, &json!({ "countersignature": counter }).to_string(), 0, "place 4 in the ledger");
    check(&[("r", &plain)], &["r", "--strict"], 1, "open  countersignature: not given");
    check(&[("r", &plain), ("c", &counter)], &["r", "c"], 0, "add --jwks https://pos.example/.well-known/jwks.json");
}

#[test]
fn changed_receipts_are_found() {
    let plain = receipt(|_, _| {});
    let parts: Vec<&str> = plain.split('.').collect();
    let mut granted = claims();
    granted["p"][0]["st"] = json!("given");
    let granted = to_base64url(granted.to_string().as_bytes());
    alone(&format!("{}.{granted}.{}", parts[0], parts[2]), 1, "the signature does not fit");
    alone(&receipt(|header, _| header["kid"] = json!("another")), 1, "not the RFC 7638 thumbprint");
    alone(&receipt(|header, _| header["typ"] = json!("JWT")), 1, "typ is not");
    alone(&receipt(|header, _| header["jwk"] = jwk(&key(8).1)), 1, "not the RFC 7638 thumbprint");
    alone(&receipt(|header, _| header["alg"] = json!("HS256")), 1, "alg is \"HS256\"");
    alone(&receipt(|header, _| header["alg"] = json!("none")), 1, "alg is \"none\"");
    alone("a.b", 1, "not a compact JWS");
    check(&[], &["absent.jws"], 1, "absent.jws cannot be read");
    check(&[], &[], 2, "Usage");
}

#[test]
fn unsigned_receipts_prove_nothing_alone() {
    let signed = receipt(|header, claims| {
        *header = json!({ "alg": "none", "typ": "cs-receipt+jws" });
        claims["assurance"] = json!("server");
    });
    let unsigned = format!("{}.", signed.rsplit_once('.').unwrap().0);
    alone(&unsigned, 1, "nothing was proven");
    with_countersignature(&unsigned, &countersignature(&unsigned, |_| {}), 0, "countersignature: genuine");
}

#[test]
fn foreign_countersignatures_are_found() {
    let plain = receipt(|_, _| {});
    with_countersignature(&plain, &countersignature("another", |_| {}), 1, "a receipt with other bytes");
    with_countersignature(&plain, &countersignature(&plain, |claims| claims["rid"] = json!(RID.replace('1', "2"))), 1, "is for receipt");
    let stranger = jws(&key(8).0, &json!({ "alg": "ES256", "typ": "cs-countersignature+jws", "kid": key(9).1.thumbprint() }), &json!({}));
    with_countersignature(&plain, &stranger, 1, "the signature does not fit");
}

#[test]
fn the_report_is_json_for_programs() {
    let plain = receipt(|_, _| {});
    let said = check(&[("r", &plain)], &["r", "--format", "json"], 0, "verdict");
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["verdict"], "holds");
    assert_eq!(report["sections"][0]["receipt"]["purposes"], json!([{ "id": "analytics", "state": "refused" }]));
    assert_eq!(report["sections"][0]["checks"][0]["check"], "signature");
    assert_eq!(report["sections"][1]["about"], "chain");
}

/// A site on a port of its own that answers each path with a text, and 404 to any other.
fn site(answers: Vec<(&'static str, String)>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut line = String::new();
            BufReader::new(&stream).read_line(&mut line).unwrap();
            let path = line.split(' ').nth(1).unwrap();
            let answer = answers.iter().find(|(known, _)| *known == path);
            let (status, text) = answer.map_or(("404 Not Found", ""), |(_, text)| ("200 OK", text.as_str()));
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", text.len());
            (&stream).write_all((head + text).as_bytes()).unwrap();
        }
    });
    origin
}

#[test]
fn an_address_is_asked_for_the_receipt_and_for_the_keys_beside_it() {
    let plain = receipt(|_, _| {});
    let answer = json!({ "rid": RID, "receipt": plain, "countersignature": countersignature(&plain, |_| {}) }).to_string();
    let good = site(vec![("/v1/receipts/1", answer.clone()), ("/.well-known/jwks.json", key_set())]);
    let said = check(&[], &[&format!("{good}/v1/receipts/1"), "--format", "json"], 0, "holds");
    assert!(said.contains(&format!("of {good}/.well-known/jwks.json")), "{said}");
    let bare = site(vec![("/v1/receipts/1", answer)]);
    check(&[], &[&format!("{bare}/v1/receipts/1")], 0, "open  countersignature: given, but not the site's key set");
    check(&[], &[&format!("{bare}/v1/receipts/2")], 1, "/v1/receipts/2 answers 404");
}

#[test]
fn exports_hold_proven_receipts_and_nothing_where_something_fails() {
    let plain = receipt(|_, claims| claims["p"] = json!([{ "id": "analytics", "st": "given" }]));
    let said = check(&[("r", &plain)], &["r"], 0, "holds");
    assert!(!said.contains("@context"));
    let bench = Bench::new();
    fs::write(bench.at("r"), &plain).unwrap();
    fs::write(bench.at("bad"), plain.replace("eyJ", "eyK")).unwrap();
    let made: Value = serde_json::from_str(&bench.done(&["export", "r"])).unwrap();
    assert_eq!(made["@graph"][0]["@id"], format!("urn:uuid:{RID}"));
    bench.done(&["export", "r", "--to", "kantara", "-o", "kantara.json"]);
    let made: Value = serde_json::from_slice(&fs::read(bench.at("kantara.json")).unwrap()).unwrap();
    assert_eq!(made["consentReceiptID"], RID);
    assert!(bench.fails(&["export", "r", "bad", "-o", "none.json"]).contains("nothing was exported"));
    assert!(!bench.at("none.json").exists());
    fs::write(bench.at("r"), receipt(|_, _| {})).unwrap();
    assert!(bench.fails(&["export", "r", "--to", "kantara"]).contains("nothing is given in it"));
}
