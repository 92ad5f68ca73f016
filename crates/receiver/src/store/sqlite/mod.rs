//! The ledger in a SQLite file: write-ahead log, full synchronization, one writer. A second process on the same file waits its turn.

mod batch;
mod setup;

pub(crate) use setup::{create, open, restore};

use super::handovers::handovers;
use super::imports::imports;
use super::marketing::marketing;
use super::notes::notes;
use super::replies::replies;
use super::requests::requests;
use super::shared::{ERASE, key_row, read_tiles, storage};
use super::sign_on::sign_ons;
use super::staff::staff;
use super::{Batch, KeyRow, LogRow, NoteRow, OldRow, Public, Row, Storage, StoreError, Which, to_digest, to_i64};
use async_trait::async_trait;
use batch::SqliteBatch;
use countersign_core::Digest;
use countersign_core::log::{TileId, Tiles};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqlitePool;
use std::collections::BTreeSet;
use std::path::Path;

/// A SQLite file that holds a ledger.
pub(crate) struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
}

marketing! { Sqlite, "SELECT unhex(value) FROM json_each($4)", batch::list }
handovers! { Sqlite }
imports! { Sqlite }
notes! { Sqlite }
replies! { Sqlite }
requests! { Sqlite }
sign_ons! { Sqlite }
staff! { Sqlite }
storage! { Sqlite {
    async fn begin(&self, site: &str, origin: &str) -> Result<Box<dyn Batch>, StoreError> {
        // IMMEDIATE: another process cannot take the same place between our reading and our writing.
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let sql = "INSERT INTO logs (site, origin) VALUES ($1, $2) ON CONFLICT (site) DO NOTHING";
        sqlx::query(sql).bind(site).bind(origin).execute(&mut *transaction).await?;
        let log = sqlx::query_as("SELECT * FROM logs WHERE site = $1").bind(site).fetch_one(&mut *transaction).await?;
        Ok(Box::new(SqliteBatch { transaction, log }))
    }

    async fn size(&self) -> Result<i64, StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Ok(sqlx::query_scalar("SELECT coalesce(sum(size), 0) FROM logs").fetch_one(&mut *transaction).await?)
    }

    async fn settle(&self) -> Result<(), StoreError> {
        // Erased bytes are overwritten in the file (secure_delete), and here in the write-ahead log as well.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        Ok(())
    }

    async fn before_logs(&self, limit: u32) -> Result<Vec<OldRow>, StoreError> {
        let sql = "SELECT * FROM receipts_before_logs ORDER BY idx LIMIT $1";
        Ok(sqlx::query_as(sql).bind(limit).fetch_all(&self.readers).await?)
    }

    async fn forget_before_logs(&self, last: i64) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM receipts_before_logs WHERE idx <= $1").bind(last).execute(&self.writer).await?;
        Ok(())
    }

    async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        setup::touch_new(path)?;
        sqlx::query("VACUUM INTO $1").bind(path.display().to_string()).execute(&self.readers).await?;
        Ok(())
    }
} }
