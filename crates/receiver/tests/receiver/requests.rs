//! Requests to use a right: from the receipt into the queue, what the visitor may learn and tell, and what staff do about it.

use crate::staff::{Desk, form};
use crate::support::{Answer, Draft, JOSE, Service, clock, digest, issuer, request, uuid};
use axum::http::StatusCode;
use countersign_receiver::{Database, Erasure, Ledger, RequestPage, RequestState, RightsTables, RouterOptions, Settings, erase_receipt};
use serde_json::{Value, json};
use std::io::Write;

const SECRET: &str = "a-secret-of-the-visitor-alone-0123456789";
const TOLD: &str = r#"{"contact":"mei@post.example","words":"Everything since May.\nThank you.","lang":"en"}"#;

/// A receipt that asks; `more` are members of `rq`.
pub(crate) fn asking(number: u64, right: &str, more: &Value) -> Draft {
    let mut rq = json!({"right": right, "secret_sha256": digest(SECRET)});
    rq.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let how = json!({"control": "request", "input": "keyboard", "trusted": true});
    Draft::new(number).with("kind", json!("rights-request")).without("p").with("rq", rq).with("how", how)
}

/// The calendar of the site of the drafts: one holiday, and a table that gives `access` five working days.
fn options() -> RouterOptions {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let table = json!({
        "v": "cs-rights/1", "site": "layang-express", "offset": "+08:00", "weekend": ["saturday", "sunday"], "holidays": ["2026-11-25"],
        "workdays": [], "rights": [{"right": "access", "working_days": 5}, {"right": "delete", "due": "P15D", "starts": "identity"}],
    });
    file.write_all(table.to_string().as_bytes()).unwrap();
    let mut rights = RightsTables::default();
    rights.add(file.path(), None).unwrap();
    RouterOptions { rights, ..RouterOptions::default() }
}

async fn ask(service: &Service, draft: &Draft) -> String {
    let answer = service.post(JOSE, draft.seal()).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    draft.rid()
}

async fn own(service: &Service, method: &str, rid: &str, secret: &str, body: &str) -> Answer {
    let authorization = format!("Bearer {secret}");
    let path = format!("/v1/requests/{rid}");
    service.send(request(method, &path, &[("authorization", &authorization)], body.as_bytes().to_vec())).await
}

fn problem(answer: &Answer) -> String {
    answer.json()["type"].as_str().unwrap().replace("urn:countersign:problem:", "")
}

/// The whole way of a request, on any database.
pub(crate) async fn queue(database: &Database) {
    let ledger = Ledger::open_or_create(database, &issuer(), clock).await.unwrap();
    let service = Service::over(ledger, &options());
    let access = ask(&service, &asking(1, "access", &json!({"due": "P1D"}))).await;
    let delete = ask(&service, &asking(2, "delete", &json!({"due": "P15D", "starts": "identity"}))).await;
    let copy = ask(&service, &asking(3, "copy", &json!({"working_days": 2}))).await;
    let complain = ask(&service, &asking(4, "complain", &json!({}))).await;
    // The same bytes again change nothing.
    assert_eq!(service.post(JOSE, asking(1, "access", &json!({"due": "P1D"})).seal()).await.status, 200);

    // It came on Monday the 23rd at 14:14 of the site's clock; Wednesday is a holiday.
    let due = |answer: Answer| answer.json()["due_on"].as_str().map(str::to_owned);
    for (rid, expected) in [(&access, Some("2026-12-01")), (&copy, Some("2026-11-26")), (&delete, None), (&complain, None)] {
        assert_eq!(due(own(&service, "GET", rid, SECRET, "").await).as_deref(), expected, "{rid}");
    }
    let page = RequestPage { site: None, state: None, skip: 0, limit: 10 };
    let order = |list: Vec<countersign_receiver::Request>| list.into_iter().filter_map(|one| one.rid).collect::<Vec<_>>();
    assert_eq!(order(service.ledger.requests(page).await.unwrap()), [&copy, &access, &delete, &complain].map(Clone::clone));
    assert_eq!(order(service.ledger.requests(RequestPage { skip: 1, limit: 1, ..page }).await.unwrap()), std::slice::from_ref(&access));
    let other = "other".parse().unwrap();
    assert!(service.ledger.requests(RequestPage { site: Some(&other), ..page }).await.unwrap().is_empty());

    // What the visitor tells is kept once, and is shown to staff alone.
    assert_eq!(own(&service, "POST", &access, SECRET, TOLD).await.status, 200);
    assert_eq!(own(&service, "POST", &access, SECRET, TOLD).await.json()["told"], true);
    assert_eq!(problem(&own(&service, "POST", &access, SECRET, &TOLD.replace("mei", "eve")).await), "told-already");
    assert!(!String::from_utf8(own(&service, "GET", &access, SECRET, "").await.body).unwrap().contains("mei@"));

    let desk = Desk::open(&service, database, "aisyah").await;
    let shown = desk.get(&format!("/v1/staff/requests/{access}")).await.json();
    assert_eq!(
        (&shown["contact"], &shown["promised"], &shown["next"][0]),
        (&json!("mei@post.example"), &json!("P1D"), &json!("identity-asked"))
    );

    // Steps follow one another, and the time of a deletion begins with the identity.
    assert_eq!(problem(&desk.step(&access, "received", None).await), "not-next");
    assert_eq!(problem(&desk.step(&access, "refused", Some("  ")).await), "malformed");
    assert_eq!(desk.step(&access, "identity-asked", Some("Please call us.")).await.status, 200);
    assert_eq!(problem(&desk.step(&access, "answered", None).await), "not-next");
    assert_eq!(own(&service, "GET", &access, SECRET, "").await.json()["reason"], "Please call us.");
    assert_eq!(desk.step(&delete, "identified", None).await.json()["due_on"], "2026-12-08");
    assert_eq!(desk.step(&delete, "refused", Some("The law obliges us to keep them.")).await.status, 200);
    assert_eq!(problem(&desk.step(&delete, "answered", None).await), "not-next");
    assert_eq!(problem(&own(&service, "POST", &delete, SECRET, TOLD).await), "closed");
    let closed = service.ledger.requests(RequestPage { state: Some(RequestState::Refused), ..page }).await.unwrap();
    assert_eq!(closed[0].reason.as_deref(), Some("The law obliges us to keep them."));

    // Of two who take a step at once, one does.
    let (one, two) = tokio::join!(desk.step(&copy, "answered", None), desk.step(&copy, "refused", Some("No.")));
    let statuses = [one.status, two.status];
    assert!(statuses.contains(&StatusCode::OK) && statuses.contains(&StatusCode::CONFLICT), "{statuses:?}");

    // Every act left its trace, and none of the words.
    let acts = desk.get("/v1/staff/acts").await;
    let told: Vec<String> = acts.json()["acts"].as_array().unwrap().iter().map(|act| act["what"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        &told[..7],
        ["told", "added as compliance", "signed in", "password chosen", "read", "identity-asked", "identified"],
        "{told:?}"
    );
    assert!(!String::from_utf8(acts.body).unwrap().contains("Please call"));

    // Erasure takes what says something about the person, and leaves the place and the step.
    let erased = erase_receipt(database, &uuid(1).try_into().unwrap(), clock).await.unwrap();
    assert_eq!(erased, Erasure::Done);
    assert_eq!(own(&service, "GET", &access, SECRET, "").await.status, 401);
    let left = service.ledger.requests(page).await.unwrap().into_iter().find(|one| one.state == RequestState::IdentityAsked).unwrap();
    assert_eq!((left.rid, left.told, left.reason), (None, None, None));
    service.ledger.close().await;
}

#[tokio::test]
async fn nobody_learns_of_a_request_without_its_secret() {
    let service = Service::start().await;
    let rid = ask(&service, &asking(1, "access", &json!({}))).await;
    let unnamed = asking(2, "access", &json!({})).without("rq/secret_sha256");
    let unnamed = ask(&service, &unnamed).await;
    let wrong = "another-secret-of-the-same-length-01234567";
    let check = async |rid: &str, secret: &str| {
        for (method, body) in [("GET", ""), ("POST", TOLD)] {
            let answer = own(&service, method, rid, secret, body).await;
            assert_eq!((answer.status.as_u16(), answer.header("www-authenticate")), (401, Some("Bearer")), "{method} {rid} {secret}");
            assert_eq!(answer.json(), own(&service, method, &uuid(99), secret, body).await.json(), "as for a request that is not there");
        }
    };
    check(&rid, wrong).await;
    check(&rid, "").await;
    check(&rid, &digest(SECRET)).await;
    check(&unnamed, SECRET).await;
    check(&uuid(99), SECRET).await;
    check("not-a-uuid", SECRET).await;
    assert_eq!(service.get(&format!("/v1/requests/{rid}"), &[]).await.status, 401);
}

#[tokio::test]
async fn what_is_told_has_a_form() {
    let service = Service::start().await;
    let rid = ask(&service, &asking(1, "correct", &json!({}))).await;
    let check = async |body: String, expected: &str| {
        let answer = own(&service, "POST", &rid, SECRET, &body).await;
        assert_eq!(problem(&answer), expected, "{body}");
    };
    let long = |count: usize| "x".repeat(count);
    check(String::new(), "malformed").await;
    check("[]".to_owned(), "malformed").await;
    check(r#"{"contact":"a","contact":"b","lang":"en"}"#.to_owned(), "duplicate-member").await;
    check(r#"{"contact":"  ","lang":"en"}"#.to_owned(), "malformed").await;
    check(r#"{"contact":"a\nb","lang":"en"}"#.to_owned(), "malformed").await;
    check(r#"{"contact":"a","lang":"en","more":1}"#.to_owned(), "malformed").await;
    check(r#"{"contact":"a","lang":"<b>"}"#.to_owned(), "malformed").await;
    check(json!({"contact": long(321), "lang": "en"}).to_string(), "malformed").await;
    check(json!({"contact": "a", "words": long(4_001), "lang": "en"}).to_string(), "malformed").await;
    check(json!({"contact": "a", "words": long(70_000), "lang": "en"}).to_string(), "too-large").await;
    assert_eq!(
        own(&service, "POST", &rid, SECRET, &json!({"contact": "美", "words": long(4_000), "lang": "zh-Hant"}).to_string()).await.status,
        200
    );
}

#[tokio::test]
async fn a_receipt_that_asks_wrongly_is_refused() {
    let service = Service::start().await;
    let check = async |more: Value| {
        let answer = service.post(JOSE, asking(1, "access", &more).seal()).await;
        assert_eq!(problem(&answer), "malformed", "{more}");
    };
    check(json!({"due": "soon"})).await;
    check(json!({"due": "P15D", "working_days": 15})).await;
    check(json!({"working_days": 0})).await;
    check(json!({"working_days": 366})).await;
    check(json!({"starts": "later"})).await;
    check(json!({"secret_sha256": SECRET})).await;
    check(json!({"right": "everything"})).await;
    assert!(service.ledger.requests(RequestPage { site: None, state: None, skip: 0, limit: 10 }).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_queue_is_a_page_that_escapes_what_people_write() {
    let service = Service::start_with(options()).await;
    let database = crate::support::database(service.folder.path());
    let rid = ask(&service, &asking(1, "access", &json!({}))).await;
    let nasty = json!({"contact": "<script>alert(1)</script>", "words": "\"><img src=x onerror=alert(1)>", "lang": "en"}).to_string();
    assert_eq!(own(&service, "POST", &rid, SECRET, &nasty).await.status, 200);
    let desk = Desk::open(&service, &database, "aisyah").await;
    let queue = String::from_utf8(desk.get("/staff/requests").await.body).unwrap();
    assert!(queue.contains("2026-12-01") && queue.contains("8 days left") && queue.contains(&rid), "{queue}");
    let page = desk.get(&format!("/staff/requests/{rid}")).await;
    assert_eq!(
        page.header("content-security-policy"),
        Some("default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
    );
    let text = String::from_utf8(page.body).unwrap();
    assert!(text.contains("&lt;script&gt;") && !text.contains("<script") && !text.contains("<img"), "{text}");
    let refused =
        desk.post(&format!("/staff/requests/{rid}"), &form(&[("state", "refused"), ("reason", " "), ("form_key", &desk.form_key)])).await;
    assert_eq!(refused.status, 422);
    assert!(String::from_utf8(refused.body).unwrap().contains("role=\"alert\""));
    let done = desk.post(&format!("/staff/requests/{rid}"), &form(&[("state", "answered"), ("form_key", &desk.form_key)])).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, Some(format!("/staff/requests/{rid}").as_str())));
    assert_eq!(desk.get(&format!("/staff/requests/{}", uuid(9))).await.status, 404);
}

#[test]
fn a_configuration_names_the_table_of_its_site() {
    let text = "[[site]]\nid = \"other\"\norigins = [\"https://other.example\"]\nrights = \"other/rights.json\"\n";
    let settings = Settings::parse(text).unwrap();
    assert_eq!(settings.sites[0].rights.as_ref().unwrap().to_str(), Some("other/rights.json"));
}
