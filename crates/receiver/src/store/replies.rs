//! The verbs of replies to messages, of counts of opened messages, and of the list of suppressions, on both databases with the same SQL.
//! Deliberately absent: what a reply means, and who was counted.

use super::StoreError;
use super::marketing::to_hash;
use super::row::rows;
use async_trait::async_trait;
use countersign_suppression::AddressHash;

/// A reply as it is kept.
pub(crate) struct ReplyRow<'a> {
    pub(crate) site: &'a str,
    pub(crate) shape: &'static str,
    pub(crate) message: &'a str,
    pub(crate) hash: Option<AddressHash>,
    pub(crate) channel: &'a str,
    pub(crate) at: &'a str,
    pub(crate) read_as: &'static str,
    pub(crate) text: Option<&'a str>,
}

rows! {
    /// A reply that waits for a person.
    #[derive(Clone, Debug)]
    pub(crate) struct WaitingRow {
        pub(crate) id: i64,
        pub(crate) shape: String,
        hash: Option<Vec<u8>>,
        pub(crate) channel: String,
        pub(crate) at: String,
        pub(crate) text: String,
    }

    /// Counts of one day, one day of sending, one channel and one topic.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct FigureRow {
        pub(crate) day: String,
        pub(crate) sent_on: String,
        pub(crate) channel: String,
        pub(crate) topic: String,
        pub(crate) opens: i64,
        pub(crate) clicks: i64,
    }

    /// A suppression with the number of the change that made it.
    #[derive(Clone, Debug)]
    pub(crate) struct SuppressionRow {
        pub(crate) seq: i64,
        hash: Vec<u8>,
        pub(crate) channel: String,
        pub(crate) topic: String,
        pub(crate) reason: String,
        pub(crate) at: String,
        pub(crate) how: String,
        pub(crate) source: String,
        pub(crate) rid: String,
    }
}

impl WaitingRow {
    pub(crate) fn hash(&self) -> Result<Option<AddressHash>, StoreError> {
        self.hash.as_deref().map(to_hash).transpose()
    }
}

impl SuppressionRow {
    pub(crate) fn hash(&self) -> Result<AddressHash, StoreError> {
        to_hash(&self.hash)
    }
}

/// A database that holds replies, counts and suppressions.
#[async_trait]
pub(crate) trait Replies {
    /// Whether this reply came before.
    async fn has_reply(&self, site: &str, shape: &str, message: &str) -> Result<bool, StoreError>;
    /// Keeps a reply, once.
    async fn keep_reply(&self, reply: &ReplyRow<'_>) -> Result<(), StoreError>;
    /// Up to `limit` replies after number `after` that wait for a person, first ones first.
    async fn replies(&self, site: &str, after: i64, limit: u32) -> Result<Vec<WaitingRow>, StoreError>;
    /// Forgets the text of a reply that `who` has dealt with; whether it waited.
    async fn settle_reply(&self, site: &str, id: i64, who: &str, at: &str) -> Result<bool, StoreError>;
    /// Adds to counts, all or none.
    async fn count(&self, site: &str, figures: &[FigureRow]) -> Result<(), StoreError>;
    /// Counts from one day to another, both inclusive, by day, day of sending, channel and topic.
    async fn figures(&self, site: &str, from: &str, to: &str) -> Result<Vec<FigureRow>, StoreError>;
    /// Up to `limit` suppressions that hold, after number `after`, in the order in which they came.
    async fn suppressions(&self, site: &str, after: i64, limit: u32) -> Result<Vec<SuppressionRow>, StoreError>;
}

/// Implements [`Replies`] for a type with the pools `readers` and `writer`.
macro_rules! replies {
    ($type:ty) => {
        #[async_trait]
        impl $crate::store::Replies for $type {
            async fn has_reply(&self, site: &str, shape: &str, message: &str) -> Result<bool, StoreError> {
                let sql = "SELECT count(*) FROM replies WHERE site = $1 AND shape = $2 AND message = $3";
                let count: i64 = sqlx::query_scalar(sql).bind(site).bind(shape).bind(message).fetch_one(&self.readers).await?;
                Ok(count > 0)
            }

            async fn keep_reply(&self, reply: &$crate::store::ReplyRow<'_>) -> Result<(), StoreError> {
                let sql = "INSERT INTO replies (site, shape, message, hash, channel, at, read_as, text)
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (site, shape, message) DO NOTHING";
                let hash = reply.hash.as_ref().map(|hash| hash.bytes().as_slice());
                let query = sqlx::query(sql).bind(reply.site).bind(reply.shape).bind(reply.message).bind(hash).bind(reply.channel);
                query.bind(reply.at).bind(reply.read_as).bind(reply.text).execute(&self.writer).await?;
                Ok(())
            }

            async fn replies(&self, site: &str, after: i64, limit: u32) -> Result<Vec<$crate::store::WaitingRow>, StoreError> {
                let sql = "SELECT id, shape, hash, channel, at, text FROM replies
                           WHERE site = $1 AND text IS NOT NULL AND id > $2 ORDER BY id LIMIT $3";
                Ok(sqlx::query_as(sql).bind(site).bind(after).bind(i64::from(limit)).fetch_all(&self.readers).await?)
            }

            async fn settle_reply(&self, site: &str, id: i64, who: &str, at: &str) -> Result<bool, StoreError> {
                let sql =
                    "UPDATE replies SET text = NULL, settled_by = $3, settled_at = $4 WHERE site = $1 AND id = $2 AND text IS NOT NULL";
                let done = sqlx::query(sql).bind(site).bind(id).bind(who).bind(at).execute(&self.writer).await?;
                Ok(done.rows_affected() == 1)
            }

            async fn count(&self, site: &str, figures: &[$crate::store::FigureRow]) -> Result<(), StoreError> {
                let mut transaction = self.writer.begin().await?;
                let sql = "INSERT INTO figures (site, day, sent_on, channel, topic, opens, clicks) VALUES ($1, $2, $3, $4, $5, $6, $7)
                           ON CONFLICT (site, day, sent_on, channel, topic)
                           DO UPDATE SET opens = figures.opens + excluded.opens, clicks = figures.clicks + excluded.clicks";
                for row in figures {
                    let query = sqlx::query(sql).bind(site).bind(&row.day).bind(&row.sent_on).bind(&row.channel).bind(&row.topic);
                    query.bind(row.opens).bind(row.clicks).execute(&mut *transaction).await?;
                }
                // A crash before this line counts none of them: a count may be too low, and is never too high.
                transaction.commit().await?;
                Ok(())
            }

            async fn figures(&self, site: &str, from: &str, to: &str) -> Result<Vec<$crate::store::FigureRow>, StoreError> {
                let sql = "SELECT day, sent_on, channel, topic, opens, clicks FROM figures WHERE site = $1 AND day BETWEEN $2 AND $3
                           ORDER BY day, sent_on, channel, topic";
                Ok(sqlx::query_as(sql).bind(site).bind(from).bind(to).fetch_all(&self.readers).await?)
            }

            async fn suppressions(&self, site: &str, after: i64, limit: u32) -> Result<Vec<$crate::store::SuppressionRow>, StoreError> {
                // The change whose receipt the row names is the one that made it.
                let sql = "SELECT changes.seq, held.hash, held.channel, held.topic, held.reason, held.at, held.how, held.source, held.rid
                           FROM marketing_changes AS changes
                           JOIN suppressions AS held ON held.site = changes.site AND held.hash = changes.hash
                               AND held.channel = changes.channel AND held.topic = changes.topic AND held.rid = changes.rid
                           WHERE changes.site = $1 AND changes.seq > $2 AND changes.state = 'withdrawn'
                           ORDER BY changes.seq LIMIT $3";
                Ok(sqlx::query_as(sql).bind(site).bind(after).bind(i64::from(limit)).fetch_all(&self.readers).await?)
            }
        }
    };
}
pub(super) use replies;
