//! The real binary: it creates, serves, dies by SIGKILL and comes back with everything it acknowledged.

use crate::support::{Draft, JOSE};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_countersign-receiver");

/// A running receiver; killed when the test is over.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(database: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(database)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address }
    }

    /// Status and body.
    fn post(&self, jws: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let length = jws.len();
        write!(stream, "POST /v1/receipts HTTP/1.1\r\nHost: {}\r\nContent-Type: {JOSE}\r\nContent-Length: {length}\r\nUser-Agent: curious/1.0\r\nConnection: close\r\n\r\n{jws}", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn log(&mut self) -> String {
        let mut log = String::new();
        self.child.stderr.as_mut().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(arguments: &[&str], database: &Path) -> Output {
    Command::new(BINARY).args(arguments).arg("--database").arg(database).output().unwrap()
}

#[test]
fn killed_and_started_again_it_gives_the_same_answer() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ledger.db");
    let jws = Draft::new(1).seal();
    let mut first = Running::start(&database, &["--create", "--origin", "https://receipts.layang.example"]);
    let (status, answer) = first.post(&jws);
    assert_eq!(status, 201, "{answer}");
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    let second = Running::start(&database, &["--create", "--origin", "https://receipts.layang.example"]);
    assert_eq!(second.post(&jws), (200, answer));
    let (status, answer) = second.post(&Draft::new(2).seal());
    assert!(status == 201 && answer.contains(r#""index":1"#), "{answer}");
}

#[test]
fn a_missing_ledger_is_an_error_that_names_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ledger.db");
    let refused = run(&["serve", "--listen", "127.0.0.1:0"], &database);
    let text = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && text.contains("countersign-receiver init-ledger"), "{text}");
    assert!(run(&["init-ledger"], &database).status.success());
    assert!(!run(&["init-ledger"], &database).status.success());
    assert!(run(&["rotate-key"], &database).status.success());
    let running = Running::start(&database, &[]);
    assert_eq!(running.post(&Draft::new(1).seal()).0, 201);
}

#[cfg(unix)]
#[test]
fn sigterm_ends_it_in_order_and_the_log_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(&folder.path().join("ledger.db"), &["--create"]);
    let draft = Draft::new(1);
    assert_eq!(running.post(&draft.seal()).0, 201);
    assert_eq!(running.post("nonsense").0, 400);
    let start = Instant::now();
    assert!(Command::new("kill").arg(running.child.id().to_string()).status().unwrap().success());
    assert!(running.child.wait().unwrap().success());
    assert!(start.elapsed() < Duration::from_secs(5));
    let log = running.log();
    assert!(log.lines().count() >= 4 && log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    assert!(log.contains(r#""route":"/v1/receipts""#));
    let sub = draft.payload["sub"].as_str().unwrap();
    for secret in [draft.rid().as_str(), sub, "curious", "nonsense", "Layang"] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
    assert!(!folder.path().join("ledger.db-wal").exists(), "an orderly end leaves no write-ahead log");
}
