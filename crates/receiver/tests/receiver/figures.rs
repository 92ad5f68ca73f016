//! Opened messages and followed links: the same answer for everybody, and nothing stored without consent.

use crate::lists::{options, server};
use crate::marketing::{keys, subject};
use crate::support::{Service, clock, request, site};
use countersign_receiver::{How, Wish};
use countersign_suppression::{Address, AddressKind, Purpose, Token};
use serde_json::json;
use std::time::{Duration, Instant};

const TARGET: &str = "https://layang.example/sale?size=40&color=%E7%BA%A2";

fn minted(purpose: Purpose, address: &str, topic: &str, ago_ms: u64) -> String {
    let address = Address::parse(AddressKind::Email, address, None).unwrap();
    let now = u64::try_from(clock().as_millisecond()).unwrap();
    let token = Token::new(purpose, address, "email".parse().unwrap(), topic.parse().unwrap(), now - ago_ms);
    keys().mint(site().as_str(), &token.with_note(if purpose == Purpose::Click { TARGET } else { "" })).unwrap()
}

fn open(address: &str) -> String {
    format!("/o/{}.gif", minted(Purpose::Open, address, "offers", 0))
}

async fn rows(service: &Service) -> i64 {
    let url = format!("sqlite://{}", service.folder.path().join("ledger.db").display());
    let pool = sqlx::sqlite::SqlitePool::connect(&url).await.unwrap();
    let count = sqlx::query_scalar("SELECT coalesce(sum(opens + clicks), 0) FROM figures").fetch_one(&pool).await.unwrap();
    pool.close().await;
    count
}

/// Waits until so many are stored, and never more.
async fn stored(service: &Service, count: i64) {
    let start = Instant::now();
    loop {
        let found = rows(service).await;
        assert!(found <= count, "{found} are stored, not {count}");
        if found == count {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{found} of {count} are stored");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn allow(service: &Service, address: &str) {
    let wish = Wish::allow(&site(), subject(address), How::Confirm, "email".parse().unwrap(), "offers".parse().unwrap());
    service.ledger.carry(&wish).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_opened_without_consent_leaves_no_row_and_no_trace_in_the_answer() {
    let service = Service::start_with(options()).await;
    allow(&service, "yes@example.com").await;
    let (yes, no) = (open("yes@example.com"), open("no@example.com"));
    // One after another in an order that is neither's advantage, each with its time.
    let mut times = [Vec::new(), Vec::new()];
    for number in 0_u32..600 {
        let which = usize::from(number.wrapping_mul(2_654_435_761) >> 31 == 1);
        let start = Instant::now();
        let answer = service.get([&yes, &no][which], &[]).await;
        times[which].push(start.elapsed());
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 43));
    }
    let counted = i64::try_from(times[0].len()).unwrap();
    assert!((200..=400).contains(&counted), "{counted}");
    stored(&service, counted).await;
    // The chance that an answer with consent takes longer than one without is a half, but for what chance does to 600 of them.
    let longer: usize = times[0].iter().map(|with| times[1].iter().filter(|without| with > *without).count()).sum();
    let share = longer as f64 / (times[0].len() * times[1].len()) as f64;
    assert!((0.3..=0.7).contains(&share), "an answer with consent takes longer in {share} of all pairs");

    // Whatever the token, the same bytes and the same head.
    let expected = service.get(&yes, &[]).await;
    let forged = format!("{}A.gif", &no[..no.len() - 5]);
    let expired = format!("/o/{}.gif", minted(Purpose::Open, "yes@example.com", "offers", 11 * 366 * 86_400_000));
    let other = format!("/o/{}.gif", minted(Purpose::Click, "yes@example.com", "offers", 0));
    for path in [&no, &forged, &expired, &other, "/o/x.gif", "/o/x", "/o/%FF.gif", &yes.replace("/o/", "/o/a")] {
        let answer = service.get(path, &[]).await;
        assert_eq!((answer.status, &answer.headers, &answer.body), (expected.status, &expected.headers, &expected.body), "{path}");
    }
    assert!(expected.body.starts_with(b"GIF89a") && expected.header("set-cookie").is_none());
    // A signal of the browser is a no, another topic was not asked for, and a look at the head alone is no opening.
    for signal in ["dnt", "sec-gpc"] {
        service.get(&yes, &[(signal, "1")]).await;
    }
    service.get(&format!("/o/{}.gif", minted(Purpose::Open, "yes@example.com", "surveys", 0)), &[]).await;
    service.send(request("HEAD", &yes, &[], Vec::new())).await;
    // The one counted last shows that those before it would have been by now.
    service.get(&yes, &[]).await;
    stored(&service, counted + 2).await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    stored(&service, counted + 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_leads_where_it_was_made_to_lead_and_nowhere_else() {
    let service = Service::start_with(options()).await;
    allow(&service, "yes@example.com").await;
    let follow = async |address: &str| service.get(&format!("/r/{}", minted(Purpose::Click, address, "offers", 0)), &[]).await;
    let (with, without) = (follow("yes@example.com").await, follow("no@example.com").await);
    assert_eq!((with.status.as_u16(), with.header("location")), (302, Some(TARGET)), "nothing is added to the address");
    assert_eq!((without.status, &without.headers, &without.body), (with.status, &with.headers, &with.body));
    let opened = minted(Purpose::Open, "yes@example.com", "offers", 0);
    for path in ["/r/x", "/r/https://evil.example", &format!("/r/{opened}"), "/r/x?to=https://evil.example"] {
        let answer = service.get(path, &[]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (404, None), "{path}");
    }
    let address = Address::parse(AddressKind::Email, "yes@example.com", None).unwrap();
    let script =
        Token::new(Purpose::Click, address, "email".parse().unwrap(), "offers".parse().unwrap(), 0).with_note("javascript:alert(1)");
    let script = service.get(&format!("/r/{}", keys().mint(site().as_str(), &script).unwrap()), &[]).await;
    assert_eq!((script.status.as_u16(), script.header("location")), (404, None));
    for _ in 0..5 {
        follow("yes@example.com").await;
    }
    stored(&service, 6).await;

    // The report: no name of anybody, and nothing of so few that they could be known.
    for count in [1, 6] {
        allow(&service, "bo@example.com").await;
        for _ in 0..count {
            service.get(&open("bo@example.com"), &[]).await;
        }
    }
    stored(&service, 13).await;
    let report = server(&service, "/v1/figures?from=2026-11-01&to=2026-11-30").await;
    let day = "2026-11-23";
    assert_eq!(report["figures"], json!([{"day": day, "sent_on": day, "channel": "email", "topic": "offers", "opens": 7, "clicks": 6}]));
    let earlier = minted(Purpose::Open, "bo@example.com", "offers", 86_400_000);
    service.get(&format!("/o/{earlier}.gif"), &[]).await;
    stored(&service, 14).await;
    let report = server(&service, "/v1/figures?from=2026-11-23&to=2026-11-23").await;
    let few = json!({"day": day, "sent_on": "2026-11-22", "channel": "email", "topic": "offers", "opens": null, "clicks": 0});
    assert_eq!(report["figures"][0], few);
    assert_eq!(server(&service, "/v1/figures?from=2026-11-24&to=2026-11-30").await["figures"], json!([]));
}
