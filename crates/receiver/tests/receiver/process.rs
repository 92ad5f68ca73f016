//! The real binary: it creates, serves, dies by SIGKILL and comes back with everything it acknowledged.

use crate::support::{Draft, JOSE};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_countersign-receiver");

/// A running receiver; killed when the test is over.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
}

impl Running {
    pub(crate) fn start(database: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--database"])
            .arg(database)
            .args(if more.contains(&"--listen") { &[][..] } else { &["--listen", "127.0.0.1:0"] })
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
    pub(crate) fn post(&self, jws: &str) -> (u16, String) {
        post(&self.address, jws)
    }

    /// Status and body of a page, at this address or another of the same process.
    pub(crate) fn get(&self, address: &str, path: &str) -> (u16, String) {
        exchange(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
    }

    /// SIGTERM, and waits until it has ended in order.
    pub(crate) fn end(mut self) {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }

    fn log(&mut self) -> String {
        let mut log = String::new();
        self.child.stderr.as_mut().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

pub(crate) fn post(address: &str, jws: &str) -> (u16, String) {
    try_post(address, jws).unwrap()
}

/// The same; an error where the connection broke before an answer came.
pub(crate) fn try_post(address: &str, jws: &str) -> std::io::Result<(u16, String)> {
    let length = jws.len();
    try_exchange(
        address,
        &format!(
            "POST /v1/receipts HTTP/1.1\r\nHost: {address}\r\nContent-Type: {JOSE}\r\nContent-Length: {length}\r\nUser-Agent: curious/1.0\r\nConnection: close\r\n\r\n{jws}"
        ),
    )
}

/// Sends one request over a connection of its own; status and body of the answer.
pub(crate) fn exchange(address: &str, request: &str) -> (u16, String) {
    try_exchange(address, request).unwrap()
}

fn try_exchange(address: &str, request: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Ok((head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned()))
}

/// Writes a configuration; its path as an argument.
pub(crate) fn configured(folder: &Path, text: &str) -> String {
    let path = folder.join("receiver.toml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
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
    // Less than connections get that are still at work: there is none.
    assert!(start.elapsed() < Duration::from_secs(10));
    let log = running.log();
    assert!(log.lines().count() >= 4 && log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    assert!(log.contains(r#""route":"/v1/receipts""#));
    let sub = draft.payload["sub"].as_str().unwrap();
    for secret in [draft.rid().as_str(), sub, "curious", "nonsense", "Layang"] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
    assert!(!folder.path().join("ledger.db-wal").exists(), "an orderly end leaves no write-ahead log");
}

#[test]
fn a_configuration_that_does_not_fit_is_an_error_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let config = configured(folder.path(), "[limits]\nconections = 5\n");
    let refused = run(&["serve", "--create", "--listen", "127.0.0.1:0", "--config", &config], &folder.path().join("ledger.db"));
    let text = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && text.contains("receiver.toml") && text.contains("line 2"), "{text}");
}
