//! Receipts: kinds and states as tables, the key's thumbprint against RFC 7638 values, and the claims of a whole receipt.

use super::*;
use crate::notice::tests::sample;
use crate::{Control, Input, PurposeId, ReceiptId, Signal, from_base64url};

fn ids(list: &[&str]) -> Vec<PurposeId> {
    list.iter().map(|id| PurposeId::new(id).unwrap()).collect()
}

fn entry(control: Control, was: &[&str], open: &[&str]) -> Pending {
    Pending {
        id: ReceiptId::from_random([1; 16]),
        at: "2026-11-23T06:00:00.000Z".into(),
        control,
        layer: 1,
        locale: "en".into(),
        notice: Digest::of(b"notice"),
        trusted: true,
        input: Input::Pointer,
        signal: Signal::Gpc,
        was: ids(was),
        open: ids(open),
    }
}

#[test]
fn kinds_follow_what_changed() {
    for (control, was, open, kind) in [
        (Control::AcceptAll, &[][..], &["maps"][..], Kind::Choice),
        (Control::RefuseAll, &[], &[], Kind::Choice),
        (Control::RefuseAll, &["maps"], &[], Kind::Withdrawal),
        (Control::Save, &["maps", "analytics"], &["maps"], Kind::Withdrawal),
        (Control::Save, &["maps"], &["analytics"], Kind::Choice),
        (Control::Signal, &["maps"], &[], Kind::Signal),
        (Control::DoNotTrack, &["maps"], &[], Kind::Signal),
        (Control::DoNotTrack, &[], &[], Kind::Signal),
    ] {
        assert_eq!(kind_of(&entry(control, was, open)), kind, "{control:?} {was:?} {open:?}");
    }
}

#[test]
fn the_thumbprint_is_that_of_rfc_7638() {
    let key =
        PublicKey { x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU".into(), y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0".into() };
    assert_eq!(key.thumbprint(), "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
}

fn payload_of(notice: Option<&Notice>, seq: u64, prev: Option<Digest>) -> String {
    let chain = Chain { record: "rec".into(), subject: "sub".into(), seq, prev };
    let ui = Ui { version: "0.1.0", digest: "0123456789abcdef", service: "https://a.example", page: "https://a.example/p" };
    let draft = Receipt::draft(&entry(Control::Save, &["maps"], &["analytics"]), notice, &chain, ui, None, Assurance::Server, [9; 16]);
    let jws = draft.seal(&[]);
    let parts: Vec<_> = jws.jws().split('.').collect();
    assert_eq!(parts.len(), 3);
    assert_eq!(parts[2], "");
    String::from_utf8(from_base64url(parts[1]).unwrap()).unwrap()
}

#[test]
fn claims_say_what_was_seen_and_chosen() {
    let notice = sample().check().unwrap();
    let payload = payload_of(Some(&notice), 1, Some(Digest::of(b"before")));
    for part in [
        r#"{"v":"cs-receipt/1","rid":"01010101-0101-4101-8101-010101010101","rec":"rec","sub":"sub","kind":"choice","iat":"2026-11-23T06:00:00.000Z","seq":1,"prev":""#,
        r#""salt":"CQkJCQkJCQkJCQkJCQkJCQ","assurance":"server""#,
        r#""ctl":{"id":"site","name":"Example \"Couriers\""},"ctl_contact":{"email":"p@c.example"}"#,
        r#""ntc":{"id":"privacy","ver":"1.0","sha256":""#,
        r#"{"id":"analytics","st":"given","ct":"expressed","nec":"optional","cat":"https://w3id.org/dpv#ServiceUsageAnalytics","data":["Location"],"sens":["location"],"src":"observed","rcp":[{"name":"Metrik","role":"processor","country":"SG"}],"loc":["MY"],"ret":"P13M","xb":true,"exp":"P180D"}"#,
        r#"{"id":"maps","st":"withdrawn""#,
        r#""how":{"control":"save","input":"pointer","trusted":true},"sig":{"gpc":true,"dnt":false}}"#,
    ] {
        assert!(payload.contains(part), "{part}\nnot in\n{payload}");
    }
    assert!(!payload.contains("null") && !payload.contains("delivery"), "{payload}");
}

#[test]
fn the_first_receipt_has_no_prev_and_a_lost_notice_leaves_the_states() {
    let payload = payload_of(None, 0, None);
    assert!(payload.contains(r#""seq":0,"salt""#), "{payload}");
    assert!(payload.contains(r#""p":[{"id":"analytics","st":"given","ct":"expressed","nec":"optional"},{"id":"maps","st":"withdrawn","ct":"expressed","nec":"optional"}]"#), "{payload}");
    miniserde::json::from_str::<miniserde::json::Value>(&payload).unwrap();
}

#[test]
fn a_receipt_moves_forward() {
    let sealed = Receipt::sealed("a.b.c".into());
    assert_eq!(sealed.tip(), Digest::of(b"a.b.c"));
    let done = sealed.countersign("d.e.f".into());
    assert_eq!((done.jws(), done.countersignature()), ("a.b.c", "d.e.f"));
}
