//! Creates and opens the database file. Nothing is created unless the caller asks for it:
//! a ledger that appears by accident would countersign with a key that nobody expects.

use super::Sqlite;
use crate::store::migrations::migrator;
use crate::store::{Storage, StoreError};
use sqlx::ConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// "CSLG" in ASCII; `migrations/sqlite/0001_ledger.sql` writes it.
const APPLICATION_ID: i64 = 1_129_532_487;
/// Readers beside the one writer.
const MAX_READERS: u32 = 4;
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait before another look at tables that another process makes.
const AGAIN: Duration = Duration::from_millis(50);
/// `SQLITE_BUSY`; what stands above the first byte says more.
const BUSY: u32 = 5;
/// How long a start waits for others that start.
const STARTING: Duration = Duration::from_secs(60);

/// The files of `migrations/sqlite`, oldest first.
static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    migrator(&[
        (1, "ledger", include_str!("../../../migrations/sqlite/0001_ledger.sql")),
        (2, "logs", include_str!("../../../migrations/sqlite/0002_logs.sql")),
        (3, "requests", include_str!("../../../migrations/sqlite/0003_requests.sql")),
        (4, "marketing", include_str!("../../../migrations/sqlite/0004_marketing.sql")),
        (5, "replies", include_str!("../../../migrations/sqlite/0005_replies.sql")),
        (6, "roles", include_str!("../../../migrations/sqlite/0006_roles.sql")),
        (7, "console", include_str!("../../../migrations/sqlite/0007_console.sql")),
        (8, "handover", include_str!("../../../migrations/sqlite/0008_handover.sql")),
        (9, "sign_on", include_str!("../../../migrations/sqlite/0009_sign_on.sql")),
    ])
});

/// Creates the file with mode 0600 and the tables, whatever of them is missing.
pub(crate) async fn create(path: &Path) -> Result<Sqlite, StoreError> {
    touch(path)?;
    start(path, true).await
}

/// Opens a file that `create` has made, and brings its tables up to date.
pub(crate) async fn open(path: &Path) -> Result<Sqlite, StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing { place: path.display().to_string() });
    }
    start(path, false).await
}

/// Opens the database, and tries again while another process that starts at this moment holds it: SQLite waits for a lock by itself, but not
/// where a file changes to its journal of writes ahead, nor longer than [`BUSY_TIMEOUT`], which a slow disk can take for all the tables.
async fn start(path: &Path, may_be_empty: bool) -> Result<Sqlite, StoreError> {
    let end = Instant::now() + STARTING;
    let mut told = false;
    loop {
        match start_once(path, may_be_empty).await {
            Err(error) if is_locked(&error) && Instant::now() < end => {
                if !told {
                    tracing::info!(path = %path.display(), "another process holds the ledger; waiting for it");
                }
                told = true;
                tokio::time::sleep(AGAIN).await;
            }
            result => return result,
        }
    }
}

async fn start_once(path: &Path, may_be_empty: bool) -> Result<Sqlite, StoreError> {
    let sqlite = connect(path).await?;
    match prepare(&sqlite, path, may_be_empty).await {
        Ok(()) => Ok(sqlite),
        Err(error) => {
            sqlite.close().await;
            Err(error)
        }
    }
}

async fn prepare(sqlite: &Sqlite, path: &Path, may_be_empty: bool) -> Result<(), StoreError> {
    let is_new = may_be_empty && application_id(&sqlite.readers).await? == 0 && is_empty(&sqlite.readers).await?;
    if !is_new {
        require_ledger(&sqlite.readers, path).await?;
    }
    Ok(migrate(&sqlite.writer).await?)
}

/// Whether the database said `SQLITE_BUSY`, or one of the kinds of it (<https://www.sqlite.org/rescode.html>).
fn is_locked(error: &StoreError) -> bool {
    let (StoreError::Database(error) | StoreError::Migrate(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _))) =
        error
    else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code()).and_then(|code| code.parse().ok());
    code.is_some_and(|code: u32| code & 0xff == BUSY)
}

/// Brings the tables up to date, also where another process does the same at this moment: SQLite has no lock for that, so the one that
/// comes second finds what it was about to make, and looks again for what is missing.
async fn migrate(writer: &SqlitePool) -> Result<(), MigrateError> {
    for _ in MIGRATIONS.iter() {
        match MIGRATIONS.run(writer).await {
            Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) => tokio::time::sleep(AGAIN).await,
            result => return result,
        }
    }
    MIGRATIONS.run(writer).await
}

/// Copies a backup to a new file.
pub(crate) async fn restore(path: &Path, backup: &Path) -> Result<(), StoreError> {
    if !backup.exists() {
        return Err(StoreError::Missing { place: backup.display().to_string() });
    }
    if path.exists() {
        return Err(StoreError::Exists { place: path.display().to_string() });
    }
    touch(path)?;
    // The file was made with its mode above, and a copy of the content keeps it.
    let copied = tokio::fs::read(backup).await.map(|bytes| std::fs::write(path, bytes));
    copied.and_then(|written| written).map_err(|cause| StoreError::Create { path: path.to_owned(), cause })
}

/// Makes the file before SQLite does, because it will hold a private key; SQLite gives its side files the same mode.
pub(super) fn touch(path: &Path) -> Result<(), StoreError> {
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

/// Like [`touch`], for a copy: where a file stands already, it is left alone.
pub(super) fn touch_new(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Err(StoreError::Create { path: path.to_owned(), cause: ErrorKind::AlreadyExists.into() });
    }
    touch(path)
}

async fn connect(path: &Path) -> Result<Sqlite, StoreError> {
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
    // 32 MiB of pages, because ids come at random places of their index.
    let writer = options.clone().pragma("cache_size", "-32768");
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(writer).await?;
    let readers = SqlitePoolOptions::new().max_connections(MAX_READERS).connect_with(options).await?;
    Ok(Sqlite { writer, readers })
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
    if application_id(pool).await? == APPLICATION_ID { Ok(()) } else { Err(StoreError::Foreign { place: path.display().to_string() }) }
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;
    use crate::store::migrations::names_in;

    #[test]
    fn every_migration_of_the_folder_is_applied() {
        let listed: Vec<String> = MIGRATIONS.iter().map(|one| format!("{:04}_{}.sql", one.version, one.description)).collect();
        assert_eq!(listed, names_in("sqlite"));
    }
}
