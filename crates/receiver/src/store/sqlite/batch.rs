//! One appending transaction on SQLite.

use crate::store::marketing::{states_of, write_turned};
use crate::store::requests::new_request;
use crate::store::shared::{GROW, KEEP_CHECKPOINT, KEEP_TILE, read_tiles};
use crate::store::{Batch, LogRow, NoteRow, Row, StateRow, StoreError, to_i64};
use async_trait::async_trait;
use countersign_core::Digest;
use countersign_core::log::{TileId, Tiles};
use countersign_suppression::AddressHash;
use sqlx::sqlite::Sqlite as Db;
use sqlx::{SqliteConnection, Transaction};
use std::collections::BTreeSet;

const INSERT: &str = "INSERT INTO entries (log, idx, rid_hash, leaf, kind, gap, received_at, rid, rec, seq, assurance, kid, next_kid, jws,
     countersignature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// A transaction that holds SQLite's one write lock.
pub(super) struct SqliteBatch {
    pub(super) transaction: Transaction<'static, Db>,
    pub(super) log: LogRow,
}

#[async_trait]
impl Batch for SqliteBatch {
    fn log(&self) -> &LogRow {
        &self.log
    }

    async fn find(&mut self, rid_hashes: &[Digest], leaves: &[Digest]) -> Result<Vec<Row>, StoreError> {
        let sql = "SELECT * FROM entries WHERE log = $1 AND rid_hash IN (SELECT unhex(value) FROM json_each($2))
                   UNION ALL
                   SELECT * FROM entries WHERE log = $1 AND leaf IN (SELECT unhex(value) FROM json_each($3))";
        let list = |digests: &[Digest]| list(&mut digests.iter().map(Digest::bytes));
        let query = sqlx::query_as(sql).bind(self.log.id).bind(list(rid_hashes)).bind(list(leaves));
        Ok(query.fetch_all(&mut *self.transaction).await?)
    }

    async fn tiles(&mut self, ids: &BTreeSet<TileId>) -> Result<Tiles, StoreError> {
        read_tiles!(&mut *self.transaction, self.log.id, ids)
    }

    async fn states(&mut self, hashes: &[AddressHash]) -> Result<Vec<StateRow>, StoreError> {
        let query = sqlx::query_as(states_of!("SELECT unhex(value) FROM json_each($2)")).bind(&self.log.site);
        Ok(query.bind(list(&mut hashes.iter().map(AddressHash::bytes))).fetch_all(&mut *self.transaction).await?)
    }

    async fn write(&mut self, rows: &[Row], tiles: &[(TileId, Vec<u8>)], checkpoint: &NoteRow) -> Result<(), StoreError> {
        for row in rows {
            insert(&mut self.transaction, row).await?;
        }
        for (row, asked) in rows.iter().filter_map(|row| Some((row, row.request.as_ref()?))) {
            new_request!(row, asked).execute(&mut *self.transaction).await?;
        }
        for (row, turned) in rows.iter().filter_map(|row| Some((row, row.turned.as_ref()?))) {
            write_turned!(self.transaction, &self.log.site, row, turned);
        }
        for (id, hashes) in tiles {
            let query = sqlx::query(KEEP_TILE).bind(self.log.id).bind(i64::from(id.level)).bind(to_i64(id.index)?).bind(hashes);
            query.execute(&mut *self.transaction).await?;
        }
        let query = sqlx::query(KEEP_CHECKPOINT).bind(self.log.id).bind(checkpoint.size).bind(&checkpoint.note);
        query.execute(&mut *self.transaction).await?;
        sqlx::query(GROW).bind(self.log.id).bind(checkpoint.size).execute(&mut *self.transaction).await?;
        Ok(())
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}

async fn insert(connection: &mut SqliteConnection, row: &Row) -> Result<(), StoreError> {
    sqlx::query(INSERT)
        .bind(row.log)
        .bind(row.idx)
        .bind(&row.rid_hash)
        .bind(&row.leaf)
        .bind(&row.kind)
        .bind(row.gap)
        .bind(&row.received_at)
        .bind(&row.rid)
        .bind(&row.rec)
        .bind(row.seq)
        .bind(&row.assurance)
        .bind(&row.kid)
        .bind(&row.next_kid)
        .bind(&row.jws)
        .bind(&row.countersignature)
        .execute(connection)
        .await?;
    Ok(())
}

/// Digests as a JSON list of hexadecimal strings: one parameter, however many there are.
pub(super) fn list(digests: &mut dyn Iterator<Item = &[u8; 32]>) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    let mut text = String::from("[");
    for digest in digests {
        text.push_str(if text.len() > 1 { ",\"" } else { "\"" });
        text.extend(digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
        text.push('"');
    }
    text.push(']');
    text
}
