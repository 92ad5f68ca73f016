//! Lists of addresses: what an import does and never does, the streams of suppressions and changes, questions in bulk; replies to messages.

use crate::marketing::{keys, subject};
use crate::support::{Answer, Service, clock, issuer, payload_of, request, site};
use countersign_core::Digest;
use countersign_receiver::{Carried, Database, How, ImportRow, Imported, Keyrings, Ledger, Reason, RouterOptions, Settings, SiteId, Wish};
use countersign_suppression::{Address, AddressKind, CsvReader, CsvRow, State, Turn};
use serde_json::{Value, json};

pub(crate) const API_KEY: &str = "a-key-of-the-sites-own-server-01";
const SECRET: &str = "the-secret-of-the-gateway-0123456";

/// The site with keys, a server that may ask, and a gateway of each shape.
pub(crate) fn settings() -> String {
    let digest = Digest::of(API_KEY.as_bytes());
    let site = format!("[[site]]\nid = \"layang-express\"\norigins = [\"https://layang.example\"]\napi_keys = [\"{digest}\"]\n");
    let gateway = |shape: &str, more: &str| format!("[[site.inbound]]\nshape = \"{shape}\"\nsecret = \"{SECRET}\"\n{more}");
    let mapping = "from = \"/from\"\ntext = \"/text\"\nmessage = \"/id\"\ncode = \"60\"\nrejoin = [\"START\"]\n";
    format!("{site}{}{}{}", gateway("json", mapping), gateway("twilio", ""), gateway("aliyun", "stop = [\"TD\"]\n"))
}

pub(crate) fn options() -> RouterOptions {
    let keyrings = Keyrings::of_rings([(site(), keys())]);
    RouterOptions { settings: Settings::parse(&settings()).unwrap(), keyrings, ..RouterOptions::default() }
}

async fn ask(service: &Service, method: &str, path: &str, body: &Value) -> Answer {
    let authorization = format!("Bearer {API_KEY}");
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    service.send(request(method, path, &[("authorization", &authorization), ("content-type", "application/json")], body)).await
}

/// What a site's server reads.
pub(crate) async fn server(service: &Service, path: &str) -> Value {
    ask(service, "GET", path, &Value::Null).await.json()
}

async fn check(service: &Service, channel: &str, topic: &str, addresses: &[&str]) -> Value {
    let question = json!({"channel": channel, "topic": topic, "addresses": addresses, "code": "60"});
    ask(service, "POST", "/v1/suppressions/check", &question).await.json()["answers"].clone()
}

fn row(address: &str, topic: &str, to: State) -> ImportRow {
    ImportRow { subject: subject(address), turn: Turn { channel: "email".parse().unwrap(), topic: topic.parse().unwrap(), to } }
}

/// A list lifts nothing, whatever comes in between; the streams have an order and a cursor. On any database.
pub(crate) async fn lists(database: &Database) {
    let ledger = &Ledger::open_or_create(database, &issuer(), clock).await.unwrap();
    let site: SiteId = site();
    let import = async |rows: Vec<ImportRow>| ledger.take_over(&site, rows, Reason::List, "import:old system").await.unwrap();
    let (given, withdrawn) = (State::Given, State::Withdrawn);
    let first = [row("ana@example.com", "", withdrawn), row("bo@example.com", "offers", given), row("bo@example.com", "offers", given)];
    // Rows are carried out at once, so of two that say the same either changes something.
    let done = import(first.to_vec()).await;
    assert_eq!((done[0], done[1..].iter().filter(|one| **one == Imported::Changed).count()), (Imported::Changed, 1), "{done:?}");
    assert_eq!(import(first.to_vec()).await, [Imported::Held; 3], "the same list again changes nothing");
    // Neither the topic nor everything is opened by a list where somebody has stopped it or a part of it.
    let lifting = vec![row("ana@example.com", "offers", given), row("ana@example.com", "", given), row("cy@example.com", "", given)];
    import(vec![row("cy@example.com", "surveys", withdrawn)]).await;
    assert_eq!(import(lifting).await, [Imported::Left; 3]);
    // The person alone lifts it, and a list that stops is stronger than that again.
    let wish = Wish::allow(&site, subject("ana@example.com"), How::Confirm, "email".parse().unwrap(), "offers".parse().unwrap());
    let Carried::Done(entry) = ledger.carry(&wish).await.unwrap() else { panic!("done") };
    assert_eq!(payload_of(&entry.jws)["by"], "self");
    assert_eq!(import(vec![row("ana@example.com", "offers", given)]).await, [Imported::Held]);
    assert_eq!(import(vec![row("ana@example.com", "offers", withdrawn)]).await, [Imported::Changed]);

    let held = ledger.suppressions(&site, 0, 10).await.unwrap();
    let shown: Vec<_> = held.iter().map(|one| (one.topic.as_str(), one.reason.as_str(), one.source.as_str())).collect();
    assert_eq!(
        shown,
        [("", "list", "import:old system"), ("surveys", "list", "import:old system"), ("offers", "list", "import:old system")]
    );
    assert!(held.is_sorted_by_key(|one| one.seq) && held[0].hash == subject("ana@example.com").hash());
    assert_eq!(ledger.suppressions(&site, held[0].seq, 1).await.unwrap(), held[1..2], "the stream goes on behind a number");
    assert_eq!(ledger.suppressions(&site, u64::MAX, 1).await.unwrap(), []);
    assert_eq!(ledger.suppressions(&"other".parse().unwrap(), 0, 10).await.unwrap(), []);

    // A stop that comes while a list is read in wins, whichever of the two is first.
    let names: Vec<String> = (0..40).map(|number| format!("p{number}@example.com")).collect();
    let stops = async {
        for name in &names {
            let wish = Wish::stop(&site, subject(name), How::OneClick, "email".parse().unwrap(), "".parse().unwrap());
            ledger.carry(&wish).await.unwrap();
        }
    };
    let (_, _) = tokio::join!(stops, import(names.iter().map(|name| row(name, "offers", given)).collect()));
    let hashes: Vec<_> = names.iter().map(|name| subject(name).hash()).collect();
    let states = ledger.may_write(&site, &"email".parse().unwrap(), &"offers".parse().unwrap(), &hashes).await.unwrap();
    assert_eq!(states, [Some(State::Withdrawn); 40]);
    ledger.close().await;
}

#[tokio::test]
async fn a_list_is_taken_over_asked_about_and_written_out() {
    let service = Service::start_with(options()).await;
    let hash = subject("dee@example.com").hash().to_string();
    let rows = json!([
        {"address": "Ana@Example.com", "channel": "email"},
        {"address": "012-345 6789", "channel": "sms", "topic": "offers"},
        {"address": "bo@example.com", "channel": "email", "topic": "offers", "state": "given"},
        {"address": "no address", "channel": "email"},
        {"address": "x@example.com", "channel": "Email"},
        {"address": "x@example.com", "channel": "email", "state": "maybe"},
        {"hash": hash, "channel": "email"},
        {"hash": "short", "channel": "email"},
        {"channel": "email"},
    ]);
    let list = json!({"source": "=cmd|' /C calc'!A0", "reason": "complaint", "code": "60", "rows": rows});
    let report = ask(&service, "POST", "/v1/suppressions/import", &list).await.json();
    assert_eq!((&report["changed"], &report["held"], &report["left"]), (&json!(4), &json!(0), &json!(0)), "{report}");
    let refused: Vec<_> = report["refused"].as_array().unwrap().iter().map(|one| one["row"].as_u64().unwrap()).collect();
    assert_eq!(refused, [3, 4, 5, 7, 8]);
    assert!(report["refused"][0]["why"].as_str().unwrap().contains("is no e-mail address"), "{report}");
    // Visible at once, and the account that it belonged to does not matter: there is none here.
    assert_eq!(
        check(&service, "email", "offers", &["ana@example.com", "bo@example.com", "dee@example.com", "e@example.com", "-"]).await,
        json!(["stopped", "yes", "stopped", "never-asked", "malformed"])
    );
    assert_eq!(check(&service, "email", "surveys", &["bo@example.com"]).await, json!(["never-asked"]));
    assert_eq!(
        check(&service, "sms", "offers", &["+60123456789", "0123456789", "+60123456780"]).await,
        json!(["stopped", "stopped", "never-asked"])
    );
    let by_hash = json!({"channel": "email", "hashes": [&hash, "none"]});
    let by_hash = ask(&service, "POST", "/v1/suppressions/check", &by_hash).await.json();
    assert_eq!(by_hash["answers"], json!(["stopped", "malformed"]));

    // NDJSON and CSV say the same, page by page, and no field is a formula to a spreadsheet.
    let lines = ask(&service, "GET", "/v1/suppressions?limit=2", &Value::Null).await;
    assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
    let next = lines.header("countersign-next").unwrap().to_owned();
    let text = String::from_utf8(lines.body).unwrap();
    assert!(!text.contains("example.com"), "no address leaves");
    let mut found: Vec<String> = Vec::new();
    for line in text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        assert_eq!((&line["reason"], &line["source"]), (&json!("complaint"), &json!("import:=cmd|' /C calc'!A0")));
        found.push(line["hash"].as_str().unwrap().to_owned());
    }
    let rest = ask(&service, "GET", &format!("/v1/suppressions?format=csv&after={next}"), &Value::Null).await;
    assert_eq!((rest.header("content-type"), rest.header("countersign-next")), (Some("text/csv; charset=utf-8"), None));
    let mut reader = CsvReader::new(rest.body.as_slice()).unwrap();
    let mut row = CsvRow::default();
    while reader.read(&mut row).unwrap() {
        assert_eq!(row.field(reader.place("source").unwrap()), "import:=cmd|' /C calc'!A0");
        found.push(row.field(reader.place("hash").unwrap()).to_owned());
    }
    let phone = Address::parse(AddressKind::Phone, "+60123456789", None).unwrap();
    let mut expected = vec![subject("ana@example.com").hash().to_string(), keys().hash(&phone).to_string(), hash];
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    let changes = ask(&service, "GET", "/v1/suppressions/changes", &Value::Null).await;
    let states: Vec<String> = String::from_utf8(changes.body)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["state"].as_str().unwrap().to_owned())
        .collect();
    let given = states.iter().filter(|state| *state == "given").count();
    assert_eq!((states.len(), given), (4, 1));
}

#[tokio::test]
async fn only_the_sites_own_servers_ask_and_only_in_good_form() {
    let service = Service::start_with(options()).await;
    let paths = [
        ("GET", "/v1/suppressions"),
        ("GET", "/v1/suppressions/changes"),
        ("POST", "/v1/suppressions/check"),
        ("POST", "/v1/suppressions/import"),
        ("GET", "/v1/replies"),
        ("DELETE", "/v1/replies/1"),
        ("GET", "/v1/figures?from=2026-11-01&to=2026-11-30"),
    ];
    for (method, path) in paths {
        for key in ["", "Bearer another-key-of-the-same-length-00", &format!("Basic {API_KEY}")] {
            let answer = service.send(request(method, path, &[("authorization", key)], b"{}".to_vec())).await;
            assert_eq!((answer.status.as_u16(), answer.header("www-authenticate")), (401, Some("Bearer")), "{method} {path} {key}");
        }
    }
    let wrong = async |method: &str, path: &str, body: Value, status: u16, expected: &str| {
        let answer = ask(&service, method, path, &body).await;
        let text = String::from_utf8(answer.body).unwrap();
        assert!(answer.status.as_u16() == status && text.contains(expected), "{method} {path}: {} {text}", answer.status);
    };
    let many = |count: usize| vec!["a@example.com"; count];
    wrong("POST", "/v1/suppressions/check", json!({"channel": "email", "addresses": many(10_001)}), 400, "at most 10000").await;
    wrong("POST", "/v1/suppressions/check", json!({"channel": "email", "addresses": ["a"], "hashes": ["b"]}), 400, "addresses or hashes")
        .await;
    wrong("POST", "/v1/suppressions/check", json!({"channel": "E-Mail", "addresses": []}), 400, "member channel").await;
    wrong("POST", "/v1/suppressions/check", json!({"channel": "sms", "code": "0", "addresses": []}), 400, "member code").await;
    wrong("POST", "/v1/suppressions/check", json!({"channel": "sms", "adresses": []}), 400, "unknown field").await;
    wrong("POST", "/v1/suppressions/check", json!({"channel": "email", "addresses": ["x".repeat(3_000_000)]}), 413, "2097152").await;
    wrong("POST", "/v1/suppressions/import", json!({"source": " ", "rows": []}), 400, "member source").await;
    wrong("POST", "/v1/suppressions/import", json!({"source": "a\nb", "rows": []}), 400, "member source").await;
    wrong("POST", "/v1/suppressions/import", json!({"source": "a", "reason": "why", "rows": []}), 400, "member reason").await;
    let rows = vec![json!({"address": "a@example.com", "channel": "email"}); 1_001];
    wrong("POST", "/v1/suppressions/import", json!({"source": "a", "rows": rows}), 400, "at most 1000").await;
    for query in ["after=-1", "limit=0", "limit=10001", "format=xml", "before=3"] {
        wrong("GET", &format!("/v1/suppressions?{query}"), Value::Null, 400, "after must be a whole number").await;
    }
    wrong("GET", "/v1/figures?from=2026-11-01&to=2026-13-01", Value::Null, 400, "must be days").await;
    wrong("DELETE", "/v1/replies/x", Value::Null, 404, "not-found").await;
    // What was refused left no trace.
    assert_eq!(service.ledger.changes(&site(), 0, 10).await.unwrap(), []);
    let keyless = Service::start_with(RouterOptions { keyrings: Keyrings::default(), ..options() }).await;
    let answer = ask(&keyless, "POST", "/v1/suppressions/check", &json!({"channel": "email", "addresses": []})).await;
    assert_eq!((answer.status.as_u16(), answer.json()["type"].as_str()), (409, Some("urn:countersign:problem:no-marketing-keys")));
}

/// A reply of the generic shape.
pub(crate) async fn reply(service: &Service, id: &str, from: &str, text: &str) -> Value {
    let body = json!({"id": id, "from": from, "text": text}).to_string().into_bytes();
    let answer = service.send(request("POST", &format!("/v1/inbound/layang-express/json?key={SECRET}"), &[], body)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

#[tokio::test]
async fn a_reply_stops_its_channel_and_what_is_no_word_waits_for_staff() {
    let service = Service::start_with(options()).await;
    let said =
        |stopped: u32, joined: u32, kept: u32, known: u32| json!({"stopped": stopped, "joined": joined, "kept": kept, "known": known});
    assert_eq!(reply(&service, "1", "012-345 6789", "ＴＤ").await, said(1, 0, 0, 0));
    assert_eq!(check(&service, "sms", "offers", &["+60123456789"]).await, json!(["stopped"]));
    assert_eq!(check(&service, "email", "offers", &["a@example.com"]).await, json!(["never-asked"]), "one channel alone");
    let changes = service.ledger.changes(&site(), 0, 10).await.unwrap();
    let claims = payload_of(&service.entry(&changes[0].rid).await.jws);
    assert_eq!(
        (&claims["how"]["control"], &claims["by"], &claims["ch"][0]),
        (&json!("keyword"), &json!("self"), &json!({"id": "sms", "st": "withdrawn"}))
    );
    assert_eq!(service.ledger.suppressions(&site(), 0, 10).await.unwrap()[0].source, "reply:json");

    // Unknown words change nothing and are kept, once; a sender without an address is read by a person, too.
    let before = service.ledger.changes(&site(), 0, 10).await.unwrap().len();
    assert_eq!(reply(&service, "2", "+60123456789", "Please do not cancel my parcel").await, said(0, 0, 1, 0));
    assert_eq!(reply(&service, "2", "+60123456789", "Please do not cancel my parcel").await, said(0, 0, 0, 1));
    assert_eq!(reply(&service, "3", "LAYANG", "STOP").await, said(0, 0, 1, 0));
    assert_eq!(service.ledger.changes(&site(), 0, 10).await.unwrap().len(), before);
    let waiting = ask(&service, "GET", "/v1/replies", &Value::Null).await.json()["replies"].clone();
    let phone = Address::parse(AddressKind::Phone, "+60123456789", None).unwrap();
    assert_eq!(
        (&waiting[0]["text"], &waiting[0]["hash"]),
        (&json!("Please do not cancel my parcel"), &json!(keys().hash(&phone).to_string()))
    );
    assert_eq!((waiting[1]["text"].as_str(), waiting[1].get("hash")), (Some("STOP"), None));
    assert!(!waiting.to_string().contains("60123456789"), "no number is kept");
    let first = format!("/v1/replies/{}", waiting[0]["id"]);
    assert_eq!(ask(&service, "DELETE", &first, &Value::Null).await.status, 204);
    assert_eq!(ask(&service, "DELETE", &first, &Value::Null).await.status, 404);
    assert_eq!(ask(&service, "GET", "/v1/replies", &Value::Null).await.json()["replies"].as_array().unwrap().len(), 1);

    // A word joins again where the site allows it; the old reply, sent again by the gateway, does not stop what was wished since.
    assert_eq!(reply(&service, "4", "+60123456789", "start").await, said(0, 1, 0, 0));
    assert_eq!(check(&service, "sms", "offers", &["+60123456789"]).await, json!(["yes"]));
    assert_eq!(reply(&service, "1", "012-345 6789", "ＴＤ").await, said(0, 0, 0, 1));
    assert_eq!(check(&service, "sms", "offers", &["+60123456789"]).await, json!(["yes"]));
    assert_eq!(reply(&service, "5", "+60123456789", "berhenti").await, said(1, 0, 0, 0));
    assert_eq!(check(&service, "sms", "offers", &["+60123456789"]).await, json!(["stopped"]));
}

#[tokio::test]
async fn each_gateway_has_its_shape_its_proof_and_its_receipt() {
    let service = Service::start_with(options()).await;
    let send = async |path: &str, headers: &[(&str, &str)], body: &[u8]| {
        service.send(request("POST", &format!("/v1/inbound/{path}"), headers, body.to_vec())).await
    };
    // Twilio: signed for the address at which it posts.
    let form = b"From=%2B60123456789&Body=Stop&MessageSid=SM1";
    let signed = "https://receipts.layang.example/v1/inbound/layang-express/twilioBodyStopFrom+60123456789MessageSidSM1";
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, SECRET.as_bytes());
    let signature = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, aws_lc_rs::hmac::sign(&key, signed.as_bytes()));
    let answer = send("layang-express/twilio", &[("x-twilio-signature", &signature)], form).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/xml; charset=utf-8")));
    assert!(answer.body.ends_with(b"<Response/>"));
    assert_eq!(check(&service, "sms", "", &["+60123456789"]).await, json!(["stopped"]));
    // Aliyun: a batch, with the site's own short words instead of the usual ones.
    let batch = r#"[{"phone_number":"13800138000","content":"td","sequence_id":"1"},{"phone_number":"13800138001","content":"N","sequence_id":"2"}]"#;
    let answer = send(&format!("layang-express/aliyun?key={SECRET}"), &[], batch.as_bytes()).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({"code": 0, "msg": "OK"})));
    assert_eq!(check(&service, "sms", "", &["+8613800138000", "+8613800138001"]).await, json!(["stopped", "never-asked"]));

    // Whoever does not show the secret gets the same answer, whether there is such a gateway or not.
    let refused = async |path: &str, headers: &[(&str, &str)], body: &[u8]| {
        let answer = send(path, headers, body).await;
        assert_eq!((answer.status.as_u16(), answer.json()["type"].as_str()), (401, Some("urn:countersign:problem:unknown-key")), "{path}");
        answer.json()
    };
    let none = refused("other/json", &[], b"{}").await;
    for path in ["layang-express/json", "layang-express/xml", "layang-express/json?key=wrong", "layang-express/aliyun", "Layang/json"] {
        assert_eq!(refused(path, &[], b"{}").await, none);
    }
    refused("layang-express/twilio", &[], form).await;
    refused("layang-express/twilio", &[("x-twilio-signature", &signature)], b"From=%2B60123456780&Body=Stop&MessageSid=SM1").await;
    refused("layang-express/twilio?key=the-secret-of-the-gateway-0123456", &[], form).await;
    // Bad form is said to a gateway that has shown itself, and changes nothing.
    let changes = service.ledger.changes(&site(), 0, 10).await.unwrap().len();
    let bad = send(&format!("layang-express/json?key={SECRET}"), &[], b"\xcd\xcb\xb6\xa9").await;
    assert_eq!(bad.status, 400);
    let long = vec![b' '; 70_000];
    assert_eq!(send(&format!("layang-express/json?key={SECRET}"), &[], &long).await.status, 413);
    assert_eq!(service.ledger.changes(&site(), 0, 10).await.unwrap().len(), changes);
}
