//! Who may be written to: the verbs of the ledger on both databases, and the doors of links and servers.

use crate::support::{Service, clock, issuer, payload_of, request};
use countersign_core::Digest;
use countersign_receiver::{Carried, Database, How, Keyrings, Ledger, Reason, RouterOptions, Settings, SiteId, Wish};
use countersign_suppression::{Address, AddressKind, ChannelId, Keyring, State, Subject, TopicId, Turn};

pub(crate) const KEYS: &str = "hash AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\ntoken ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8\n";

pub(crate) fn keys() -> Keyring {
    Keyring::parse(KEYS).unwrap()
}

pub(crate) fn subject(address: &str) -> Subject {
    keys().subject(Address::parse(AddressKind::Email, address, None).unwrap())
}

pub(crate) fn email() -> ChannelId {
    "email".parse().unwrap()
}

pub(crate) fn topic(id: &str) -> TopicId {
    id.parse().unwrap()
}

/// The contract of the verbs: a wish is receipt, rows and change at once.
pub(crate) async fn verbs(database: &Database) {
    let ledger = &Ledger::open_or_create(database, &issuer(), clock).await.unwrap();
    let site: SiteId = "layang-express".parse().unwrap();
    let ana = subject("ana@example.com");
    let stop = Wish::stop(&site, ana.clone(), How::OneClick, email(), topic("")).from_source("link");
    let Carried::Done(entry) = ledger.carry(&stop).await.unwrap() else { panic!("done") };
    let claims = payload_of(&entry.jws);
    assert_eq!((claims["kind"].as_str(), claims["how"]["control"].as_str()), (Some("unsubscribe"), Some("one-click")));
    assert_eq!(claims["of"].as_str().map(str::len), Some(43));
    assert_eq!(ledger.carry(&stop).await.unwrap(), Carried::Held, "the same again changes nothing");
    let allow = Wish::allow(&site, ana.clone(), How::Confirm, email(), topic("offers"));
    assert!(matches!(ledger.carry(&allow).await.unwrap(), Carried::Done(_)));
    let asked = [subject("ana@example.com").hash(), subject("bo@example.com").hash()];
    let may = async |about: &str| ledger.may_write(&site, &email(), &topic(about), &asked).await.unwrap();
    assert_eq!(may("offers").await, [Some(State::Given), None]);
    assert_eq!(may("surveys").await, [Some(State::Withdrawn), None], "only what was asked for is lifted");
    let other: SiteId = "other".parse().unwrap();
    assert_eq!(ledger.may_write(&other, &email(), &topic("offers"), &asked).await.unwrap(), [None, None]);

    // Stopping everything takes the place of what held for single topics, in the rows too.
    let again = Wish::stop(&site, ana.clone(), How::Desk, email(), topic("")).because(Reason::Complaint);
    assert!(matches!(ledger.carry(&again).await.unwrap(), Carried::Done(_)));
    let held = ledger.standing(&site, ana.hash()).await.unwrap();
    let [row] = held.as_slice() else { panic!("{held:?}") };
    assert_eq!((row.turn.to, row.turn.topic.as_str(), row.reason.as_str(), row.how.as_str()), (State::Withdrawn, "", "complaint", "desk"));
    let changes = ledger.changes(&site, 0, 10).await.unwrap();
    let states: Vec<_> = changes.iter().map(|change| (change.turn.topic.as_str(), change.turn.to.name())).collect();
    assert_eq!(states, [("", "withdrawn"), ("offers", "given"), ("", "withdrawn")]);
    assert_eq!(changes[0].rid, entry.rid);
    assert_eq!(ledger.changes(&site, changes[1].seq, 10).await.unwrap(), changes[2..]);
    assert_eq!(ledger.changes(&site, u64::MAX, 10).await.unwrap(), []);
    many(ledger, &site).await;
    ledger.close().await;
}

/// Two hundred at once, each of them twice: one receipt for each person, and one change.
async fn many(ledger: &Ledger, site: &SiteId) {
    let (before, _) = ledger.since(site, None, 0).await.unwrap();
    let last = ledger.changes(site, 0, 1000).await.unwrap().last().map_or(0, |change| change.seq);
    let turns = |channel: &str| vec![Turn { channel: channel.parse().unwrap(), topic: topic("offers"), to: State::Withdrawn }];
    let wish = |number: usize| Wish::new(site, subject(&format!("p{}@example.com", number / 2)), How::Desk, turns("email"));
    let answers = ledger.carry_all((0..400).map(wish).collect()).await.unwrap();
    let done: Vec<_> = answers.chunks(2).map(|pair| pair.iter().filter(|answer| matches!(answer, Carried::Done(_))).count()).collect();
    assert_eq!(done, [1; 200]);
    assert_eq!(ledger.since(site, None, 0).await.unwrap().0, before + 200);
    let changes = ledger.changes(site, last, 1000).await.unwrap();
    assert!(changes.len() == 200 && changes.is_sorted_by_key(|change| change.seq), "{}", changes.len());
}

pub(crate) const API_KEY: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The site with keys, and a server of it that may ask.
pub(crate) fn options() -> RouterOptions {
    let digest = Digest::of(API_KEY.as_bytes());
    let settings = format!("[[site]]\nid = \"layang-express\"\norigins = [\"https://layang.example\"]\napi_keys = [\"{digest}\"]\n");
    let keyrings = Keyrings::of_rings([("layang-express".parse().unwrap(), keys())]);
    RouterOptions { settings: Settings::parse(&settings).unwrap(), keyrings, ..RouterOptions::default() }
}

#[tokio::test]
async fn servers_alone_mint_tokens() {
    let service = Service::start_with(options()).await;
    let check = async |key: &str, body: &str, expected: u16, says: &str| {
        let headers = [("authorization", key), ("content-type", "application/json")];
        let answer = service.send(request("POST", "/v1/marketing/tokens", &headers, body.into())).await;
        let text = String::from_utf8(answer.body.clone()).unwrap();
        assert_eq!(answer.status.as_u16(), expected, "{key} {body}: {text}");
        assert!(text.contains(says), "{key} {body}: {text}");
        text
    };
    let bearer = format!("Bearer {API_KEY}");
    let ana = r#"{"email":"Ana@Example.com","phone":"+60 12-345 6789"}"#;
    let text = check(&bearer, ana, 200, "2026-11-23T07:14:31.250Z").await;
    let token = serde_json::from_str::<serde_json::Value>(&text).unwrap()["token"].as_str().unwrap().to_owned();
    let addresses = keys().open("layang-express", &token).unwrap().addresses();
    assert_eq!(addresses.iter().map(Address::as_str).collect::<Vec<_>>(), ["ana@example.com", "+60123456789"]);
    check("Bearer of-somebody-else-entirely-0000", ana, 401, "unknown-key").await;
    check(API_KEY, ana, 401, "unknown-key").await;
    check("Basic YTpi", ana, 401, "unknown-key").await;
    check(&bearer, "{}", 400, "names no address").await;
    check(&bearer, r#"{"phone":"012-345 6789"}"#, 400, "calling code").await;
    check(&bearer, r#"{"mail":"x"}"#, 400, "unknown field").await;
}
