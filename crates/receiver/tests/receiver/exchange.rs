//! What the service answers when all is well: receipts, the ledger, keys, health, the contract, CORS.

use crate::support::{CLOUD_EVENT, Draft, JOSE, Service, cloud_event, file, header_of, issuer, payload_of, request, uuid, verifies};
use crate::support::{browser_key, clock, database, digest, jwk, thumbprint};
use countersign_core::{
    Chain, Control, Controller, Digest, Input, Instant, Occasion, Party, Pending, PublicKey, PurposeId, Receipt, ReceiptId, Setting,
    Signer, Statement, Ui, to_base64url,
};
use countersign_receiver::{Ledger, RouterOptions};
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test]
async fn a_receipt_is_countersigned_and_the_repeat_gets_the_same_bytes() {
    let service = Service::start().await;
    let jws = Draft::new(1).seal();
    let first = service.post(CLOUD_EVENT, cloud_event(&jws).to_string()).await;
    assert_eq!(first.status, 201, "{first:?}");
    assert_eq!(first.header("location"), Some(format!("/v1/receipts/{}", uuid(1)).as_str()));
    let answer = first.json();
    let names: BTreeSet<_> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["countersignature", "index", "proof", "receipt_sha256", "received_at", "rid"]));
    assert_eq!(answer["receipt_sha256"], digest(&jws));
    assert_eq!(answer["received_at"], "2026-11-23T06:14:31.250Z");

    let countersignature = answer["countersignature"].as_str().unwrap();
    let key_set = service.get("/.well-known/jwks.json", &[]).await;
    assert_eq!(key_set.header("content-type"), Some("application/jwk-set+json"));
    let key_set = key_set.json();
    assert!(verifies(countersignature, &key_set));
    assert_eq!(header_of(countersignature), json!({"alg": "ES256", "typ": "cs-countersignature+jws", "kid": key_set["keys"][0]["kid"]}));
    assert_eq!(
        payload_of(countersignature),
        json!({
            "v": "cs-countersignature/1", "rid": uuid(1), "sha256": answer["receipt_sha256"],
            "rcv": answer["received_at"], "iss": issuer().as_str(), "index": 0,
        })
    );

    for content_type in ["application/jose", "text/plain;charset=UTF-8", "Application/JOSE"] {
        let again = service.post(content_type, jws.clone()).await;
        assert_eq!((again.status.as_u16(), &again.body), (200, &first.body), "{content_type}");
    }
    let form = service.post("application/x-www-form-urlencoded", format!("rid={}&receipt={jws}", uuid(1))).await;
    assert_eq!((form.status.as_u16(), &form.body), (200, &first.body));
    // ECDSA signatures are random elsewhere; here another claim makes other bytes under the same id.
    let conflict = service.post(JOSE, Draft::new(1).with("salt", json!(to_base64url(&[3; 16]))).seal()).await;
    assert_eq!(conflict.status, 409);
    assert_eq!(conflict.json()["type"], "urn:countersign:problem:duplicate-conflict");
    assert_eq!(service.ledger.size().await.unwrap(), 1);
}

#[tokio::test]
async fn every_form_of_assurance_and_kind_is_taken() {
    let service = Service::start().await;
    let drafts = [
        Draft::new(1),
        Draft::new(2).with("assurance", json!("session")),
        Draft::new(3).unsigned(),
        Draft::new(4).with("kind", json!("withdrawal")),
        Draft::new(5).with("kind", json!("signal")).with("sig", json!({"gpc": true, "dnt": true})),
        Draft::new(6).with_header("jku", json!("https://a.example/never-followed")),
        Draft::new(7).with("later", json!("a claim of a later version")),
        Draft::new(8).without("ui").without("jur").without("wd").without("rts").without("ctl_contact"),
        Draft::new(11).without("ctl/name"),
        Draft::new(9).with("p", json!([])),
    ];
    for (index, draft) in drafts.iter().enumerate() {
        let jws = draft.seal();
        let answer = service.post(CLOUD_EVENT, cloud_event(&jws).to_string()).await;
        assert_eq!(answer.status, 201, "{}: {:?}", draft.payload, String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.json()["index"], index);
    }
    // Without a controller the host of the page is the site, which has a log of its own.
    let nameless = Draft::new(10).without("ctl").without("ntc/id").without("ntc/ver").seal();
    let answer = service.post(CLOUD_EVENT, cloud_event(&nameless).to_string()).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["index"]), (201, &json!(0)));
}

#[tokio::test]
async fn receipts_that_core_drafts_are_taken() {
    let service = Service::start().await;
    let key = browser_key(3);
    let jwk = jwk(&key);
    let coordinate = |name: &str| jwk[name].as_str().unwrap().to_owned();
    let public = PublicKey { x: coordinate("x"), y: coordinate("y") };
    let controller = Controller::default();
    let party = Party::new("layang", &controller, &[]);
    let ui = Some(Ui { version: "0.1.0", digest: Digest::of(b"widget") });
    let mut number = 0;
    for signer in [Signer::Device(public.clone()), Signer::Session(public), Signer::Nobody] {
        for control in Control::ALL {
            for input in Input::ALL {
                number += 1;
                let entry = Pending {
                    id: ReceiptId::parse(&uuid(number)).unwrap(),
                    at: Instant(1_795_414_470_000),
                    control,
                    layer: 1,
                    locale: "ms".to_owned(),
                    notice: Digest::of(b"notice"),
                    trusted: true,
                    input,
                    signal: countersign_core::Signal::Both,
                    was: vec![PurposeId::new("maps").unwrap()],
                    open: vec![PurposeId::new("analytics").unwrap()],
                    about: Vec::new(),
                    said: None,
                };
                let chain = Chain { seq: number, prev: Some(Digest::of(b"before")), ..Chain::new(uuid(700), uuid(701)) };
                let signs = signer != Signer::Nobody;
                let site = "https://layang.example/";
                let setting = Setting { party: &party, service: site, page: Some(site), ui, chain: &chain, salt: [5; 16] };
                let draft = Receipt::draft(&Occasion::of(&entry, None), &Statement::of(&entry, None), &setting, &signer);
                let signature: p256::ecdsa::Signature = key.sign(draft.signing_input().as_bytes());
                let signature = signature.to_bytes();
                let sealed = draft.seal(if signs { &signature[..] } else { &[] });
                let answer = service.post(CLOUD_EVENT, cloud_event(sealed.jws()).to_string()).await;
                assert_eq!(answer.status, 201, "{:?}", String::from_utf8_lossy(&answer.body));
            }
        }
    }
}

#[tokio::test]
async fn the_test_vectors_of_the_format_are_taken() {
    let service = Service::start().await;
    let vectors: Value = serde_json::from_str(include_str!("../../../../tests/fixtures/receipts.json")).unwrap();
    let receipts = vectors["receipts"].as_array().unwrap();
    assert!(receipts.len() >= 11);
    for receipt in receipts {
        let answer = service.post(JOSE, receipt["jws"].as_str().unwrap()).await;
        assert_eq!(answer.status, 201, "{}: {answer:?}", receipt["name"]);
        assert_eq!(answer.json()["receipt_sha256"], receipt["sha256"]);
    }
}

#[tokio::test]
async fn gaps_in_a_chain_are_kept_and_marked() {
    let service = Service::start().await;
    let first = Draft::new(1).seal();
    let second = Draft::new(2).with("seq", json!(1)).with("prev", json!(digest(&first))).seal();
    let third = Draft::new(3).with("seq", json!(2)).with("prev", json!(digest(&second))).seal();
    let stray = Draft::new(4).with("seq", json!(1)).with("prev", json!(digest(&third))).seal();
    let check = async |jws: &str, expected: bool| {
        let answer = service.post(JOSE, jws).await;
        assert_eq!(answer.status, 201);
        let rid = answer.json()["rid"].as_str().unwrap().to_owned();
        assert_eq!(service.entry(&rid).await.has_gap, expected, "{rid}");
    };
    check(&first, false).await;
    check(&third, true).await;
    check(&second, false).await;
    let answer = service.post(JOSE, stray).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (409, &json!("urn:countersign:problem:out-of-order")));
}

#[test]
fn a_receipt_belongs_to_the_site_of_its_controller_or_else_of_its_page() {
    let site = |draft: Draft| countersign_receiver::admit(Some(JOSE), None, draft.seal().as_bytes()).unwrap().site;
    assert_eq!(site(Draft::new(1)).as_str(), "layang-express");
    assert_eq!(site(Draft::new(1).without("ctl")).as_str(), "layang-example");
}

#[tokio::test]
async fn a_receipt_comes_back_verbatim() {
    let service = Service::start().await;
    let jws = Draft::new(1).seal();
    let sent = service.post(JOSE, jws.clone()).await.json();
    let path = format!("/v1/receipts/{}", uuid(1));
    let mut expected = sent;
    expected["receipt"] = json!(jws);
    for accept in ["", "*/*", "application/json", "application/json, application/jose"] {
        let answer = service.get(&path, &[("accept", accept)]).await;
        assert_eq!(answer.header("content-type"), Some("application/json"), "{accept:?}");
        assert_eq!(answer.json(), expected);
    }
    let bare = service.get(&path, &[("accept", "application/jose")]).await;
    assert_eq!((bare.header("content-type"), &bare.body), (Some(JOSE), &jws.into_bytes()));
    for missing in [uuid(2), "nonsense".to_owned(), "%00".to_owned()] {
        let answer = service.get(&format!("/v1/receipts/{missing}"), &[]).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (404, &json!("urn:countersign:problem:not-found")));
    }
}

#[tokio::test]
async fn the_public_ledger_is_read_page_by_page() {
    let service = Service::start().await;
    for number in 0..5 {
        assert_eq!(service.post(JOSE, Draft::new(number).seal()).await.status, 201);
    }
    let check = async |query: &str, expected: &[u64]| {
        let page = service.get(&format!("/v1/ledger{query}"), &[]).await.json();
        let indexes: Vec<_> = page["entries"].as_array().unwrap().iter().map(|entry| entry["index"].as_u64().unwrap()).collect();
        assert_eq!((&page["size"], indexes.as_slice()), (&json!(5), expected), "{query}");
    };
    check("", &[0, 1, 2, 3, 4]).await;
    check("?limit=2", &[0, 1]).await;
    check("?after=1&limit=2", &[2, 3]).await;
    check("?after=4", &[]).await;
    check("?after=18446744073709551615", &[]).await;
    let entry = service.get("/v1/ledger?limit=1", &[]).await.json()["entries"][0].clone();
    let jws = Draft::new(0).seal();
    assert_eq!(
        entry,
        json!({"index": 0, "rid": uuid(0), "received_at": "2026-11-23T06:14:31.250Z", "kind": "choice",
               "receipt_sha256": digest(&jws)})
    );
    for query in ["?limit=0", "?limit=1001", "?after=-1", "?after=x"] {
        assert_eq!(service.get(&format!("/v1/ledger{query}"), &[]).await.status, 400, "{query}");
    }
    let private = Service::start_with(RouterOptions::default()).await;
    assert_eq!(private.get("/v1/ledger", &[]).await.status, 404);
}

#[tokio::test]
async fn retired_keys_stay_in_the_key_set() {
    let service = Service::start().await;
    let old = service.post(JOSE, Draft::new(1).seal()).await.json();
    let path = database(service.folder.path());
    Ledger::rotate_key(&path, clock).await.unwrap();
    let ledger = Ledger::open(&path, &issuer(), clock).await.unwrap();
    let receipt = countersign_receiver::admit(Some(JOSE), None, Draft::new(2).seal().as_bytes()).unwrap();
    let countersign_receiver::Appended::New(new) = ledger.append(&receipt).await.unwrap() else { panic!("new") };
    let key_set = service.get("/.well-known/jwks.json", &[]).await.json();
    let keys = key_set["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        let members = json!({"crv": key["crv"], "kty": key["kty"], "x": key["x"], "y": key["y"]});
        assert_eq!(key["kid"], thumbprint(&members));
        assert!(key.get("d").is_none());
    }
    let old = old["countersignature"].as_str().unwrap();
    assert!(verifies(old, &key_set) && verifies(&new.countersignature, &key_set));
    assert_ne!(header_of(old)["kid"], header_of(&new.countersignature)["kid"]);
}

#[tokio::test]
async fn health_and_unavailability() {
    let service = Service::start().await;
    service.post(JOSE, Draft::new(1).seal()).await;
    assert_eq!(service.get("/health", &[]).await.json(), json!({"status": "ok", "size": 1}));
    service.ledger.close().await;
    for answer in [service.get("/health", &[]).await, service.post(JOSE, Draft::new(2).seal()).await] {
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, Some("5")));
        assert_eq!(answer.json()["type"], "urn:countersign:problem:unavailable");
        assert!(!String::from_utf8(answer.body).unwrap().to_lowercase().contains("pool"), "the cause stays inside");
    }
}

#[tokio::test]
async fn slow_requests_end() {
    let options = RouterOptions { request_timeout: Duration::from_millis(50), ..RouterOptions::default() };
    let service = Service::start_with(options).await;
    // Another connection holds the write lock, so that the append has to wait.
    let lock = sqlx::sqlite::SqlitePool::connect(file(service.folder.path()).to_str().unwrap()).await.unwrap();
    let held = lock.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let jws = Draft::new(1).seal();
    let answer = service.post(JOSE, jws.clone()).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (503, &json!("urn:countersign:problem:unavailable")));
    held.rollback().await.unwrap();
    // The append went on without its sender; a repeat gets what was stored, and there is one entry.
    while !service.post(JOSE, jws.clone()).await.status.is_success() {}
    assert_eq!(service.ledger.size().await.unwrap(), 1);
}

#[tokio::test]
async fn the_contract_names_every_route() {
    let service = Service::start().await;
    let contract = service.get("/openapi.json", &[]).await.json();
    let paths: BTreeSet<_> = contract["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "/.well-known/jwks.json",
        "/health",
        "/log/{site}/checkpoint",
        "/log/{site}/consistency",
        "/log/{site}/cosignatures",
        "/log/{site}/key",
        "/log/{site}/proof/{index}",
        "/log/{site}/tile/{tile}",
        "/log/{site}/witnessed",
        "/o/{token}.gif",
        "/openapi.json",
        "/r/{token}",
        "/v1/figures",
        "/v1/handover",
        "/v1/handover/redeem",
        "/v1/inbound/{site}/{shape}",
        "/v1/ledger",
        "/v1/marketing/account",
        "/v1/marketing/links",
        "/v1/marketing/opt-ins",
        "/v1/marketing/tokens",
        "/v1/receipts",
        "/v1/receipts/{rid}",
        "/v1/replies",
        "/v1/replies/{id}",
        "/v1/requests/{rid}",
        "/v1/staff/acts",
        "/v1/staff/requests",
        "/v1/staff/requests/{rid}",
        "/v1/staff/requests/{rid}/state",
        "/v1/staff/session",
        "/v1/suppressions",
        "/v1/suppressions/changes",
        "/v1/suppressions/check",
        "/v1/suppressions/import",
    ];
    assert_eq!(paths, BTreeSet::from(expected));
    let operations: Vec<&Value> =
        contract["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values()).collect();
    let ids: BTreeSet<_> = operations.iter().map(|operation| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), operations.len(), "operation ids are unique");
    for path in expected {
        let answer = service.get(&path.replace("{rid}", &uuid(1)), &[]).await;
        let is_known = [200, 400, 401, 405].contains(&answer.status.as_u16()) || path.contains('{');
        assert!(is_known, "{path}: {}", answer.status);
    }
    let wrong_method = service.send(request("DELETE", "/v1/receipts", &[], Vec::new())).await;
    assert_eq!((wrong_method.status.as_u16(), &wrong_method.json()["type"]), (405, &json!("about:blank")));
    assert_eq!(wrong_method.header("allow"), Some("POST"));
}

#[tokio::test]
async fn other_origins_only_when_named() {
    let allow_origin = vec!["https://layang.example".parse().unwrap(), "http://localhost:8000".parse().unwrap()];
    let service = Service::start_with(RouterOptions { allow_origin, ..RouterOptions::default() }).await;
    let preflight = async |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type,idempotency-key"),
        ];
        service.send(request("OPTIONS", "/v1/receipts", &headers, Vec::new())).await
    };
    for origin in ["https://layang.example", "http://localhost:8000"] {
        let answer = preflight(origin).await;
        assert!(answer.status.is_success());
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        assert!(answer.header("access-control-allow-methods").unwrap().contains("POST"));
        let allowed = answer.header("access-control-allow-headers").unwrap().to_lowercase();
        assert!(allowed.contains("content-type") && allowed.contains("idempotency-key"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let sent = service.send(request("POST", "/v1/receipts", &[("origin", origin), ("content-type", "text/css")], Vec::new())).await;
        assert_eq!((sent.status.as_u16(), sent.header("access-control-allow-origin")), (415, Some(origin)));
    }
    for origin in ["https://evil.example", "https://layang.example.evil.example", "null"] {
        assert_eq!(preflight(origin).await.header("access-control-allow-origin"), None, "{origin}");
    }
    let closed = Service::start().await;
    let headers = [("origin", "https://layang.example")];
    assert_eq!(closed.get("/health", &headers).await.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn stored_leaves_are_digests_of_the_receipts() {
    let service = Service::start().await;
    let answer = service.post(JOSE, Draft::new(1).seal()).await.json();
    let entry = service.entry(&uuid(1)).await;
    assert_eq!(entry.leaf.to_string(), digest(&entry.jws));
    assert_eq!(answer["receipt_sha256"], entry.leaf.to_string());
}
