//! The verbs of lists that wait to be brought in, on both databases with the same SQL.
//! Deliberately absent: addresses in clear, and carrying a list out, which is done row by row through the ledger.

use super::StoreError;
use super::row::rows;
use async_trait::async_trait;
use countersign_suppression::AddressHash;

/// A list as it is staged.
pub(crate) struct NewImport<'a> {
    pub(crate) site: &'a str,
    pub(crate) who: &'a str,
    pub(crate) name: &'a str,
    pub(crate) at: &'a str,
    pub(crate) lines: i64,
    pub(crate) faults: &'a str,
    pub(crate) refused: i64,
}

/// A row of a list, as it is staged.
#[derive(Clone, Debug)]
pub(crate) struct NewStaged {
    pub(crate) hash: AddressHash,
    pub(crate) channel: String,
    pub(crate) topic: String,
    pub(crate) sealed: String,
}

rows! {
    /// A list, with how many rows of it still wait.
    #[derive(Clone, Debug)]
    pub(crate) struct ImportRow {
        pub(crate) id: i64,
        pub(crate) site: String,
        pub(crate) who: String,
        pub(crate) name: String,
        pub(crate) staged_at: String,
        pub(crate) state: String,
        pub(crate) settled_at: Option<String>,
        pub(crate) lines: i64,
        pub(crate) faults: String,
        pub(crate) refused: i64,
        pub(crate) changed: i64,
        pub(crate) waiting: i64,
    }

    /// A row that waits.
    #[derive(Clone, Debug)]
    pub(crate) struct StagedRow {
        pub(crate) hash: Vec<u8>,
        pub(crate) channel: String,
        pub(crate) topic: String,
        pub(crate) sealed: String,
    }
}

/// Which rows are read: those after one, in the order of their key.
pub(crate) struct After<'a> {
    pub(crate) hash: &'a [u8],
    pub(crate) channel: &'a str,
    pub(crate) topic: &'a str,
}

/// A database that holds lists.
#[async_trait]
pub(crate) trait Imports {
    /// Stages a list with its rows, and adds the act to the record; its number. Rows that stand twice are kept once.
    async fn stage(&self, import: &NewImport<'_>, rows: &[NewStaged]) -> Result<i64, StoreError>;
    /// The lists, the last one first.
    async fn imports(&self, limit: u32) -> Result<Vec<ImportRow>, StoreError>;
    /// One list.
    async fn import(&self, id: i64) -> Result<Option<ImportRow>, StoreError>;
    /// Up to `limit` rows that wait, after one.
    async fn waiting(&self, id: i64, after: &After<'_>, limit: u32) -> Result<Vec<StagedRow>, StoreError>;
    /// Deletes rows that were carried out, and counts those that changed something.
    async fn carried(&self, id: i64, rows: &[StagedRow], changed: i64) -> Result<(), StoreError>;
    /// Moves a list from one of two states to another, and adds the act to the record; whether it stood in one of them.
    async fn settle_import(&self, id: i64, from: [&str; 2], to: &str, who: &str, at: &str) -> Result<bool, StoreError>;
}

/// Implements [`Imports`] for a type with the pools `readers` and `writer`.
macro_rules! imports {
    ($type:ty) => {
        #[async_trait]
        impl $crate::store::Imports for $type {
            async fn stage(&self, import: &$crate::store::NewImport<'_>, rows: &[$crate::store::NewStaged]) -> Result<i64, StoreError> {
                let mut transaction = self.writer.begin().await?;
                let sql = "INSERT INTO imports (site, who, name, staged_at, state, lines, faults, refused)
                           VALUES ($1, $2, $3, $4, 'staged', $5, $6, $7) RETURNING id";
                let query = sqlx::query_scalar(sql).bind(import.site).bind(import.who).bind(import.name).bind(import.at);
                let query = query.bind(import.lines).bind(import.faults).bind(import.refused);
                let id: i64 = query.fetch_one(&mut *transaction).await?;
                for row in rows {
                    let sql = "INSERT INTO import_rows (import, hash, channel, topic, sealed) VALUES ($1, $2, $3, $4, $5)
                               ON CONFLICT DO NOTHING";
                    let query = sqlx::query(sql).bind(id).bind(row.hash.bytes().as_slice()).bind(&row.channel).bind(&row.topic);
                    query.bind(&row.sealed).execute(&mut *transaction).await?;
                }
                let sql = "INSERT INTO acts (at, who, what, site) VALUES ($1, $2, $3, $4)";
                let query = sqlx::query(sql).bind(import.at).bind(import.who).bind(format!("staged list {id}")).bind(import.site);
                query.execute(&mut *transaction).await?;
                transaction.commit().await?;
                Ok(id)
            }

            async fn imports(&self, limit: u32) -> Result<Vec<$crate::store::ImportRow>, StoreError> {
                let sql = "SELECT imports.*, (SELECT count(*) FROM import_rows WHERE import = imports.id) AS waiting
                           FROM imports ORDER BY id DESC LIMIT $1";
                Ok(sqlx::query_as(sql).bind(i64::from(limit)).fetch_all(&self.readers).await?)
            }

            async fn import(&self, id: i64) -> Result<Option<$crate::store::ImportRow>, StoreError> {
                let sql = "SELECT imports.*, (SELECT count(*) FROM import_rows WHERE import = imports.id) AS waiting
                           FROM imports WHERE id = $1";
                Ok(sqlx::query_as(sql).bind(id).fetch_optional(&self.readers).await?)
            }

            async fn waiting(
                &self, id: i64, after: &$crate::store::After<'_>, limit: u32,
            ) -> Result<Vec<$crate::store::StagedRow>, StoreError> {
                let sql = "SELECT hash, channel, topic, sealed FROM import_rows
                           WHERE import = $1 AND (hash, channel, topic) > ($2, $3, $4) ORDER BY hash, channel, topic LIMIT $5";
                let query = sqlx::query_as(sql).bind(id).bind(after.hash).bind(after.channel).bind(after.topic);
                Ok(query.bind(i64::from(limit)).fetch_all(&self.readers).await?)
            }

            async fn carried(&self, id: i64, rows: &[$crate::store::StagedRow], changed: i64) -> Result<(), StoreError> {
                let mut transaction = self.writer.begin().await?;
                for row in rows {
                    let sql = "DELETE FROM import_rows WHERE import = $1 AND hash = $2 AND channel = $3 AND topic = $4";
                    let query = sqlx::query(sql).bind(id).bind(&row.hash).bind(&row.channel).bind(&row.topic);
                    query.execute(&mut *transaction).await?;
                }
                let query = sqlx::query("UPDATE imports SET changed = changed + $2 WHERE id = $1").bind(id).bind(changed);
                query.execute(&mut *transaction).await?;
                transaction.commit().await?;
                Ok(())
            }

            async fn settle_import(&self, id: i64, from: [&str; 2], to: &str, who: &str, at: &str) -> Result<bool, StoreError> {
                let mut transaction = self.writer.begin().await?;
                let sql = "UPDATE imports SET state = $4, settled_at = $5 WHERE id = $1 AND state IN ($2, $3)";
                let query = sqlx::query(sql).bind(id).bind(from[0]).bind(from[1]).bind(to).bind(at);
                let done = query.execute(&mut *transaction).await?.rows_affected() == 1;
                if done {
                    if to == "discarded" {
                        sqlx::query("DELETE FROM import_rows WHERE import = $1").bind(id).execute(&mut *transaction).await?;
                    }
                    let sql = "INSERT INTO acts (at, who, what, site) SELECT $1, $2, $3, site FROM imports WHERE id = $4";
                    let query = sqlx::query(sql).bind(at).bind(who).bind(format!("{to} list {id}")).bind(id);
                    query.execute(&mut *transaction).await?;
                    transaction.commit().await?;
                }
                Ok(done)
            }
        }
    };
}
pub(super) use imports;
