//! One appending transaction on SQLite.

use crate::store::requests::new_request;
use crate::store::shared::{GROW, KEEP_CHECKPOINT, KEEP_TILE, read_tiles};
use crate::store::{Batch, LogRow, NoteRow, Row, StoreError, to_i64};
use async_trait::async_trait;
use countersign_core::Digest;
use countersign_core::log::{TileId, Tiles};
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
        let query = sqlx::query_as(sql).bind(self.log.id).bind(list(rid_hashes)).bind(list(leaves));
        Ok(query.fetch_all(&mut *self.transaction).await?)
    }

    async fn tiles(&mut self, ids: &BTreeSet<TileId>) -> Result<Tiles, StoreError> {
        read_tiles!(&mut *self.transaction, self.log.id, ids)
    }

    async fn write(&mut self, rows: &[Row], tiles: &[(TileId, Vec<u8>)], checkpoint: &NoteRow) -> Result<(), StoreError> {
        for row in rows {
            insert(&mut self.transaction, row).await?;
        }
        for (row, asked) in rows.iter().filter_map(|row| Some((row, row.request.as_ref()?))) {
            new_request!(row, asked).execute(&mut *self.transaction).await?;
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
fn list(digests: &[Digest]) -> String {
    let hex = |digest: &Digest| digest.bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    serde_json::Value::from_iter(digests.iter().map(hex)).to_string()
}
