//! Hand-overs: a code works once, for five minutes, at its site; and without the site's API key it grants nothing, whoever made it.

use crate::lists::{API_KEY, settings};
use crate::support::{Answer, Service, clock, digest, issuer, request, site};
use countersign_receiver::{Database, Decided, Handover, Ledger, MadeBy, RouterOptions, Settings};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn four_minutes_later() -> Timestamp {
    clock() + SignedDuration::from_secs(299)
}

fn five_minutes_later() -> Timestamp {
    clock() + SignedDuration::from_mins(5)
}

fn choice(made_by: MadeBy) -> Handover {
    let decided = if made_by == MadeBy::Server { Decided::Granted } else { Decided::Refused };
    let purposes = BTreeMap::from([("analytics".to_owned(), decided), ("granted".to_owned(), Decided::Refused)]);
    Handover::new(purposes, &digest("notice"), made_by).unwrap()
}

/// A code is redeemed once, whoever asks at once, at its own site, before it ends. On any database.
pub(crate) async fn verbs(database: &Database) {
    let ledger = Ledger::open_or_create(database, &issuer(), clock).await.unwrap();
    let before = Ledger::open(database, &issuer(), four_minutes_later).await.unwrap();
    let after = Ledger::open(database, &issuer(), five_minutes_later).await.unwrap();
    let other = "other".parse().unwrap();
    for made_by in [MadeBy::Server, MadeBy::Anyone] {
        let handover = choice(made_by);
        let (code, expires_at) = ledger.hand_over(&site(), &handover).await.unwrap();
        assert_eq!((code.len(), expires_at.as_str()), (32, "2026-11-23T06:19:31.250Z"));
        assert_eq!(ledger.redeem(&other, &code).await.unwrap(), None, "a code of another site");
        assert_eq!(ledger.redeem(&site(), &code.to_lowercase()).await.unwrap(), None, "a forged code");
        let site = site();
        let (one, two) = tokio::join!(before.redeem(&site, &code), before.redeem(&site, &code));
        let taken: Vec<_> = [one.unwrap(), two.unwrap()].into_iter().flatten().collect();
        assert_eq!(taken.len(), 1, "of two that take it at once, one gets it");
        assert_eq!((taken[0].by.as_str(), taken[0].made_at.as_str()), (made_by.name(), "2026-11-23T06:14:31.250Z"));
        assert_eq!(taken[0].notice, digest("notice"));
        assert_eq!(taken[0].purposes["granted"], Decided::Refused);
        assert_eq!(before.redeem(&site, &code).await.unwrap(), None, "a replayed code");
    }
    let (code, _) = ledger.hand_over(&site(), &choice(MadeBy::Server)).await.unwrap();
    assert_eq!(after.redeem(&site(), &code).await.unwrap(), None, "a code that has ended");
    assert_eq!(ledger.redeem(&site(), &code).await.unwrap(), None, "and it is forgotten");
    // What nobody takes goes with the next one that is made.
    let (left, _) = ledger.hand_over(&site(), &choice(MadeBy::Server)).await.unwrap();
    after.hand_over(&site(), &choice(MadeBy::Anyone)).await.unwrap();
    assert_eq!(ledger.redeem(&site(), &left).await.unwrap(), None);
    for ledger in [ledger, before, after] {
        ledger.close().await;
    }
}

async fn post(service: &Service, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    service.send(request("POST", path, headers, body.to_string().into_bytes())).await
}

#[tokio::test]
async fn a_code_grants_by_the_sites_own_server_alone() {
    let settings = format!("{}[[site]]\nid = \"other\"\norigins = [\"https://other.example\"]\n", settings());
    let service = Service::start_with(RouterOptions { settings: Settings::parse(&settings).unwrap(), ..RouterOptions::default() }).await;
    let bearer = format!("Bearer {API_KEY}");
    let (key, page, stranger) =
        (("authorization", bearer.as_str()), ("origin", "https://layang.example"), ("origin", "https://evil.example"));
    let body = |site: &str, decided: &str| json!({"site": site, "purposes": {"maps": decided}, "notice": digest("notice")});
    let keyed = json!({"purposes": {"maps": "granted", "chat": "refused"}, "notice": digest("notice")});
    let check = async |headers: &[(&str, &str)], body: &Value, expected: u16, word: &str| {
        let answer = post(&service, "/v1/handover", headers, body).await;
        assert_eq!(answer.status.as_u16(), expected, "{headers:?} {body}: {}", String::from_utf8_lossy(&answer.body));
        if expected != 200 {
            assert_eq!(answer.json()["type"], format!("urn:countersign:problem:{word}"), "{body}");
        }
        answer
    };
    check(&[], &body("layang-express", "granted"), 401, "unknown-key").await;
    check(&[page], &body("layang-express", "granted"), 401, "unknown-key").await;
    check(&[("authorization", "Bearer a-key-that-nobody-has-given-out")], &body("layang-express", "refused"), 401, "unknown-key").await;
    check(&[key], &body("other", "granted"), 422, "unknown-site").await;
    check(&[stranger], &body("layang-express", "refused"), 422, "unknown-site").await;
    check(&[], &body("nowhere", "refused"), 422, "unknown-site").await;
    check(&[], &body("No Site", "refused"), 400, "malformed").await;
    check(&[], &json!({"purposes": {}, "notice": digest("notice")}), 400, "malformed").await;
    check(&[], &body("layang-express", "perhaps"), 400, "malformed").await;
    check(&[key], &json!({"purposes": {"maps": "granted"}, "notice": "1.0"}), 400, "malformed").await;
    let refusing = check(&[page], &body("layang-express", "refused"), 200, "").await.json();
    let granting = check(&[key], &keyed, 200, "").await;
    assert_eq!(granting.header("cache-control"), Some("no-store"));

    let redeem = async |headers: &[(&str, &str)], site: &str, code: &Value| {
        post(&service, "/v1/handover/redeem", headers, &json!({"site": site, "code": code})).await
    };
    let granting = granting.json()["code"].clone();
    for (headers, site, expected) in [
        (&[page][..], "other", 422),
        (&[("origin", "https://other.example")], "other", 404),
        (&[stranger], "layang-express", 422),
        (&[page], "layang-express", 200),
        (&[page], "layang-express", 404),
    ] {
        let answer = redeem(headers, site, &granting).await;
        assert_eq!(answer.status.as_u16(), expected, "{headers:?} {site}");
        if expected == 200 {
            let said = answer.json();
            assert_eq!((&said["by"], &said["purposes"]), (&json!("server"), &json!({"maps": "granted", "chat": "refused"})));
            assert_eq!((&said["site"], &said["notice"]), (&json!("layang-express"), &json!(digest("notice"))));
        }
    }
    // The mini program asks without an origin.
    let said = redeem(&[], "layang-express", &refusing["code"]).await.json();
    assert_eq!((&said["by"], &said["purposes"]), (&json!("anyone"), &json!({"maps": "refused"})));
    assert_eq!(redeem(&[], "layang-express", &json!("no code")).await.status, 404);
}
