//! Receipts: kinds and states as tables, the key's thumbprint against RFC 7638 values, and the claims of a whole receipt.

use super::*;
use crate::notice::tests::sample;
use crate::{Control, Input, Instant, PurposeId, ReceiptId, Said, Separate, Signal, from_base64url};

fn ids(list: &[&str]) -> Vec<PurposeId> {
    list.iter().map(|id| PurposeId::new(id).unwrap()).collect()
}

fn entry(control: Control, was: &[&str], open: &[&str]) -> Pending {
    Pending {
        id: ReceiptId::from_random([1; 16]),
        at: Instant(1_795_413_600_000),
        control,
        layer: 1,
        locale: "en".into(),
        notice: Digest::of(b"notice"),
        trusted: true,
        input: Input::Pointer,
        signal: Signal::Gpc,
        was: ids(was),
        open: ids(open),
        about: Vec::new(),
        said: None,
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

fn payload_of(gist: Option<&Gist>, statement: &Statement, shown: bool, chain: &Chain) -> String {
    let site = Gist::of(&sample().check().unwrap());
    let entry = entry(Control::Save, &["maps"], &["analytics"]);
    let mut occasion = Occasion::of(&entry, gist);
    occasion.shown = occasion.shown.filter(|_| shown);
    let ui = shown.then_some(Ui { version: "0.1.0", digest: Digest::of(b"widget") });
    let page = Some("https://a.example/p");
    let setting = Setting { party: &site.party, service: "https://a.example", page, ui, chain, salt: [9; 16] };
    let jws = Receipt::draft(&occasion, statement, &setting, &Signer::Nobody).seal(&[]);
    let parts: Vec<_> = jws.jws().split('.').collect();
    assert_eq!((parts.len(), parts[2]), (3, ""));
    let payload = String::from_utf8(from_base64url(parts[1]).unwrap()).unwrap();
    miniserde::json::from_str::<miniserde::json::Value>(&payload).unwrap();
    payload
}

fn chain() -> Chain {
    Chain::new("rec".into(), "sub".into())
}

fn choice(gist: Option<&Gist>) -> Statement {
    Statement::of(&entry(Control::Save, &["maps"], &["analytics"]), gist)
}

#[test]
fn a_hand_over_of_some_purposes_says_nothing_of_the_others() {
    let gist = Gist::of(&sample().check().unwrap());
    let entry = Pending { about: vec!["maps".into()], ..entry(Control::Handover, &[], &["maps"]) };
    for (gist, rest) in [(Some(&gist), true), (None, false)] {
        let claims = Statement::of(&entry, gist);
        let text = claims.claims.inner();
        assert!(text.starts_with(r#""p":[{"id":"maps","st":"given","#), "{text}");
        assert_eq!((text.matches(r#""id":"#).count(), text.contains("\"exp\"")), (1, rest), "{text}");
    }
}

#[test]
fn an_answer_to_a_prompt_names_what_was_asked_and_nothing_else() {
    let notice = sample().check().unwrap();
    let gist = Gist::of(&notice);
    let asked = &notice.purposes[1];
    for (status, kind) in [(Status::Given, Kind::Choice), (Status::Refused, Kind::Choice), (Status::Withdrawn, Kind::Withdrawal)] {
        let claims = prompted(&notice, asked, status);
        let said = Some(Box::new(Said { kind, claims: claims.clone(), salt: None }));
        let statement = Statement::of(&Pending { said, ..entry(Control::Ask, &["maps"], &["maps"]) }, Some(&gist));
        assert_eq!((statement.kind, statement.claims.inner()), (kind, claims.as_str()));
        assert!(
            claims.starts_with(&format!(r#""p":[{{"id":"{}","st":"{}","ct":"expressed""#, asked.id.as_str(), status.name())),
            "{claims}"
        );
        assert_eq!(claims.matches(r#""id":"#).count(), 1, "{claims}");
    }
}

#[test]
fn claims_say_what_was_seen_and_chosen() {
    let gist = Gist::of(&sample().check().unwrap().with_build(Digest::of(b"catalogue"), Digest::of(b"widget")));
    let payload = payload_of(Some(&gist), &choice(Some(&gist)), true, &chain().next(Digest::of(b"before"), None));
    for part in [
        r#"{"v":"cs-receipt/1","rid":"01010101-0101-4101-8101-010101010101","rec":"rec","sub":"sub","kind":"choice","iat":"2026-11-23T06:00:00.000Z","seq":1,"prev":""#,
        r#""salt":"CQkJCQkJCQkJCQkJCQkJCQ","assurance":"server""#,
        r#""ctl":{"id":"site","name":"Example \"Couriers\""},"ctl_contact":{"email":"p@c.example"}"#,
        r#""ntc":{"id":"privacy","ver":"1.0","sha256":""#,
        r#"","catalogue":""#,
        r#""lang":"en","layer":1},"ui":{"ver":"0.1.0","sha256":""#,
        r#"{"id":"analytics","st":"given","ct":"expressed","nec":"optional","cat":"https://w3id.org/dpv#ServiceUsageAnalytics","data":["Location"],"sens":["location"],"src":"observed","rcp":[{"name":"Metrik","role":"processor","country":"SG"}],"loc":["MY"],"ret":"P13M","xb":true,"exp":"P180D"}"#,
        r#"{"id":"maps","st":"withdrawn""#,
        r#""how":{"control":"save","input":"pointer","trusted":true},"sig":{"gpc":true,"dnt":false}}"#,
    ] {
        assert!(payload.contains(part), "{part}\nnot in\n{payload}");
    }
    assert!(!payload.contains("null") && !payload.contains("delivery"), "{payload}");
}

#[test]
fn the_first_receipt_has_no_prev_and_a_lost_notice_leaves_site_and_states() {
    let payload = payload_of(None, &choice(None), true, &chain());
    assert!(payload.contains(r#""seq":0,"salt""#), "{payload}");
    assert!(payload.contains(r#""ctl":{"id":"site""#) && payload.contains(r#""ntc":{"sha256":""#), "{payload}");
    assert!(payload.contains(r#""p":[{"id":"analytics","st":"given","ct":"expressed","nec":"optional"},{"id":"maps","st":"withdrawn","ct":"expressed","nec":"optional"}]"#), "{payload}");
}

#[test]
fn a_consent_of_its_own_is_explicit_and_says_why() {
    let mut draft = sample();
    if let Some(maps) = draft.purposes.last_mut() {
        maps.separate = vec![Separate::Sensitive, Separate::CrossBorder];
    }
    let notice = draft.check().unwrap();
    let gist = Gist::of(&notice);
    let payload = payload_of(Some(&gist), &choice(Some(&gist)), true, &chain());
    let apart = r#"{"id":"maps","st":"withdrawn","nec":"optional","ct":"explicit","sep":["sensitive","cross-border"],"cat":"#;
    assert!(payload.contains(r#"{"id":"analytics","st":"given","ct":"expressed","nec":"optional","cat":"#), "{payload}");
    assert!(payload.contains(apart), "{payload}");
    let answer = prompted(&notice, notice.purposes.last().unwrap(), Status::Refused);
    assert!(answer.starts_with(&format!(r#""p":[{}"#, apart.replace("withdrawn", "refused"))), "{answer}");
    assert!(!answer.contains("analytics"), "nothing else was asked: {answer}");
}

#[test]
fn other_kinds_have_claims_of_their_own() {
    let entry = entry(Control::Confirm, &[], &["maps"]);
    let id = |text: &str| PurposeId::new(text).unwrap();
    let channels = [
        Channel { id: id("email"), topic: None, status: Status::Withdrawn },
        Channel { id: id("sms"), topic: Some(id("offers")), status: Status::Given },
    ];
    let of = commitment([9; 16], "a@b.example");
    let key = PublicKey { x: "x".into(), y: "y".into() };
    for (statement, kind, by, claims) in [
        (
            Statement::guardian(&entry, None, Relation::Parent, Method::Email),
            "guardian",
            "guardian",
            r#""p":[{"id":"maps","st":"given","ct":"expressed","nec":"optional"}],"grd":{"relation":"parent","method":"email"}"#,
        ),
        (
            Statement::unsubscribe(Author::Agent, &channels, Some(&of)),
            "unsubscribe",
            "agent",
            r#""ch":[{"id":"email","st":"withdrawn"},{"id":"sms","topic":"offers","st":"given"}],"of":""#,
        ),
        (
            Statement::rights_request(Author::Oneself, Right::CloseAccount, Some("P15D"), None),
            "rights-request",
            "self",
            r#""rq":{"right":"close-account","due":"P15D"}"#,
        ),
        (Statement::key_change(&key), "key-change", "self", r#""key":{"crv":"P-256","kty":"EC","x":"x","y":"y"}"#),
    ] {
        let payload = payload_of(None, &statement, false, &chain());
        for part in [&*format!(r#""kind":"{kind}""#), &*format!(r#""by":"{by}","how""#), claims] {
            assert!(payload.contains(part), "{part}\nnot in\n{payload}");
        }
        assert!(!payload.contains("\"ntc\"") && !payload.contains("\"ui\""), "{payload}");
    }
    assert_ne!(of, commitment([8; 16], "a@b.example"), "the salt is part of it");
}

#[test]
fn a_chain_holds_to_its_device_key_and_a_new_one_names_the_old() {
    let key = |x: &str| PublicKey { x: x.into(), y: "y".into() };
    let chain = chain();
    assert!(chain.holds_to(&Signer::Device(key("a"))), "a new chain takes any key");
    let second = chain.next(Digest::of(b"1"), Some(key("a").thumbprint()));
    let third = second.next(Digest::of(b"2"), None);
    for (signer, holds) in
        [(Signer::Device(key("a")), true), (Signer::Device(key("b")), false), (Signer::Session(key("b")), true), (Signer::Nobody, true)]
    {
        assert_eq!(third.holds_to(&signer), holds, "{signer:?}");
    }
    let anew = third.anew("other".into());
    let after = After { record: "rec".into(), seq: 1, tip: Digest::of(b"2") };
    assert_eq!(anew, Chain { after: Some(after), before: 2, ..Chain::new("other".into(), "sub".into()) });
    let payload = payload_of(None, &choice(None), true, &anew);
    assert!(payload.contains(r#""seq":0,"after":{"rec":"rec","seq":1,"sha256":""#), "{payload}");
    assert_eq!(anew.next(Digest::of(b"3"), None).after, None);
}

#[test]
fn names_of_closed_lists_read_back() {
    assert!(Author::ALL.iter().all(|one| Author::from_name(one.name()) == Some(*one)));
    assert!(Relation::ALL.iter().all(|one| Relation::from_name(one.name()) == Some(*one)));
    assert!(Method::ALL.iter().all(|one| Method::from_name(one.name()) == Some(*one)));
    assert!(Right::ALL.iter().all(|one| Right::from_name(one.name()) == Some(*one)));
    assert!(Kind::ALL.iter().all(|one| Kind::from_name(one.name()) == Some(*one)));
    assert_eq!(Right::from_name("forget"), None);
}

#[test]
fn a_receipt_moves_forward() {
    let sealed = Receipt::sealed("a.b.c".into());
    assert_eq!(sealed.tip(), Digest::of(b"a.b.c"));
    let done = sealed.countersign("d.e.f".into());
    assert_eq!((done.jws(), done.countersignature()), ("a.b.c", "d.e.f"));
}

#[test]
fn a_pending_entry_says_what_the_build_compiled() {
    let grd = r#""grd":{"relation":"parent","method":"declared"}"#;
    let request = Statement::rights_request(Author::Oneself, Right::Access, None, None).said();
    assert_eq!(request.claims, r#""rq":{"right":"access"}"#);
    for (said, by, claims) in [
        (request, "self", r#""wd":"https://a.example/p""#),
        (Said { kind: Kind::Guardian, claims: grd.into(), salt: None }, "guardian", r#""p":[{"id":"maps","st":"given""#),
    ] {
        let entry = Pending { said: Some(Box::new(said.clone())), ..entry(Control::Confirm, &[], &["maps"]) };
        let payload = payload_of(None, &Statement::of(&entry, None), true, &chain());
        for part in
            [&*format!(r#""kind":"{}""#, said.kind.name()), &*format!(r#"{},"wd""#, said.claims), &*format!(r#""by":"{by}""#), claims]
        {
            assert!(payload.contains(part), "{part}\nnot in\n{payload}");
        }
        assert_eq!(payload.contains(r#""p":["#), said.kind == Kind::Guardian, "{payload}");
    }
}
