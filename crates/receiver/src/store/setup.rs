//! Creates and opens the database file. Nothing is created unless the caller asks for it:
//! a ledger that appears by accident would countersign with a key that nobody expects.

use super::sqlite::{Store, StoreError};
use aws_lc_rs::rand::SecureRandom;
use jiff::Timestamp;
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// "CSLG" in ASCII; `migrations/0001_ledger.sql` writes it.
const APPLICATION_ID: i64 = 1_129_532_487;
/// Readers beside the one writer.
const MAX_READERS: u32 = 4;
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// What to do about a file that is already there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Existing {
    /// Refuse: `init-ledger`.
    Refuse,
    /// Open it: `serve --create`.
    Open,
}

/// Creates the file with mode 0600, the tables and the first signing key, whatever of them is missing.
/// A crash in between leaves a file that the same call completes.
///
/// # Errors
/// [`StoreError::Exists`] when a complete ledger is there and `existing` refuses one,
/// [`StoreError::Foreign`] when the file is another database, and whatever SQLite reports.
pub(crate) async fn create(path: &Path, existing: Existing, now: Timestamp, random: &dyn SecureRandom) -> Result<Store, StoreError> {
    touch(path)?;
    let store = connect(path).await?;
    let store = match prepare(&store, existing, now, random, path).await {
        Ok(()) => store,
        Err(error) => {
            store.close().await;
            return Err(error);
        }
    };
    Ok(store)
}

async fn prepare(store: &Store, existing: Existing, now: Timestamp, random: &dyn SecureRandom, path: &Path) -> Result<(), StoreError> {
    let is_new = application_id(store.readers()).await? == 0 && is_empty(store.readers()).await?;
    if !is_new {
        require_ledger(store.readers(), path).await?;
    }
    MIGRATIONS.run(store.writer()).await?;
    if store.active_key().await?.is_none() {
        return store.replace_key(now, random).await;
    }
    match existing {
        Existing::Refuse => Err(StoreError::Exists { path: path.to_owned() }),
        Existing::Open => Ok(()),
    }
}

/// Opens a ledger that `create` has made, and brings its tables up to date.
///
/// # Errors
/// [`StoreError::Missing`] when there is no file, [`StoreError::Foreign`] when it is another database.
pub(crate) async fn open(path: &Path) -> Result<Store, StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    let store = connect(path).await?;
    require_ledger(store.readers(), path).await?;
    MIGRATIONS.run(store.writer()).await?;
    Ok(store)
}

/// Makes the file before SQLite does, because it will hold a private key; SQLite gives its side files the same mode.
fn touch(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(cause) => Err(StoreError::Create { path: path.to_owned(), cause }),
    }
}

async fn connect(path: &Path) -> Result<Store, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: a commit is on the disk before it is answered. Acknowledged means durable.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // A retired private key is overwritten, not only unlinked.
        .pragma("secure_delete", "ON")
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging();
    // One writer: appends queue here instead of failing on SQLite's lock.
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let readers = SqlitePoolOptions::new().max_connections(MAX_READERS).connect_with(options).await?;
    Ok(Store::new(writer, readers))
}

async fn application_id(pool: &SqlitePool) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("PRAGMA application_id").fetch_one(pool).await?)
}

async fn is_empty(pool: &SqlitePool) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let count: i64 = sqlx::query_scalar(sql).fetch_one(pool).await?;
    Ok(count == 0)
}

async fn require_ledger(pool: &SqlitePool, path: &Path) -> Result<(), StoreError> {
    if application_id(pool).await? == APPLICATION_ID { Ok(()) } else { Err(StoreError::Foreign { path: path.to_owned() }) }
}
