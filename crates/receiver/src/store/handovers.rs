//! The verbs of hand-overs, on both databases with the same SQL: kept under the hash of a code, taken once.
//! Deliberately absent: codes, and what a hand-over means.

use super::StoreError;
use super::row::rows;
use async_trait::async_trait;
use countersign_core::Digest;

rows! {
    /// A hand-over as it is kept.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct HandoverRow {
        pub(crate) purposes: String,
        pub(crate) notice: String,
        pub(crate) made_by: String,
        pub(crate) made_at: String,
        pub(crate) expires_at: String,
    }
}

/// A database that holds hand-overs.
#[async_trait]
pub(crate) trait Handovers {
    /// Keeps one, and forgets those that ended by the time it was made.
    async fn keep_handover(&self, hash: Digest, site: &str, row: &HandoverRow) -> Result<(), StoreError>;
    /// Takes the one with this hash from among those of the site; of two that take it at once, one gets it.
    async fn take_handover(&self, hash: Digest, site: &str) -> Result<Option<HandoverRow>, StoreError>;
}

/// Implements [`Handovers`] for a type with the pool `writer`.
macro_rules! handovers {
    ($type:ty) => {
        #[async_trait]
        impl $crate::store::Handovers for $type {
            async fn keep_handover(&self, hash: Digest, site: &str, row: &$crate::store::HandoverRow) -> Result<(), StoreError> {
                let mut transaction = self.writer.begin().await?;
                sqlx::query("DELETE FROM handovers WHERE expires_at <= $1").bind(&row.made_at).execute(&mut *transaction).await?;
                let sql = "INSERT INTO handovers (hash, site, purposes, notice, made_by, made_at, expires_at)
                           VALUES ($1, $2, $3, $4, $5, $6, $7)";
                let query = sqlx::query(sql).bind(hash.bytes().as_slice()).bind(site).bind(&row.purposes).bind(&row.notice);
                query.bind(&row.made_by).bind(&row.made_at).bind(&row.expires_at).execute(&mut *transaction).await?;
                // A crash before this line keeps nothing, and nobody was given the code.
                transaction.commit().await?;
                Ok(())
            }

            async fn take_handover(&self, hash: Digest, site: &str) -> Result<Option<$crate::store::HandoverRow>, StoreError> {
                // A crash right behind it loses the hand-over: the visitor is asked, and nothing is granted twice.
                let sql = "DELETE FROM handovers WHERE hash = $1 AND site = $2
                           RETURNING purposes, notice, made_by, made_at, expires_at";
                let mut rows = sqlx::query_as(sql).bind(hash.bytes().as_slice()).bind(site).fetch_all(&self.writer).await?;
                Ok(rows.pop())
            }
        }
    };
}
pub(super) use handovers;
