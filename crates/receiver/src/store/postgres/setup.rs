//! Connects to a database and makes its tables; runs the server's own programs for backups.

use super::Postgres;
use crate::store::migrations::migrator;
use crate::store::{Database, Storage, StoreError};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Executor};
use std::fs::OpenOptions;
use std::path::Path;
use std::str::FromStr;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::process::Command;

/// Appends of so many sites run at once; more wait.
const MAX_WRITERS: u32 = 8;
const MAX_READERS: u32 = 8;
/// How long a request waits for a connection before it is told to come again.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// The files of `migrations/postgres`, oldest first.
static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    migrator(&[
        (1, "logs", include_str!("../../../migrations/postgres/0001_logs.sql")),
        (2, "requests", include_str!("../../../migrations/postgres/0002_requests.sql")),
        (3, "marketing", include_str!("../../../migrations/postgres/0003_marketing.sql")),
        (4, "replies", include_str!("../../../migrations/postgres/0004_replies.sql")),
        (5, "roles", include_str!("../../../migrations/postgres/0005_roles.sql")),
        (6, "console", include_str!("../../../migrations/postgres/0006_console.sql")),
        (7, "handover", include_str!("../../../migrations/postgres/0007_handover.sql")),
        (8, "sign_on", include_str!("../../../migrations/postgres/0008_sign_on.sql")),
    ])
});

/// Makes the tables, whatever of them is missing. Two receivers that start at once take turns.
pub(crate) async fn create(url: &str, database: &Database) -> Result<Postgres, StoreError> {
    let postgres = connect(url).await?;
    let result = match tables(&postgres.readers).await {
        Ok((0, 0) | (1, _)) => MIGRATIONS.run(&postgres.writer).await.map_err(StoreError::from),
        Ok(_) => Err(StoreError::Foreign { place: database.to_string() }),
        Err(error) => Err(error),
    };
    finish(postgres, result).await
}

/// Opens a ledger that `create` has made.
pub(crate) async fn open(url: &str, database: &Database) -> Result<Postgres, StoreError> {
    let postgres = connect(url).await?;
    let result = match tables(&postgres.readers).await {
        Ok((1, _)) => MIGRATIONS.run(&postgres.writer).await.map_err(StoreError::from),
        Ok((_, 0)) => Err(StoreError::Missing { place: database.to_string() }),
        Ok(_) => Err(StoreError::Foreign { place: database.to_string() }),
        Err(error) => Err(error),
    };
    finish(postgres, result).await
}

/// Fills an empty database from a backup.
pub(crate) async fn restore(url: &str, database: &Database, backup: &Path) -> Result<(), StoreError> {
    let postgres = connect(url).await?;
    let found = tables(&postgres.readers).await;
    postgres.close().await;
    match found? {
        (0, 0) => {}
        (1, _) => return Err(StoreError::Exists { place: database.to_string() }),
        _ => return Err(StoreError::Foreign { place: database.to_string() }),
    }
    let mut command = Command::new("pg_restore");
    run("pg_restore", command.args(["--no-owner", "--single-transaction", "--dbname", url]).arg(backup)).await
}

async fn finish(postgres: Postgres, result: Result<(), StoreError>) -> Result<Postgres, StoreError> {
    if let Err(error) = result {
        postgres.close().await;
        return Err(error);
    }
    Ok(postgres)
}

/// Whether a ledger's last table is there (0 or 1), and how many tables are, whosoever they be.
async fn tables(pool: &PgPool) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT count(*) FILTER (WHERE table_name = 'feeds'), count(*) FILTER (WHERE table_name != '_sqlx_migrations')
               FROM information_schema.tables WHERE table_schema = current_schema()";
    Ok(sqlx::query_as(sql).fetch_one(pool).await?)
}

async fn connect(url: &str) -> Result<Postgres, StoreError> {
    let options = PgConnectOptions::from_str(url)?.application_name("countersign-receiver").disable_statement_logging();
    let pool = |limit| PgPoolOptions::new().max_connections(limit).acquire_timeout(ACQUIRE_TIMEOUT);
    let writer = pool(MAX_WRITERS).after_connect(|connection, _| {
        Box::pin(async move {
            // Acknowledged means durable, whatever the server's default is; "on" waits for synchronous standbys too.
            connection.execute("SET synchronous_commit = on").await?;
            Ok(())
        })
    });
    let writer = writer.connect_with(options.clone()).await?;
    let readers = pool(MAX_READERS).connect_with(options).await?;
    Ok(Postgres { writer, readers, url: url.to_owned() })
}

/// Makes a file for a copy, which will hold private keys.
pub(super) fn touch_new(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ()).map_err(|cause| StoreError::Create { path: path.to_owned(), cause })
}

/// Runs a program of PostgreSQL to its end.
pub(super) async fn run(program: &'static str, command: &mut Command) -> Result<(), StoreError> {
    let output = command.output().await.map_err(|error| StoreError::Program { program, detail: error.to_string() })?;
    if output.status.success() {
        return Ok(());
    }
    Err(StoreError::Program { program, detail: String::from_utf8_lossy(&output.stderr).trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;
    use crate::store::migrations::names_in;

    #[test]
    fn every_migration_of_the_folder_is_applied() {
        let listed: Vec<String> = MIGRATIONS.iter().map(|one| format!("{:04}_{}.sql", one.version, one.description)).collect();
        assert_eq!(listed, names_in("postgres"));
    }
}
