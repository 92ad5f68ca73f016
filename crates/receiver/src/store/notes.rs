//! The verbs of the console on people: looks, notes beside changes, what changed, and counts by day; on both databases with the same SQL.
//! Deliberately absent: addresses, and changes themselves, which are written in the transaction of their receipt.

use super::StoreError;
use super::imports::After;
use super::marketing::ChangeRow;
use super::row::rows;
use async_trait::async_trait;
use countersign_suppression::AddressHash;

/// An act of a member of staff that concerns an address.
pub(crate) struct Look<'a> {
    pub(crate) at: &'a str,
    pub(crate) who: &'a str,
    pub(crate) what: &'a str,
    pub(crate) site: &'a str,
    pub(crate) hash: AddressHash,
}

/// What a member of staff notes beside a change.
pub(crate) struct NewNote<'a> {
    pub(crate) look: Look<'a>,
    pub(crate) way: &'a str,
    pub(crate) words: &'a str,
}

rows! {
    /// A note, as it is read.
    #[derive(Clone, Debug)]
    pub(crate) struct NotedRow {
        pub(crate) at: String,
        pub(crate) who: String,
        pub(crate) way: String,
        pub(crate) words: String,
        pub(crate) rid: Option<String>,
    }

    /// A suppression, as it is taken out.
    #[derive(Clone, Debug)]
    pub(crate) struct StoppedRow {
        pub(crate) hash: Vec<u8>,
        pub(crate) channel: String,
        pub(crate) topic: String,
        pub(crate) reason: String,
        pub(crate) at: String,
        pub(crate) how: String,
        pub(crate) source: String,
        pub(crate) rid: String,
    }

    /// How many changes of one kind a day had.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct DayRow {
        pub(crate) day: String,
        pub(crate) channel: String,
        pub(crate) state: String,
        pub(crate) how: String,
        pub(crate) count: i64,
    }

    /// How many addresses a channel has in one state, now.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct TallyRow {
        pub(crate) channel: String,
        pub(crate) state: String,
        pub(crate) count: i64,
    }
}

/// A database that holds what staff noted.
#[async_trait]
pub(crate) trait Notes {
    /// Adds to the record that somebody looked an address up.
    async fn look(&self, look: &Look<'_>) -> Result<(), StoreError>;
    /// Keeps a note before its change; its number.
    async fn note(&self, note: &NewNote<'_>) -> Result<i64, StoreError>;
    /// Gives a note the receipt of its change, and adds the act to the record in the same transaction.
    async fn settle_note(&self, id: i64, rid: &str, look: &Look<'_>) -> Result<(), StoreError>;
    /// Forgets a note whose change held already.
    async fn drop_note(&self, id: i64) -> Result<(), StoreError>;
    /// The notes on an address, the last one first.
    async fn notes(&self, site: &str, hash: AddressHash) -> Result<Vec<NotedRow>, StoreError>;
    /// Up to `limit` changes of an address, the last one first.
    async fn changes_of(&self, site: &str, hash: AddressHash, limit: u32) -> Result<Vec<ChangeRow>, StoreError>;
    /// Up to `limit` suppressions of a site after one, in the order of their key.
    async fn stopped(&self, site: &str, after: &After<'_>, limit: u32) -> Result<Vec<StoppedRow>, StoreError>;
    /// The changes of a site by day, since the day `since`.
    async fn by_day(&self, site: &str, since: &str) -> Result<Vec<DayRow>, StoreError>;
    /// How many addresses each channel of a site has in each state.
    async fn tally(&self, site: &str) -> Result<Vec<TallyRow>, StoreError>;
}

/// Implements [`Notes`] for a type with the pools `readers` and `writer`.
macro_rules! notes {
    ($type:ty) => {
        #[async_trait]
        impl $crate::store::Notes for $type {
            async fn look(&self, look: &$crate::store::Look<'_>) -> Result<(), StoreError> {
                let sql = "INSERT INTO acts (at, who, what, site, hash) VALUES ($1, $2, $3, $4, $5)";
                let query = sqlx::query(sql).bind(look.at).bind(look.who).bind(look.what).bind(look.site);
                query.bind(look.hash.bytes().as_slice()).execute(&self.writer).await?;
                Ok(())
            }

            async fn note(&self, note: &$crate::store::NewNote<'_>) -> Result<i64, StoreError> {
                let sql = "INSERT INTO marketing_notes (site, hash, at, who, way, words) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
                let look = &note.look;
                let query = sqlx::query_scalar(sql).bind(look.site).bind(look.hash.bytes().as_slice()).bind(look.at).bind(look.who);
                Ok(query.bind(note.way).bind(note.words).fetch_one(&self.writer).await?)
            }

            async fn settle_note(&self, id: i64, rid: &str, look: &$crate::store::Look<'_>) -> Result<(), StoreError> {
                let mut transaction = self.writer.begin().await?;
                let query = sqlx::query("UPDATE marketing_notes SET rid = $2 WHERE id = $1").bind(id).bind(rid);
                query.execute(&mut *transaction).await?;
                let sql = "INSERT INTO acts (at, who, what, site, hash, note) VALUES ($1, $2, $3, $4, $5, $6)";
                let query = sqlx::query(sql).bind(look.at).bind(look.who).bind(look.what).bind(look.site);
                query.bind(look.hash.bytes().as_slice()).bind(id).execute(&mut *transaction).await?;
                transaction.commit().await?;
                Ok(())
            }

            async fn drop_note(&self, id: i64) -> Result<(), StoreError> {
                sqlx::query("DELETE FROM marketing_notes WHERE id = $1 AND rid IS NULL").bind(id).execute(&self.writer).await?;
                Ok(())
            }

            async fn notes(
                &self, site: &str, hash: countersign_suppression::AddressHash,
            ) -> Result<Vec<$crate::store::NotedRow>, StoreError> {
                let sql = "SELECT at, who, way, words, rid FROM marketing_notes WHERE site = $1 AND hash = $2 ORDER BY id DESC LIMIT 100";
                Ok(sqlx::query_as(sql).bind(site).bind(hash.bytes().as_slice()).fetch_all(&self.readers).await?)
            }

            async fn changes_of(
                &self, site: &str, hash: countersign_suppression::AddressHash, limit: u32,
            ) -> Result<Vec<$crate::store::ChangeRow>, StoreError> {
                let sql = "SELECT seq, hash, channel, topic, state, at, how, rid FROM marketing_changes
                           WHERE site = $1 AND hash = $2 ORDER BY seq DESC LIMIT $3";
                let query = sqlx::query_as(sql).bind(site).bind(hash.bytes().as_slice()).bind(i64::from(limit));
                Ok(query.fetch_all(&self.readers).await?)
            }

            async fn stopped(
                &self, site: &str, after: &$crate::store::After<'_>, limit: u32,
            ) -> Result<Vec<$crate::store::StoppedRow>, StoreError> {
                let sql = "SELECT hash, channel, topic, reason, at, how, source, rid FROM suppressions
                           WHERE site = $1 AND (hash, channel, topic) > ($2, $3, $4) ORDER BY hash, channel, topic LIMIT $5";
                let query = sqlx::query_as(sql).bind(site).bind(after.hash).bind(after.channel).bind(after.topic);
                Ok(query.bind(i64::from(limit)).fetch_all(&self.readers).await?)
            }

            async fn by_day(&self, site: &str, since: &str) -> Result<Vec<$crate::store::DayRow>, StoreError> {
                let sql = "SELECT substr(at, 1, 10) AS day, channel, state, how, count(*) AS count FROM marketing_changes
                           WHERE site = $1 AND at >= $2 GROUP BY substr(at, 1, 10), channel, state, how ORDER BY 1, 2, 3, 4";
                Ok(sqlx::query_as(sql).bind(site).bind(since).fetch_all(&self.readers).await?)
            }

            async fn tally(&self, site: &str) -> Result<Vec<$crate::store::TallyRow>, StoreError> {
                let sql = "SELECT channel, 'given' AS state, count(DISTINCT hash) AS count FROM consents WHERE site = $1 GROUP BY channel
                           UNION ALL SELECT channel, 'withdrawn' AS state, count(DISTINCT hash) AS count FROM suppressions
                           WHERE site = $1 GROUP BY channel ORDER BY 1, 2";
                Ok(sqlx::query_as(sql).bind(site).fetch_all(&self.readers).await?)
            }
        }
    };
}
pub(super) use notes;
