//! The ledger in PostgreSQL: any number of receivers on one ledger. Whoever appends to a log holds its row.

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
use super::{Batch, KeyRow, LogRow, NoteRow, Public, Row, Storage, StoreError, Which, to_digest, to_i64};
use async_trait::async_trait;
use batch::PostgresBatch;
use countersign_core::Digest;
use countersign_core::log::{TileId, Tiles};
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgPool;
use std::collections::BTreeSet;
use std::path::Path;
use tokio::process::Command;

/// A PostgreSQL database that holds a ledger.
pub(crate) struct Postgres {
    writer: PgPool,
    readers: PgPool,
    url: String,
}

marketing! { Postgres, "SELECT unnest($4::BYTEA[])", batch::list }
handovers! { Postgres }
imports! { Postgres }
notes! { Postgres }
replies! { Postgres }
requests! { Postgres }
sign_ons! { Postgres }
staff! { Postgres }
storage! { Postgres {
    async fn begin(&self, site: &str, origin: &str) -> Result<Box<dyn Batch>, StoreError> {
        let mut transaction = self.writer.begin().await?;
        // Every other receiver waits here until this one commits, and then reads what was committed.
        let sql = "SELECT * FROM logs WHERE site = $1 FOR UPDATE";
        let mut log: Option<LogRow> = sqlx::query_as(sql).bind(site).fetch_optional(&mut *transaction).await?;
        if log.is_none() {
            // Another receiver's row may be met by its site or by its origin first.
            let insert = "INSERT INTO logs (site, origin) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            sqlx::query(insert).bind(site).bind(origin).execute(&mut *transaction).await?;
            log = sqlx::query_as(sql).bind(site).fetch_optional(&mut *transaction).await?;
        }
        let log = log.ok_or(StoreError::Corrupt("a log that was just made is not there"))?;
        Ok(Box::new(PostgresBatch { transaction, log }))
    }

    async fn size(&self) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(sum(size), 0)::BIGINT, pg_is_in_recovery() FROM logs";
        let (size, is_standby): (i64, bool) = sqlx::query_as(sql).fetch_one(&self.writer).await?;
        // A standby reads and does not write.
        if is_standby { Err(StoreError::Database(sqlx::Error::PoolClosed)) } else { Ok(size) }
    }

    async fn settle(&self) -> Result<(), StoreError> {
        // The server frees erased rows when it vacuums; this makes it do so now.
        sqlx::query("VACUUM entries, requests").execute(&self.writer).await?;
        Ok(())
    }

    async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        setup::touch_new(path)?;
        setup::run("pg_dump", Command::new("pg_dump").args(["--format=custom", "--no-owner", "--file"]).arg(path).arg(&self.url)).await
    }
} }
