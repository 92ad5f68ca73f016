//! Files of every kind are told apart by what they are, whatever came with what, and what is damaged is never passed over.

use crate::sample::{chain, countersignature, judge, key_set, log_key, outcomes, proof, rid};
use countersign_core::{Digest, to_base64url};
use countersign_verify::Verdict;
use serde_json::{Value, json};

fn answer(receipts: &[String], index: usize) -> Value {
    let receipt = &receipts[index];
    json!({
        "rid": rid(index as u64), "index": index, "received_at": "2026-11-23T06:00:01.000Z", "receipt": receipt,
        "receipt_sha256": Digest::of(receipt.as_bytes()).to_text(), "countersignature": countersignature(receipt, index as u64),
        "proof": proof(receipts, index as u64),
    })
}

fn check(files: &[String], count: usize) {
    let report = judge(files);
    for name in ["signature", "countersignature", "inclusion"] {
        assert_eq!(outcomes(&report, name), vec![Verdict::Holds; count], "{name}: {}", report.to_text());
    }
    assert_eq!(report.verdict(), Verdict::Holds, "{}", report.to_text());
}

#[test]
fn answers_lists_events_and_loose_files_are_taken() {
    let receipts = chain(3);
    let keys = [key_set(), log_key()].join("\n");
    let keys: Vec<String> = keys.lines().map(str::to_owned).collect();
    let with_keys = |files: &[String]| [files, keys.as_slice()].concat();
    check(&with_keys(&[answer(&receipts, 1).to_string()]), 1);
    let rows: Vec<Value> = (0..3).map(|index| answer(&receipts, index)).collect();
    check(&with_keys(&[json!(rows).to_string()]), 3);
    check(&with_keys(&[json!({ "made_at": "today", "receipts": rows }).to_string()]), 3);
    let event = json!({ "specversion": "1.0", "id": rid(2), "datacontenttype": "application/jose", "data": receipts[2] });
    check(&with_keys(&[event.to_string(), countersignature(&receipts[2], 2), proof(&receipts, 2)]), 1);
    let acknowledged = {
        let mut members = answer(&receipts, 0);
        members.as_object_mut().unwrap().remove("receipt");
        members.to_string()
    };
    check(&with_keys(&[format!("{}\n", receipts[0]), acknowledged]), 1);
}

#[test]
fn plain_members_have_to_repeat_what_is_signed() {
    let receipts = chain(2);
    for (name, value) in
        [("rid", json!(rid(7))), ("index", json!(0)), ("received_at", json!("2020-01-01T00:00:00.000Z")), ("receipt_sha256", json!("x"))]
    {
        let mut changed = answer(&receipts, 1);
        changed[name] = value;
        let report = judge(&[changed.to_string(), key_set(), log_key()]);
        assert_eq!(outcomes(&report, "answer"), [Verdict::Fails], "{name}: {}", report.to_text());
    }
}

#[test]
fn what_is_no_evidence_or_belongs_to_nothing_fails() {
    let receipts = chain(2);
    let fails = |files: &[String], words: &str| {
        let report = judge(files);
        assert_eq!(report.verdict(), Verdict::Fails, "{}", report.to_text());
        assert!(report.to_text().contains(words), "{}", report.to_text());
    };
    let genuine = &receipts[0];
    fails(&[String::new()], "it is empty");
    fails(&[genuine.clone(), "{}".to_owned()], "holds no receipt");
    fails(&[genuine.clone(), r#"{"keys":[]}"#.to_owned()], "no key of P-256");
    fails(&[genuine.clone(), r#"{"a":1,"a":2}"#.to_owned()], "stands twice");
    fails(&[genuine.clone(), "[1]".to_owned()], "neither an object nor a list");
    fails(&[genuine.clone(), "hello".to_owned()], "not a compact JWS");
    fails(&[countersignature(genuine, 0), key_set()], "no receipt that was given");
    fails(&[receipts.join("\n"), proof(&receipts, 1).replace("index 1", "index 0"), log_key()], "no receipt that was given");
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    fails(&[genuine.clone(), deep], "recursion");
    assert_eq!(judge::<Vec<u8>>(&[vec![0xff, 0xfe]]).verdict(), Verdict::Fails);
    assert_eq!(judge::<String>(&[]).verdict(), Verdict::Open);
}

#[test]
fn a_doubled_claim_is_refused_even_where_the_signature_fits() {
    let text = r#"{"v":"cs-receipt/1","v":"cs-receipt/1"}"#;
    let header = r#"{"alg":"none","typ":"cs-receipt+jws"}"#;
    let report = judge(&[format!("{}.{}.", to_base64url(header.as_bytes()), to_base64url(text.as_bytes()))]);
    assert!(report.to_text().contains("stands twice"), "{}", report.to_text());
}

#[test]
fn an_unsigned_receipt_proves_nothing_alone_and_something_with_a_countersignature() {
    let mut claims = crate::sample::claims(0, None);
    claims["assurance"] = json!("server");
    let header = json!({ "alg": "none", "typ": "cs-receipt+jws" }).to_string();
    let text = format!("{}.{}.", to_base64url(header.as_bytes()), to_base64url(claims.to_string().as_bytes()));
    assert_eq!(judge(std::slice::from_ref(&text)).verdict(), Verdict::Open);
    let counter = countersignature(&text, 0);
    assert_eq!(judge(&[text.clone(), counter, key_set()]).verdict(), Verdict::Holds);
    let signed = format!("{text}AAAA");
    assert_eq!(judge(&[signed]).verdict(), Verdict::Fails);
    claims["assurance"] = json!("device");
    let lying = format!("{}.{}.", to_base64url(header.as_bytes()), to_base64url(claims.to_string().as_bytes()));
    assert_eq!(judge(&[lying]).verdict(), Verdict::Fails, "unsigned, and says that a device signed");
}

#[test]
fn the_vectors_of_the_formats_page_hold() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/receipts.json");
    let report = judge(&[std::fs::read(path).unwrap()]);
    let vectors: Vec<Verdict> = outcomes(&report, "signature");
    assert!(vectors.len() >= 7, "{}", report.to_text());
    assert!(vectors.iter().all(|verdict| *verdict != Verdict::Fails), "{}", report.to_text());
    assert_ne!(report.verdict(), Verdict::Fails, "{}", report.to_text());
    for kind in countersign_core::Kind::ALL {
        assert!(report.to_text().contains(&format!(": {} at ", kind.name())), "{}", kind.name());
    }
}
