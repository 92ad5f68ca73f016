//! The checker finds what is planted, and nothing where nothing is.

use crate::support::{Draft, JOSE, clock, database, issuer};
use countersign_receiver::{Appended, Ledger, admit, check};
use serde_json::json;
use sqlx::Row;
use sqlx::sqlite::SqlitePool;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A ledger of ten receipts, and what their senders were told.
struct Kept {
    folder: TempDir,
    acknowledged: PathBuf,
}

impl Kept {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = open(folder.path()).await;
        let mut lines = String::new();
        for number in 0..10 {
            let jws = Draft::new(number).seal();
            let receipt = admit(Some(JOSE), None, jws.as_bytes()).unwrap();
            let Appended::New(entry) = ledger.append(&receipt).await.unwrap() else { panic!("new") };
            let leaf = entry.leaf.to_text();
            let answer = json!({
                "rid": entry.rid, "index": entry.index, "received_at": entry.received_at, "countersignature": entry.countersignature,
                "receipt_sha256": leaf, "proof": entry.proof,
            });
            lines.push_str(&format!("{}\n", json!({"sent_sha256": leaf, "answer": answer})));
        }
        ledger.close().await;
        let acknowledged = folder.path().join("acknowledged.jsonl");
        fs::write(&acknowledged, lines).unwrap();
        Self { folder, acknowledged }
    }

    /// Changes the database behind the ledger's back, past everything that keeps it.
    async fn tamper(&self, statements: &str) {
        let sqlite = SqlitePool::connect(&database(self.folder.path()).to_string()).await.unwrap();
        let mut connection = sqlite.acquire().await.unwrap();
        sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut *connection).await.unwrap();
        sqlx::query("PRAGMA ignore_check_constraints = ON").execute(&mut *connection).await.unwrap();
        for trigger in sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetch_all(&mut *connection).await.unwrap() {
            let drop = format!("DROP TRIGGER {}", trigger.get::<String, _>("name"));
            sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut *connection).await.unwrap();
        }
        for statement in statements.split(';') {
            sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut *connection).await.unwrap();
        }
        drop(connection);
        sqlite.close().await;
    }

    async fn report(&self) -> String {
        let ledger = open(self.folder.path()).await;
        let report = check(&ledger, Some(&self.acknowledged)).await.unwrap();
        ledger.close().await;
        assert_eq!(report.holds(), report.to_string().ends_with("everything holds"));
        report.to_string()
    }
}

async fn open(folder: &Path) -> Ledger {
    Ledger::open_or_create(&database(folder), &issuer(), clock).await.unwrap()
}

#[tokio::test]
async fn a_true_ledger_holds() {
    let kept = Kept::new().await;
    let line = "receipts.layang.example/log/layang-express: 10 receipts, 10 checkpoints, 10 acknowledgments\neverything holds";
    assert_eq!(kept.report().await, line);
}

#[tokio::test]
async fn what_was_changed_behind_its_back_is_found() {
    let swap =
        "UPDATE entries SET idx = -1 WHERE idx = 3; UPDATE entries SET idx = 3 WHERE idx = 4; UPDATE entries SET idx = 4 WHERE idx = -1";
    for (statements, expected) in [
        ("DELETE FROM entries WHERE idx = 9", "was acknowledged at place 9 and is not in the ledger"),
        ("DELETE FROM entries WHERE idx = 9; UPDATE logs SET size = 9", "a checkpoint of size 10 was given out, and 9 entries are there"),
        ("DELETE FROM entries WHERE idx = 4", "place 4 is missing, 5 follows"),
        (swap, "place 3 was acknowledged for"),
        (swap, "the checkpoint of size 4 is not over its leaves"),
        ("UPDATE entries SET jws = (SELECT jws FROM entries WHERE idx = 1) WHERE idx = 2", "place 2: the leaf is not of the receipt"),
        ("UPDATE entries SET jws = NULL WHERE idx = 2", "place 2 is half erased"),
        ("UPDATE entries SET rid = (SELECT rid FROM entries WHERE idx = 1) WHERE idx = 2", "at place 2 stands twice"),
        (
            "UPDATE entries SET countersignature = (SELECT countersignature FROM entries WHERE idx = 1) WHERE idx = 2",
            "place 2: the countersignature speaks of another receipt or place",
        ),
        (
            "UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 6) WHERE size = 7",
            "the checkpoint of size 6 is kept as one of 7",
        ),
        ("UPDATE checkpoints SET note = replace(note, '/log/', '/log/x')", "the checkpoint of size 1 bears no signature of the log"),
        ("DELETE FROM checkpoints WHERE size = 10", "no checkpoint of its size 10"),
        ("DELETE FROM checkpoints WHERE size = 4", "a checkpoint of size 4 was given out and is not in the ledger"),
        ("UPDATE tiles SET hashes = zeroblob(length(hashes))", "no consistency proof leads from size"),
    ] {
        let kept = Kept::new().await;
        kept.tamper(statements).await;
        let report = kept.report().await;
        assert!(report.contains(expected), "{statements}: {report}");
    }
}

#[tokio::test]
async fn an_acknowledgment_that_is_not_true_is_found() {
    let kept = Kept::new().await;
    let lines = fs::read_to_string(&kept.acknowledged).unwrap();
    let first = lines.lines().next().unwrap();
    for (line, expected) in [
        ("nonsense".to_owned(), "not an acknowledgment"),
        (first.replacen(r#""index":0"#, r#""index":1"#, 1), "the countersignature speaks of another receipt or place"),
        (first.replacen(r#""sent_sha256":""#, r#""sent_sha256":"A"#, 1), "sent_sha256 is no digest"),
        (first.replacen("layang.example/log", "layang.example/log/x", 1), "the checkpoint is of a log that is not in the ledger"),
        (first.replacen(r"\nindex 0\n", r"\nindex 1\n", 1), "the inclusion proof does not hold"),
    ] {
        assert_ne!(line, first, "{expected}");
        fs::write(&kept.acknowledged, format!("{line}\n")).unwrap();
        let report = kept.report().await;
        assert!(report.contains("acknowledgment 1: ") && report.contains(expected), "{line}: {report}");
    }
}

#[tokio::test]
async fn what_was_erased_leaves_a_true_ledger() {
    let kept = Kept::new().await;
    let ledger = open(kept.folder.path()).await;
    ledger.erase(&crate::support::uuid(4)).await.unwrap();
    ledger.close().await;
    assert!(kept.report().await.ends_with("everything holds"));
}
