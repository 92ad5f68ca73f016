//! What a site and a sender may do: sites and origins, clocks, allowances, slow clients, and what is counted of it.

use crate::process::{Running, configured, try_post};
use crate::support::{Draft, JOSE, Service, free_port, request, uuid};
use axum::body::Body;
use countersign_receiver::{RouterOptions, Settings};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const SITES: &str = r#"
[[site]]
id = "layang-express"
origins = ["https://layang.example", "https://www.layang.example"]

[[site]]
id = "rapid"
origins = ["https://rapid.example"]
unsigned = false
max_ahead_secs = 60
receipts_per_second = 1
"#;

async fn service(text: &str) -> Service {
    Service::start_with(RouterOptions { settings: Settings::parse(text).unwrap(), ..RouterOptions::default() }).await
}

fn rapid(number: u64) -> Draft {
    Draft::new(number).with("ctl/id", json!("rapid")).with("svc", json!("https://rapid.example"))
}

#[tokio::test]
async fn each_site_takes_its_own_receipts_only() {
    let service = service(SITES).await;
    let check = async |draft: Draft, expected: &str| {
        let answer = service.post(JOSE, draft.seal()).await;
        let word = if answer.status == 201 {
            "taken".to_owned()
        } else {
            answer.json()["type"].as_str().unwrap().replace("urn:countersign:problem:", "")
        };
        assert_eq!(word, expected, "{}: {answer:?}", draft.payload);
    };
    check(Draft::new(1), "taken").await;
    check(Draft::new(2).with("svc", json!("https://www.layang.example")), "taken").await;
    check(Draft::new(3).without("ctl").with("svc", json!("https://www.layang.example")), "taken").await;
    check(Draft::new(4).unsigned(), "taken").await;
    check(rapid(5), "taken").await;
    check(Draft::new(6).with("svc", json!("https://rapid.example")), "unknown-site").await;
    check(Draft::new(7).with("ctl/id", json!("other")), "unknown-site").await;
    check(Draft::new(8).without("ctl").with("svc", json!("https://other.example")), "unknown-site").await;
    check(rapid(9).unsigned(), "bad-algorithm").await;
    // The clock of the tests stands at 06:14:31.250.
    check(rapid(10).with("iat", json!("2026-11-23T06:15:31.000Z")), "taken").await;
    check(rapid(11).with("iat", json!("2026-11-23T06:15:32.000Z")), "clock-ahead").await;
    check(Draft::new(12).with("iat", json!("2026-11-24T06:14:31.000Z")), "taken").await;
    check(Draft::new(13).with("iat", json!("2026-11-24T06:14:32.000Z")), "clock-ahead").await;
    check(Draft::new(14).with("iat", json!("9999-12-30T00:00:00.000Z")), "clock-ahead").await;
    check(Draft::new(15).with("iat", json!("1970-01-01T00:00:00.000Z")), "taken").await;
    for (number, expected) in [(3, 200), (6, 404), (9, 404), (11, 404), (14, 404)] {
        assert_eq!(service.get(&format!("/v1/receipts/{}", uuid(number)), &[]).await.status, expected, "{number}");
    }
}

#[tokio::test]
async fn without_a_configuration_a_day_ahead_is_too_far() {
    let service = Service::start().await;
    let answer = service.post(JOSE, Draft::new(1).with("iat", json!("2026-11-24T06:14:32.000Z")).seal()).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (422, &json!("urn:countersign:problem:clock-ahead")));
}

#[tokio::test]
async fn a_site_that_sends_too_much_waits_and_its_neighbor_does_not() {
    let service = Arc::new(service(SITES).await);
    let receipts: Vec<_> = (0..20).map(|number| (number, rapid(number).seal())).collect();
    // All at once: one after another, a busy machine could take so long for them that each has its second.
    let mut sending = JoinSet::new();
    for (number, jws) in receipts {
        let service = service.clone();
        sending.spawn(async move { (number, service.post(JOSE, jws).await) });
    }
    let (taken, refused): (Vec<_>, Vec<_>) = sending.join_all().await.into_iter().partition(|(_, answer)| answer.status == 201);
    assert!(taken.len() >= 10, "a burst of ten is taken: {}", taken.len());
    let (number, answer) = refused.into_iter().next().unwrap();
    assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (429, &json!("urn:countersign:problem:rate-limited")));
    let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait));
    assert_eq!(service.post(JOSE, Draft::new(100).seal()).await.status, 201);
    tokio::time::sleep(Duration::from_secs(wait)).await;
    assert_eq!(service.post(JOSE, rapid(number).seal()).await.status, 201);
}

#[tokio::test]
async fn pages_of_configured_sites_may_send() {
    let service = service(SITES).await;
    for (origin, expected) in [("https://rapid.example", true), ("https://layang.example", true), ("https://other.example", false)] {
        let headers = [("origin", origin), ("access-control-request-method", "POST")];
        let answer = service.send(request("OPTIONS", "/v1/receipts", &headers, Vec::new())).await;
        assert_eq!(answer.header("access-control-allow-origin"), expected.then_some(origin));
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let service = service("[limits]\nbody_secs = 1\n").await;
    let mut slow = request("POST", "/v1/receipts", &[("content-type", JOSE)], Vec::new());
    *slow.body_mut() = Body::from_stream(Forever);
    let answer = service.send(slow).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["type"]), (408, &json!("urn:countersign:problem:too-slow")));
}

/// A body of which nothing ever comes.
struct Forever;

impl futures_core::Stream for Forever {
    type Item = std::io::Result<Vec<u8>>;

    fn poll_next(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

#[test]
fn slow_heads_are_cut_off_and_connections_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let config = configured(folder.path(), "[limits]\nheader_secs = 1\nconnections = 2\nper_address_per_minute = 3\n");
    let metrics = format!("127.0.0.1:{}", free_port());
    let running = Running::start(&folder.path().join("ledger.db"), &["--create", "--config", &config, "--metrics", &metrics]);
    let start = Instant::now();
    // Two connections that say half of what they have to; a third waits until they are cut off.
    let slow: Vec<TcpStream> = (0..2)
        .map(|_| {
            let mut stream = TcpStream::connect(&running.address).unwrap();
            stream.write_all(b"POST /v1/receipts HTTP/1.1\r\nHost: a").unwrap();
            stream
        })
        .collect();
    assert_eq!(running.post(&Draft::new(1).seal()).0, 201);
    assert!((Duration::from_millis(500)..Duration::from_secs(30)).contains(&start.elapsed()), "{:?}", start.elapsed());
    for mut stream in slow {
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
    }
    assert_eq!(running.post(&Draft::new(1).seal()).0, 200);
    assert_eq!(running.post("nonsense").0, 400);
    assert_eq!(running.post(&Draft::new(2).seal()).0, 429);
    let (status, text) = running.get(&metrics, "/metrics");
    assert_eq!(status, 200);
    for line in [
        r#"countersign_receipts_total{site="",kind="choice",outcome="new"} 1"#,
        r#"countersign_receipts_total{site="",kind="choice",outcome="known"} 1"#,
        r#"countersign_problems_total{problem="malformed"} 1"#,
        r#"countersign_problems_total{problem="rate-limited"} 1"#,
        r#"countersign_requests_total{route="/v1/receipts",method="POST",status="201"} 1"#,
        r#"countersign_request_seconds_count{route="/v1/receipts"} 4"#,
        "# EOF",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert_eq!(running.get(&running.address, "/metrics").0, 404);
}

#[test]
fn the_next_process_listens_before_the_last_one_ends() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ledger.db");
    let first = Running::start(&database, &["--create", "--share-port"]);
    assert_eq!(first.post(&Draft::new(1).seal()).0, 201);
    let second = Running::start(&database, &["--share-port", "--listen", &first.address]);
    assert_eq!(second.address, first.address);
    // While one ends and the other serves, every connection is answered, but for one that the system hands to the first in the very moment
    // in which that closes: it is reset before it is read, and sent again as a browser would.
    let address = first.address.clone();
    let sender = std::thread::spawn(move || {
        let mut reset = 0;
        let statuses: Vec<_> = (2..60)
            .map(|number| {
                let jws = Draft::new(number).seal();
                let answer = try_post(&address, &jws).or_else(|_| {
                    reset += 1;
                    try_post(&address, &jws)
                });
                answer.unwrap().0
            })
            .collect();
        (statuses, reset)
    });
    std::thread::sleep(Duration::from_millis(20));
    first.end();
    let (statuses, reset) = sender.join().unwrap();
    assert!(statuses.iter().all(|status| *status == 201), "{statuses:?}");
    assert!(reset <= 1, "{reset} connections were reset");
}
