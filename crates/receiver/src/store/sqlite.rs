//! The ledger's verbs on SQLite: a verified receipt in, its place and countersignature out.
//! One transaction for each append; the index is assigned inside it, so that indexes are contiguous from 0
//! and a receipt id stands once. Deliberately absent: deleting and changing (the tables refuse both).

use crate::admit::Admitted;
use crate::countersign::KeyError;
use countersign_core::{Digest, to_base64url};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};
use std::path::PathBuf;
use thiserror::Error;

/// The database did not do what was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file at the path.
    #[error("{} does not exist; create it with `countersign-receiver init-ledger --database {}`", path.display(), path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is a complete ledger at the path already.
    #[error("{} is a ledger already; serve it, or choose another path", path.display())]
    Exists {
        /// Where it stands.
        path: PathBuf,
    },
    /// The file is a database, but no ledger.
    #[error("{} is not a ledger; choose another path", path.display())]
    Foreign {
        /// Where it stands.
        path: PathBuf,
    },
    /// The file could not be created.
    #[error("{} could not be created; check that its folder exists and may be written", path.display())]
    Create {
        /// Where it should have been.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// The tables could not be made or brought up to date.
    #[error("the tables of the ledger could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// There is no signing key.
    #[error("the ledger has no signing key; make one with `countersign-receiver rotate-key`")]
    NoKey,
    /// The signing key failed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// SQLite reported an error.
    #[error("the database reported an error")]
    Database(#[from] sqlx::Error),
    /// A value in the database is outside its range.
    #[error("the database holds a value that it cannot hold; check the file with `PRAGMA integrity_check`")]
    Corrupt,
}

/// One row of the ledger.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Its place, from 0.
    pub index: u64,
    /// The receipt's id.
    pub rid: String,
    /// The receipt, verbatim.
    pub jws: String,
    /// SHA-256 of the ASCII bytes of `jws`.
    pub leaf: Digest,
    /// `choice`, `signal` or `withdrawal`.
    pub kind: String,
    /// Whether the receipt that `prev` names was missing when this one came.
    pub has_gap: bool,
    /// When it came: RFC 3339, UTC, milliseconds.
    pub received_at: String,
    /// The answer that was given.
    pub countersignature: String,
}

/// What the receiver adds to a receipt at its place.
pub(crate) struct Seal {
    pub(crate) received_at: String,
    pub(crate) countersignature: String,
}

/// What became of an append.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Appended {
    /// It is in the ledger now.
    New(Entry),
    /// The same bytes were in the ledger already; this is what was answered then.
    Known(Entry),
    /// The same id is in the ledger with other bytes; nothing was written.
    Conflict,
}

/// The ledger's tables.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    pub(super) fn new(writer: SqlitePool, readers: SqlitePool) -> Self {
        Self { writer, readers }
    }

    pub(super) fn writer(&self) -> &SqlitePool {
        &self.writer
    }

    pub(super) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// Appends a receipt at the next place; `seal` gets that place and gives what stands beside the receipt.
    ///
    /// # Errors
    /// Whatever SQLite or `seal` reports. Then nothing was written, or the answer to the commit was lost;
    /// the same call again tells which, and writes it at most once.
    pub(crate) async fn append<F>(&self, receipt: &Admitted, seal: F) -> Result<Appended, StoreError>
    where
        F: FnOnce(u64) -> Result<Seal, KeyError>,
    {
        // IMMEDIATE: another process cannot take the same index between our reading and our writing.
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(known) = find(&mut transaction, receipt.rid.as_str()).await? {
            let is_same = known.jws == receipt.jws;
            return Ok(if is_same { Appended::Known(known) } else { Appended::Conflict });
        }
        let index = count(&mut transaction).await?;
        let Seal { received_at, countersignature } = seal(index)?;
        let entry = Entry {
            index,
            rid: receipt.rid.as_str().to_owned(),
            jws: receipt.jws.clone(),
            leaf: receipt.leaf,
            kind: receipt.kind.name().to_owned(),
            has_gap: has_gap(&mut transaction, receipt).await?,
            received_at,
            countersignature,
        };
        insert(&mut transaction, &entry, receipt).await?;
        // A crash before this line leaves no trace, a crash after it leaves the whole entry;
        // in both cases the sender has no answer, repeats, and gets the one true entry.
        transaction.commit().await?;
        Ok(Appended::New(entry))
    }

    /// The entry of receipt `rid`; `None` when there is none.
    pub(crate) async fn by_id(&self, rid: &str) -> Result<Option<Entry>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        find(&mut connection, rid).await
    }

    /// Up to `limit` entries after place `after` (from the first when `None`), and the size at that moment.
    pub(crate) async fn since(&self, after: Option<u64>, limit: u32) -> Result<(u64, Vec<Entry>), StoreError> {
        let after = after.map_or(Ok(-1), i64::try_from).unwrap_or(i64::MAX);
        let mut transaction = self.readers.begin().await?;
        let size = count(&mut transaction).await?;
        let rows = sqlx::query("SELECT * FROM receipts WHERE idx > ? ORDER BY idx LIMIT ?")
            .bind(after)
            .bind(limit)
            .fetch_all(&mut *transaction)
            .await?;
        let entries = rows.iter().map(entry).collect::<Result<_, _>>()?;
        Ok((size, entries))
    }

    /// How many entries there are, once the database can be read and locked for writing.
    pub(crate) async fn size(&self) -> Result<u64, StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        count(&mut transaction).await
    }

    /// Waits for running statements and closes the files.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

async fn find(connection: &mut SqliteConnection, rid: &str) -> Result<Option<Entry>, StoreError> {
    let row = sqlx::query("SELECT * FROM receipts WHERE rid = ?").bind(rid).fetch_optional(connection).await?;
    row.as_ref().map(entry).transpose()
}

async fn count(connection: &mut SqliteConnection) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(max(idx) + 1, 0) FROM receipts";
    let size: i64 = sqlx::query_scalar(sql).fetch_one(connection).await?;
    u64::try_from(size).map_err(|_| StoreError::Corrupt)
}

async fn has_gap(connection: &mut SqliteConnection, receipt: &Admitted) -> Result<bool, StoreError> {
    let Some(prev) = receipt.prev else { return Ok(false) };
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM receipts WHERE rec = ? AND seq = ? AND leaf = ?)";
    let gap = sqlx::query_scalar(sql)
        .bind(receipt.rec.as_str())
        .bind(to_i64(receipt.seq)? - 1)
        .bind(prev.bytes().as_slice())
        .fetch_one(connection)
        .await?;
    Ok(gap)
}

async fn insert(connection: &mut SqliteConnection, entry: &Entry, receipt: &Admitted) -> Result<(), StoreError> {
    let sql = "INSERT INTO receipts (idx, rid, jws, leaf, kind, rec, seq, gap, received_at, countersignature)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlx::query(sql)
        .bind(to_i64(entry.index)?)
        .bind(&entry.rid)
        .bind(&entry.jws)
        .bind(entry.leaf.bytes().as_slice())
        .bind(&entry.kind)
        .bind(receipt.rec.as_str())
        .bind(to_i64(receipt.seq)?)
        .bind(entry.has_gap)
        .bind(&entry.received_at)
        .bind(&entry.countersignature)
        .execute(connection)
        .await?;
    Ok(())
}

fn entry(row: &SqliteRow) -> Result<Entry, StoreError> {
    Ok(Entry {
        index: u64::try_from(row.try_get::<i64, _>("idx")?).map_err(|_| StoreError::Corrupt)?,
        rid: row.try_get("rid")?,
        jws: row.try_get("jws")?,
        leaf: digest(row.try_get("leaf")?)?,
        kind: row.try_get("kind")?,
        has_gap: row.try_get("gap")?,
        received_at: row.try_get("received_at")?,
        countersignature: row.try_get("countersignature")?,
    })
}

fn digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    Digest::parse(&to_base64url(bytes)).ok_or(StoreError::Corrupt)
}

fn to_i64(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Corrupt)
}
