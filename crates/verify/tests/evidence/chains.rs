//! Chains: order, gaps, swapped receipts, swapped keys, announced keys.

use crate::sample::{REC, chain, claims, judge, jwk, jws, key, outcomes, sign};
use countersign_core::Digest;
use countersign_verify::Verdict;
use serde_json::{Value, json};

fn check(receipts: &[String], order: Verdict, key: Verdict) {
    let report = judge(receipts);
    assert_eq!((outcomes(&report, "order"), outcomes(&report, "key")), (vec![order], vec![key]), "{}", report.to_text());
}

#[test]
fn a_whole_chain_holds_in_any_order_of_the_files() {
    let mut receipts = chain(5);
    check(&receipts, Verdict::Holds, Verdict::Holds);
    receipts.reverse();
    check(&receipts, Verdict::Holds, Verdict::Holds);
    check(&[receipts[4].clone(), receipts[4].clone()], Verdict::Holds, Verdict::Holds);
    check(&[receipts.join("\n")], Verdict::Holds, Verdict::Holds);
}

#[test]
fn a_gap_is_named_and_no_fault() {
    let receipts = chain(6);
    check(&[receipts[0].clone(), receipts[1].clone(), receipts[4].clone()], Verdict::Open, Verdict::Holds);
    let report = judge(&[receipts[2].clone(), receipts[5].clone()]);
    assert!(report.to_text().contains("not shown for places 0 to 1, places 3 to 4"), "{}", report.to_text());
    assert_eq!(report.verdict(), Verdict::Holds);
    assert_eq!(report.strict_verdict(), Verdict::Open);
}

#[test]
fn a_swapped_receipt_breaks_the_chain() {
    let receipts = chain(3);
    let mut other = claims(1, Some(&receipts[0]));
    other["p"] = json!([{ "id": "analytics", "st": "given" }]);
    let other = sign(7, &other);
    check(&[receipts[0].clone(), other.clone(), receipts[2].clone()], Verdict::Fails, Verdict::Holds);
    let report = judge(&[receipts[0].clone(), receipts[1].clone(), other]);
    assert!(report.to_text().contains("two different receipts have place 1"), "{}", report.to_text());
}

fn changed(seed: u8, seq: u64, prev: &str, change: impl Fn(&mut Value)) -> String {
    let mut made = claims(seq, Some(prev));
    change(&mut made);
    sign(seed, &made)
}

#[test]
fn a_substituted_key_is_found_and_an_announced_one_is_not_a_fault() {
    let first = chain(1).remove(0);
    let substituted = changed(8, 1, &first, |_| {});
    check(&[first.clone(), substituted], Verdict::Holds, Verdict::Fails);
    let announce = |seed: u8| {
        changed(7, 1, &first, |claims| {
            claims["kind"] = json!("key-change");
            claims["key"] = jwk(&key(seed).1);
        })
    };
    for (announced, expected) in [(8, Verdict::Holds), (10, Verdict::Fails)] {
        let change = announce(announced);
        let after = changed(8, 2, &change, |_| {});
        check(&[first.clone(), change, after], Verdict::Holds, expected);
    }
}

#[test]
fn a_key_of_one_page_view_follows_anything() {
    let first = chain(1).remove(0);
    let session = changed(8, 1, &first, |claims| claims["assurance"] = json!("session"));
    check(&[first.clone(), session.clone()], Verdict::Holds, Verdict::Holds);
    check(&[first.clone(), session.clone(), changed(7, 2, &session, |_| {})], Verdict::Holds, Verdict::Holds);
    check(&[first, session.clone(), changed(8, 2, &session, |_| {})], Verdict::Holds, Verdict::Fails);
}

#[test]
fn the_key_inside_a_receipt_has_to_be_the_one_of_its_name_and_to_have_signed() {
    let (signing, public) = key(7);
    let check = |header: Value, words: &str| {
        let report = judge(&[jws(&signing, &header, &claims(0, None))]);
        assert_eq!(report.verdict(), Verdict::Fails);
        assert!(report.to_text().contains(words), "{}", report.to_text());
    };
    let other = key(8).1;
    check(
        json!({ "alg": "ES256", "typ": "cs-receipt+jws", "jwk": jwk(&other), "kid": public.thumbprint() }),
        "kid is not the RFC 7638 thumbprint",
    );
    check(json!({ "alg": "ES256", "typ": "cs-receipt+jws", "jwk": jwk(&other), "kid": other.thumbprint() }), "signature does not fit");
    check(json!({ "alg": "ES256", "typ": "cs-receipt+jws", "kid": public.thumbprint() }), "jwk: no public key");
    check(json!({ "alg": "none", "typ": "cs-receipt+jws", "jwk": jwk(&public), "kid": public.thumbprint() }), "alg is \"none\"");
    check(json!({ "alg": "ES256", "typ": "JWT", "jwk": jwk(&public), "kid": public.thumbprint() }), "typ is not");
    check(
        json!({ "alg": "ES256", "typ": "cs-receipt+jws", "jwk": jwk(&public), "kid": public.thumbprint(), "crit": ["x"], "x": 1 }),
        "crit asks",
    );
}

#[test]
fn claims_that_evidence_rests_on_have_their_form() {
    for (name, value) in [
        ("v", json!("cs-receipt/2")),
        ("rid", json!("x")),
        ("rec", json!(REC.to_uppercase())),
        ("kind", json!("consent")),
        ("iat", json!("2026-11-23")),
        ("seq", json!(-1)),
        ("prev", json!("x")),
        ("salt", json!("AAAA")),
        ("assurance", json!("full")),
        ("p", json!({})),
    ] {
        let mut made = claims(0, None);
        made[name] = value;
        let report = judge(&[sign(7, &made)]);
        assert!(report.verdict() == Verdict::Fails && report.to_text().contains(&format!("claim {name}:")), "{}", report.to_text());
    }
}

#[test]
fn a_new_chain_may_name_the_one_before_it() {
    let old = chain(2);
    let begin = |before: &str| {
        let mut made = claims(0, None);
        made["rec"] = json!("00000000-0000-4000-8000-0000000000cc");
        made["after"] = json!({ "rec": REC, "seq": 1, "sha256": Digest::of(before.as_bytes()).to_text() });
        sign(8, &made)
    };
    let check = |files: &[String], expected: Verdict| assert_eq!(outcomes(&judge(files), "before"), [expected]);
    check(&[old[0].clone(), old[1].clone(), begin(&old[1])], Verdict::Holds);
    check(&[old[1].clone(), begin(&old[0])], Verdict::Fails);
    check(&[begin(&old[1])], Verdict::Open);
}
