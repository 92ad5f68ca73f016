//! The fault table of the ledger: whatever is cut off, repeated or done at once, every receipt stands in it
//! exactly once and the places are contiguous.

use crate::support::{Draft, JOSE, Service, clock, database, digest, file, issuer, site, uuid};
use countersign_receiver::{Admitted, Appended, Ledger, StoreError, admit};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqlitePool;
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::path::Path;
use std::pin::pin;
use std::task::Poll;

fn receipt(number: u64) -> Admitted {
    admit(Some(JOSE), None, Draft::new(number).seal().as_bytes()).unwrap()
}

async fn open(folder: &Path) -> Ledger {
    Ledger::open_or_create(&database(folder), &issuer(), clock).await.unwrap()
}

/// Reads the whole ledger again: places from 0 without a hole, ids once, leaves right.
async fn check_whole(ledger: &Ledger, size: u64) {
    let (stated, entries) = ledger.since(&site(), None, 1000).await.unwrap();
    assert_eq!((stated, entries.len() as u64), (size, size));
    let ids: BTreeSet<_> = entries.iter().map(|entry| &entry.rid).collect();
    assert_eq!(ids.len(), entries.len());
    for (place, entry) in entries.iter().enumerate() {
        assert_eq!(entry.index, place as u64);
        assert_eq!(entry.leaf.to_string(), digest(entry.jws.as_ref().unwrap()));
    }
}

#[tokio::test]
async fn stored_but_the_answer_was_lost() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path()).await;
    let Appended::New(stored) = ledger.append(&receipt(1)).await.unwrap() else { panic!("new") };
    // Not closed: as after a crash, the write-ahead log is what is left.
    drop(ledger);
    let again = open(folder.path()).await;
    assert_eq!(again.append(&receipt(1)).await.unwrap(), Appended::Known(stored));
    check_whole(&again, 1).await;
}

#[tokio::test]
async fn failed_and_nothing_was_stored() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path()).await;
    ledger.append(&receipt(1)).await.unwrap();
    let sqlite = SqlitePool::connect(file(folder.path()).to_str().unwrap()).await.unwrap();
    let trap = "CREATE TRIGGER trap AFTER INSERT ON entries BEGIN SELECT RAISE(ABORT, 'disk'); END";
    sqlx::query(trap).execute(&sqlite).await.unwrap();
    for _ in 0..3 {
        assert!(matches!(ledger.append(&receipt(2)).await, Err(StoreError::Batch(_))));
    }
    check_whole(&ledger, 1).await;
    sqlx::query("DROP TRIGGER trap").execute(&sqlite).await.unwrap();
    assert!(matches!(ledger.append(&receipt(2)).await.unwrap(), Appended::New(entry) if entry.index == 1));
    check_whole(&ledger, 2).await;
}

#[tokio::test]
async fn cut_off_at_any_step() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path()).await;
    let mut was_done = false;
    // Each is cut off a step later, and as many more as a busy machine needs until one comes to its end.
    for polls in 0..400 {
        if polls >= 40 && was_done {
            break;
        }
        let receipt = receipt(polls);
        {
            let mut append = pin!(ledger.append(&receipt));
            for _ in 0..polls {
                let step = poll_fn(|context| Poll::Ready(append.as_mut().poll(context).is_ready())).await;
                if step {
                    was_done = true;
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_micros(500)).await;
            }
            // Dropped here, wherever it was.
        }
        ledger.append(&receipt).await.unwrap();
        check_whole(&ledger, polls + 1).await;
    }
    assert!(was_done, "no append came to its end, so the later cuts tried nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path()).await;
    // A second receiver on the same file, and every receipt sent through both.
    let other = open(folder.path()).await;
    let tasks: Vec<_> = (0..64)
        .flat_map(|number| [(number, ledger.clone()), (number, other.clone())])
        .map(|(number, ledger)| tokio::spawn(async move { ledger.append(&receipt(number)).await.unwrap() }))
        .collect();
    let mut new = 0;
    for task in tasks {
        match task.await.unwrap() {
            Appended::New(_) => new += 1,
            Appended::Known(_) => {}
            other => panic!("the bytes are the same, and yet {other:?}"),
        }
    }
    assert_eq!(new, 64);
    check_whole(&ledger, 64).await;
}

#[tokio::test]
async fn a_ledger_only_grows() {
    let service = Service::start().await;
    service.post(JOSE, Draft::new(1).seal()).await;
    let sqlite = SqlitePool::connect(file(service.folder.path()).to_str().unwrap()).await.unwrap();
    assert!(sqlx::query("DELETE FROM entries").execute(&sqlite).await.is_err());
    assert!(sqlx::query("UPDATE entries SET kind = 'signal'").execute(&sqlite).await.is_err());
    assert!(service.ledger.by_id(&uuid(1)).await.unwrap().is_some());
}

#[tokio::test]
async fn nothing_is_created_by_accident() {
    let folder = tempfile::tempdir().unwrap();
    let path = database(folder.path());
    let missing = Ledger::open(&path, &issuer(), clock).await.err().unwrap();
    assert!(matches!(missing, StoreError::Missing { .. }));
    assert!(missing.to_string().contains("countersign-receiver init-ledger"));
    assert!(!file(folder.path()).exists());

    Ledger::init(&path, clock).await.unwrap();
    assert!(matches!(Ledger::init(&path, clock).await, Err(StoreError::Exists { .. })));
    let ledger = Ledger::open(&path, &issuer(), clock).await.unwrap();
    assert_eq!(ledger.public_keys().await.unwrap().len(), 1, "the second init made no key");

    let foreign = folder.path().join("other.db");
    let sqlite = SqlitePool::connect(&format!("{}?mode=rwc", foreign.display())).await.unwrap();
    sqlx::query("CREATE TABLE orders (id INTEGER)").execute(&sqlite).await.unwrap();
    sqlite.close().await;
    let open = Ledger::open(&foreign.clone().into(), &issuer(), clock).await.err().unwrap();
    let create = Ledger::open_or_create(&foreign.into(), &issuer(), clock).await.err().unwrap();
    assert!(matches!((open, create), (StoreError::Foreign { .. }, StoreError::Foreign { .. })));
}

#[tokio::test]
async fn an_interrupted_creation_is_completed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(file(folder.path()), "").unwrap();
    Ledger::init(&database(folder.path()), clock).await.unwrap();
    assert_eq!(open(folder.path()).await.size().await.unwrap(), 0);
}

#[tokio::test]
async fn a_ledger_from_before_logs_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = SqlitePool::connect(&format!("{}?mode=rwc", file(folder.path()).display())).await.unwrap();
    let first = sqlx::SqlStr::from_static(include_str!("../../migrations/sqlite/0001_ledger.sql"));
    let first = Migration::new(1, "ledger".into(), MigrationType::Simple, first, false);
    Migrator::with_migrations(vec![first]).run(&sqlite).await.unwrap();
    for number in 0..3 {
        let receipt = receipt(number);
        let sql = "INSERT INTO receipts VALUES ($1, $2, $3, $4, 'choice', $5, 0, 0, '2026-11-20T00:00:00.000Z', 'a.b.c')";
        let query = sqlx::query(sql).bind(number as i64).bind(receipt.rid.as_str()).bind(&receipt.jws);
        query.bind(receipt.leaf.bytes().as_slice()).bind(receipt.rec.as_str()).execute(&sqlite).await.unwrap();
    }
    sqlite.close().await;
    for _ in 0..2 {
        let ledger = open(folder.path()).await;
        check_whole(&ledger, 3).await;
        let Appended::Known(entry) = ledger.append(&receipt(2)).await.unwrap() else { panic!("known") };
        assert_eq!((entry.index, entry.countersignature.as_str()), (2, "a.b.c"));
        assert_eq!(entry.received_at, "2026-11-20T00:00:00.000Z");
        ledger.close().await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_key() {
    use std::os::unix::fs::PermissionsExt;
    let service = Service::start().await;
    service.post(JOSE, Draft::new(1).seal()).await;
    let mut count = 0;
    for file in std::fs::read_dir(service.folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        count += 1;
    }
    assert!(count >= 2, "the database and its write-ahead log");
}
