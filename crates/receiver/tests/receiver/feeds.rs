//! Downstream systems: a webhook that fails now and then, and a stream of NATS whose server is killed, get every entry, and in order.

use crate::lists::API_KEY;
use crate::marketing::{KEYS, subject};
use crate::process::{Running, configured, exchange};
use crate::support::{Draft, free_port, uuid};
use async_nats::jetstream;
use aws_lc_rs::hmac::{HMAC_SHA256, Key, verify};
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_core::Digest;
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

const SECRET: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What a webhook was sent, whether it took it or not.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<(StatusCode, Value)>>>);

impl Seen {
    fn indexes(&self) -> Vec<u64> {
        let seen = self.0.lock().unwrap();
        seen.iter().filter(|(status, _)| status.is_success()).map(|(_, event)| event["data"]["index"].as_u64().unwrap()).collect()
    }

    async fn take(&self, headers: HeaderMap, body: String) -> (StatusCode, HeaderMap) {
        let header = |name: &str| headers[name].to_str().unwrap().to_owned();
        let signed = format!("{}.{}.{body}", header("webhook-id"), header("webhook-timestamp"));
        let signature = STANDARD.decode(header("webhook-signature").strip_prefix("v1,").unwrap()).unwrap();
        verify(&Key::new(HMAC_SHA256, &STANDARD.decode(SECRET).unwrap()), signed.as_bytes(), &signature).unwrap();
        let event: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(event["id"], header("webhook-id"));
        assert_eq!(event["type"], "dev.countersign.receipt.v1.choice");
        let mut seen = self.0.lock().unwrap();
        // Every fourth message is refused, and comes again.
        let status = if seen.len() % 4 == 1 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::NO_CONTENT };
        seen.push((status, event));
        (status, HeaderMap::from_iter([("retry-after".parse().unwrap(), "0".parse().unwrap())]))
    }
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what} did not come");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_gets_every_entry_in_order_over_failures_and_restarts() {
    let seen = Seen::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let taker = seen.clone();
    let hook = Router::new().route("/hook", post(move |headers: HeaderMap, body: String| async move { taker.take(headers, body).await }));
    tokio::spawn(async move { axum::serve(listener, hook).await.unwrap() });

    let folder = tempfile::tempdir().unwrap();
    let config =
        configured(folder.path(), &format!("[[webhook]]\nname = \"crm\"\nurl = \"http://{address}/hook\"\nsecret = \"whsec_{SECRET}\"\n"));
    let database = folder.path().join("ledger.db");
    let first = Running::start(&database, &["--create", "--config", &config]);
    for number in 0..6 {
        assert_eq!(first.post(&Draft::new(number).seal()).0, 201);
    }
    until("the first six", || seen.indexes().len() >= 6).await;
    first.end();
    let second = Running::start(&database, &["--config", &config]);
    for number in 6..9 {
        assert_eq!(second.post(&Draft::new(number).seal()).0, 201);
    }
    until("the last three", || seen.indexes().len() >= 9).await;
    // An orderly end moved the place on, so that nothing came twice.
    assert_eq!(seen.indexes(), (0..9).collect::<Vec<_>>());
    let events = seen.0.lock().unwrap();
    assert!(events.iter().any(|(status, _)| !status.is_success()), "some were refused");
    let last = &events.last().unwrap().1;
    assert_eq!((&last["specversion"], &last["data"]["rid"]), (&"1.0".into(), &uuid(8).into()));
    assert_eq!(last["data"]["receipt"], Draft::new(8).seal());
    assert!(last["data"]["countersignature"].as_str().is_some());
}

/// A NATS server with JetStream; killed when the test is over.
struct Nats {
    child: Child,
    port: u16,
}

impl Nats {
    /// `None` where there is no such program.
    fn start(folder: &Path, port: u16) -> Option<Self> {
        let program = ["nats-server", "/usr/sbin/nats-server"]
            .into_iter()
            .find(|name| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok())?;
        let child = Command::new(program)
            .args(["-a", "127.0.0.1", "-p", &port.to_string(), "-js", "-sd"])
            .arg(folder.join("jetstream"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Some(Self { child, port })
    }

    fn address(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_gets_every_entry_once_though_its_server_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let Some(mut nats) = Nats::start(folder.path(), port) else {
        println!("skipped: no nats-server here; install the Debian package nats-server");
        return;
    };
    let config = configured(folder.path(), &format!("[nats]\nservers = [\"{}\"]\n", nats.address()));
    let running = Running::start(&folder.path().join("ledger.db"), &["--create", "--config", &config]);
    for number in 0..300 {
        assert_eq!(running.post(&Draft::new(number).seal()).0, 201);
        if number == 100 {
            // SIGKILL while the feed is at work; the next server has the same files.
            drop(nats);
            nats = Nats::start(folder.path(), port).unwrap();
        }
    }
    let start = Instant::now();
    let mut ids = Vec::new();
    while ids.len() < 300 {
        assert!(start.elapsed() < Duration::from_secs(60), "{} of 300 came", ids.len());
        tokio::time::sleep(Duration::from_millis(200)).await;
        ids = stored(&nats).await.unwrap_or_default();
    }
    ids.sort();
    assert_eq!(ids, (0..300).map(uuid).collect::<Vec<_>>());
}

/// The ids of all messages in the stream; an error while there is none yet.
async fn stored(nats: &Nats) -> Result<Vec<String>, async_nats::Error> {
    let messages = messages(nats).await?;
    assert!(messages.iter().all(|(subject, _)| subject == "countersign.layang-express.choice"));
    Ok(messages.into_iter().map(|(_, id)| id).collect())
}

/// Subject and id of all messages in the stream.
async fn messages(nats: &Nats) -> Result<Vec<(String, String)>, async_nats::Error> {
    let context = jetstream::new(async_nats::connect(nats.address()).await?);
    let mut stream = context.get_stream("COUNTERSIGN").await?;
    let last = stream.info().await?.state.last_sequence;
    let mut messages = Vec::new();
    for sequence in 1..=last {
        let message = stream.get_raw_message(sequence).await?;
        messages.push((message.subject.to_string(), message.headers.get("Nats-Msg-Id").unwrap().to_string()));
    }
    Ok(messages)
}

/// Messages that a sink was sent.
type Told = Arc<Mutex<Vec<Value>>>;

/// A server of webhooks: what came at `/hook` and at `/old`.
async fn hooks() -> (std::net::SocketAddr, Told, Told) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (told, old) = (Told::default(), Told::default());
    let taker = |told: &Told| {
        let told = told.clone();
        post(move |body: String| async move { told.lock().unwrap().push(serde_json::from_str(&body).unwrap()) })
    };
    let router = Router::new().route("/hook", taker(&told)).route("/old", taker(&old));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, told, old)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sinks_that_ask_for_it_are_told_whose_choice_changed_by_keyed_hashes() {
    let folder = tempfile::tempdir().unwrap();
    let (address, told, old) = hooks().await;
    let port = free_port();
    let nats = Nats::start(folder.path(), port);
    let keys = folder.path().join("layang.keys");
    std::fs::write(&keys, KEYS).unwrap();
    std::fs::set_permissions(&keys, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let hook = |name: &str, more: &str| {
        format!("[[webhook]]\nname = \"{name}\"\nurl = \"http://{address}/{name}\"\nsecret = \"whsec_{SECRET}\"\n{more}\n")
    };
    let stream = nats.as_ref().map(|nats| format!("[nats]\nservers = [\"{}\"]\nmarketing = true\n", nats.address()));
    let config = format!(
        "[[site]]\nid = \"layang-express\"\norigins = [\"https://layang.example\"]\napi_keys = [\"{}\"]\nmarketing_keys = \"{}\"\n{}{}{}",
        Digest::of(API_KEY.as_bytes()),
        keys.display(),
        hook("hook", "marketing = true"),
        hook("old", ""),
        stream.unwrap_or_default(),
    );
    let running = Running::start(&folder.path().join("ledger.db"), &["--create", "--config", &configured(folder.path(), &config)]);
    let body = r#"{"source":"old system","rows":[{"address":"ana@example.com","channel":"email"},
        {"address":"bo@example.com","channel":"email","topic":"offers","state":"given"}]}"#;
    let head = format!("POST /v1/suppressions/import HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {API_KEY}\r\nConnection: close");
    let (status, answer) = exchange(&running.address, &format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
    assert!(status == 200 && answer.contains("\"changed\":2"), "{status} {answer}");

    until("two receipts and two changes", || told.lock().unwrap().len() >= 4 && old.lock().unwrap().len() >= 2).await;
    let changes: Vec<Value> = {
        let told = told.lock().unwrap();
        told.iter().filter(|event| event["type"].as_str().unwrap().starts_with("dev.countersign.marketing.v1.")).cloned().collect()
    };
    let shown: Vec<_> =
        changes.iter().map(|event| (event["type"].as_str().unwrap(), &event["data"]["hash"], event["data"].get("topic"))).collect();
    let (ana, bo) = (subject("ana@example.com").hash().to_string().into(), subject("bo@example.com").hash().to_string().into());
    let expected =
        [("dev.countersign.marketing.v1.withdrawn", &ana, None), ("dev.countersign.marketing.v1.given", &bo, Some(&Value::from("offers")))];
    // The rows of one list are carried out together; the numbers say in which order.
    assert!(expected.iter().all(|one| shown.contains(one)) && shown.len() == 2, "{shown:?}");
    let seqs: Vec<_> = changes.iter().map(|event| event["data"]["seq"].as_u64().unwrap()).collect();
    assert!(seqs.is_sorted(), "{seqs:?}");
    let all = [told.lock().unwrap().clone(), old.lock().unwrap().clone()].concat();
    assert!(!all.iter().any(|event| event.to_string().contains("example.com")), "no address is sent");
    assert!(
        old.lock().unwrap().iter().all(|event| event["type"] == "dev.countersign.receipt.v1.unsubscribe"),
        "who did not ask is not told"
    );
    if let Some(nats) = nats {
        let mut subjects = Vec::new();
        let start = Instant::now();
        while subjects.len() < 4 {
            assert!(start.elapsed() < Duration::from_secs(30), "{subjects:?} came");
            tokio::time::sleep(Duration::from_millis(100)).await;
            subjects = messages(&nats).await.unwrap_or_default().into_iter().map(|(subject, _)| subject).collect();
        }
        subjects.sort();
        assert_eq!(
            subjects,
            ["marketing", "marketing", "unsubscribe", "unsubscribe"].map(|kind| format!("countersign.layang-express.{kind}"))
        );
    }
}
