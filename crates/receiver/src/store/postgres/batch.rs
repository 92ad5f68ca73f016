//! One appending transaction on PostgreSQL: few round trips, whatever the size of the batch.

use crate::store::marketing::{states_of, write_turned};
use crate::store::requests::new_request;
use crate::store::shared::{COLUMNS, GROW, KEEP_CHECKPOINT, KEEP_TILE, read_tiles};
use crate::store::{Batch, LogRow, NoteRow, Row, StateRow, StoreError, to_i64};
use async_trait::async_trait;
use countersign_core::Digest;
use countersign_core::log::{TileId, Tiles};
use countersign_suppression::AddressHash;
use sqlx::{AssertSqlSafe, Postgres as Db, Transaction};
use std::collections::BTreeSet;

/// A transaction that holds the row of its log.
pub(super) struct PostgresBatch {
    pub(super) transaction: Transaction<'static, Db>,
    pub(super) log: LogRow,
}

#[async_trait]
impl Batch for PostgresBatch {
    fn log(&self) -> &LogRow {
        &self.log
    }

    async fn find(&mut self, rid_hashes: &[Digest], leaves: &[Digest]) -> Result<Vec<Row>, StoreError> {
        let list = |digests: &[Digest]| list(&mut digests.iter().map(Digest::bytes));
        let sql = "SELECT * FROM entries WHERE log = $1 AND rid_hash = ANY($2)
                   UNION ALL
                   SELECT * FROM entries WHERE log = $1 AND leaf = ANY($3)";
        let query = sqlx::query_as(sql).bind(self.log.id).bind(list(rid_hashes)).bind(list(leaves));
        Ok(query.fetch_all(&mut *self.transaction).await?)
    }

    async fn tiles(&mut self, ids: &BTreeSet<TileId>) -> Result<Tiles, StoreError> {
        read_tiles!(&mut *self.transaction, self.log.id, ids)
    }

    async fn states(&mut self, hashes: &[AddressHash]) -> Result<Vec<StateRow>, StoreError> {
        let query = sqlx::query_as(states_of!("SELECT unnest($2::BYTEA[])")).bind(&self.log.site);
        Ok(query.bind(list(&mut hashes.iter().map(AddressHash::bytes))).fetch_all(&mut *self.transaction).await?)
    }

    async fn write(&mut self, rows: &[Row], tiles: &[(TileId, Vec<u8>)], checkpoint: &NoteRow) -> Result<(), StoreError> {
        macro_rules! column {
            ($name:ident) => {
                rows.iter().map(|row| row.$name.clone()).collect::<Vec<_>>()
            };
        }
        // A list for each column, so that the statement is the same for every number of rows.
        let sql = format!(
            "INSERT INTO entries ({COLUMNS}) SELECT * FROM unnest($1::BIGINT[], $2::BIGINT[], $3::BYTEA[], $4::BYTEA[], $5::TEXT[],
                 $6::BOOLEAN[], $7::TEXT[], $8::TEXT[], $9::TEXT[], $10::TEXT[], $11::BIGINT[], $12::TEXT[], $13::TEXT[], $14::TEXT[],
                 $15::TEXT[], $16::TEXT[])"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(column!(log))
            .bind(column!(idx))
            .bind(column!(rid_hash))
            .bind(column!(leaf))
            .bind(column!(kind))
            .bind(column!(gap))
            .bind(column!(received_at))
            .bind(column!(erased_at))
            .bind(column!(rid))
            .bind(column!(rec))
            .bind(column!(seq))
            .bind(column!(assurance))
            .bind(column!(kid))
            .bind(column!(next_kid))
            .bind(column!(jws))
            .bind(column!(countersignature))
            .execute(&mut *self.transaction)
            .await?;
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

/// Digests as one parameter, however many there are.
pub(super) fn list(digests: &mut dyn Iterator<Item = &[u8; 32]>) -> Vec<Vec<u8>> {
    digests.map(|digest| digest.to_vec()).collect()
}
