//! The verbs of the queue of requests, on both databases with the same SQL. Whatever changes a request writes its act in the same transaction.

use super::StoreError;
use super::row::rows;
use async_trait::async_trait;
use countersign_core::Digest;

/// Puts a request into the queue beside its entry. Parameters: see [`new_request`].
pub(super) const NEW_REQUEST: &str =
    "INSERT INTO requests (log, idx, rid_hash, asked, starts, promised, received_at, due_on, state, changed_at, rid,
     secret) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'received', $7, $9, $10)";
/// Adds to the record.
pub(super) const NEW_ACT: &str = "INSERT INTO acts (at, who, what, log, idx) VALUES ($1, $2, $3, $4, $5)";

/// What a new entry asks for, beside the columns of the entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct AskedRow {
    pub(crate) asked: &'static str,
    pub(crate) starts: &'static str,
    pub(crate) promised: Option<String>,
    pub(crate) due_on: Option<String>,
    pub(crate) secret: Option<Vec<u8>>,
}

rows! {
    /// A request with its site.
    #[derive(Clone, Debug)]
    pub(crate) struct RequestRow {
        pub(crate) log: i64,
        pub(crate) idx: i64,
        pub(crate) site: String,
        pub(crate) asked: String,
        pub(crate) starts: String,
        pub(crate) promised: Option<String>,
        pub(crate) received_at: String,
        pub(crate) due_on: Option<String>,
        pub(crate) state: String,
        pub(crate) changed_at: String,
        pub(crate) rid: Option<String>,
        pub(crate) secret: Option<Vec<u8>>,
        pub(crate) contact: Option<String>,
        pub(crate) words: Option<String>,
        pub(crate) lang: Option<String>,
        pub(crate) reason: Option<String>,
    }
}

/// Which part of the queue; an empty text asks for every site, and for every state that is not the last.
pub(crate) struct RequestFilter<'a> {
    pub(crate) site: &'a str,
    pub(crate) state: &'a str,
    pub(crate) skip: u32,
    pub(crate) limit: u32,
}

/// What a visitor tells.
pub(crate) struct ToldRow<'a> {
    pub(crate) contact: &'a str,
    pub(crate) words: &'a str,
    pub(crate) lang: &'a str,
    pub(crate) at: &'a str,
}

/// Something that was done.
pub(crate) struct Act<'a> {
    pub(crate) at: &'a str,
    /// The member of staff.
    pub(crate) who: Option<&'a str>,
    pub(crate) what: &'a str,
    /// Log and place of the request that it was done to.
    pub(crate) request: Option<(i64, i64)>,
}

rows! {
    /// Something that was done, as it is read.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct ActRow {
        pub(crate) id: i64,
        pub(crate) at: String,
        pub(crate) who: Option<String>,
        pub(crate) what: String,
        pub(crate) rid: Option<String>,
        // Of the change that it was, where it was one and the receipt is not erased.
        pub(crate) receipt: Option<String>,
    }
}

/// A database that holds the queue.
#[async_trait]
pub(crate) trait Requests {
    /// The request of a receipt, by the hash of its id.
    async fn request(&self, rid_hash: Digest) -> Result<Option<RequestRow>, StoreError>;
    /// A part of the queue, those due first in front.
    async fn requests(&self, filter: &RequestFilter<'_>) -> Result<Vec<RequestRow>, StoreError>;
    /// Keeps what a visitor tells, where nothing was told before; whether it did.
    async fn tell(&self, key: (i64, i64), told: &ToldRow<'_>, act: &Act<'_>) -> Result<bool, StoreError>;
    /// Moves a request from `from` to the state that `act` names; whether it still stood there. A reason and a day that are given
    /// replace those from before.
    async fn decide(
        &self, key: (i64, i64), from: &str, due_on: Option<&str>, reason: Option<&str>, act: &Act<'_>,
    ) -> Result<bool, StoreError>;
    /// Adds to the record what changes nothing.
    async fn act(&self, act: &Act<'_>) -> Result<(), StoreError>;
    /// What was done to one request, first things first.
    async fn acts_on(&self, key: (i64, i64)) -> Result<Vec<ActRow>, StoreError>;
    /// Up to `limit` acts after number `after`, first things first.
    async fn acts(&self, after: i64, limit: u32) -> Result<Vec<ActRow>, StoreError>;
}

/// The statement for a request that stands beside an entry.
macro_rules! new_request {
    ($row:expr, $asked:expr) => {
        sqlx::query($crate::store::requests::NEW_REQUEST)
            .bind($row.log)
            .bind($row.idx)
            .bind(&$row.rid_hash)
            .bind($asked.asked)
            .bind($asked.starts)
            .bind(&$asked.promised)
            .bind(&$row.received_at)
            .bind(&$asked.due_on)
            .bind(&$row.rid)
            .bind(&$asked.secret)
    };
}
pub(super) use new_request;

/// The statement for an act.
macro_rules! new_act {
    ($act:expr) => {
        sqlx::query($crate::store::requests::NEW_ACT)
            .bind($act.at)
            .bind($act.who)
            .bind($act.what)
            .bind($act.request.map(|(log, _)| log))
            .bind($act.request.map(|(_, idx)| idx))
    };
}
pub(super) use new_act;

/// Implements [`Requests`] for a type with the pools `readers` and `writer`.
macro_rules! requests {
    ($type:ty) => {
        #[async_trait]
        impl $crate::store::Requests for $type {
            async fn request(&self, rid_hash: Digest) -> Result<Option<$crate::store::RequestRow>, StoreError> {
                let sql = "SELECT requests.*, logs.site FROM requests JOIN logs ON logs.id = requests.log
                           WHERE rid_hash = $1 ORDER BY log LIMIT 1";
                Ok(sqlx::query_as(sql).bind(rid_hash.bytes().as_slice()).fetch_optional(&self.readers).await?)
            }

            async fn requests(
                &self, filter: &$crate::store::RequestFilter<'_>,
            ) -> Result<Vec<$crate::store::RequestRow>, StoreError> {
                let sql = "SELECT requests.*, logs.site FROM requests JOIN logs ON logs.id = requests.log
                           WHERE ($1 = '' OR logs.site = $1) AND ($2 = state OR $2 = '' AND state NOT IN ('answered', 'refused'))
                           ORDER BY due_on IS NULL, due_on, received_at, log, idx LIMIT $3 OFFSET $4";
                let query = sqlx::query_as(sql).bind(filter.site).bind(filter.state);
                Ok(query.bind(i64::from(filter.limit)).bind(i64::from(filter.skip)).fetch_all(&self.readers).await?)
            }

            async fn tell(
                &self, key: (i64, i64), told: &$crate::store::ToldRow<'_>, act: &$crate::store::Act<'_>,
            ) -> Result<bool, StoreError> {
                let mut transaction = self.writer.begin().await?;
                let sql = "UPDATE requests SET contact = $3, words = $4, lang = $5, changed_at = $6
                           WHERE log = $1 AND idx = $2 AND contact IS NULL AND rid IS NOT NULL AND state NOT IN ('answered', 'refused')";
                let query = sqlx::query(sql).bind(key.0).bind(key.1).bind(told.contact).bind(told.words).bind(told.lang).bind(told.at);
                let done = query.execute(&mut *transaction).await?.rows_affected() == 1;
                if done {
                    $crate::store::requests::new_act!(act).execute(&mut *transaction).await?;
                    transaction.commit().await?;
                }
                Ok(done)
            }

            async fn decide(
                &self, key: (i64, i64), from: &str, due_on: Option<&str>, reason: Option<&str>, act: &$crate::store::Act<'_>,
            ) -> Result<bool, StoreError> {
                let mut transaction = self.writer.begin().await?;
                let sql = "UPDATE requests SET state = $4, changed_at = $5, due_on = coalesce($6, due_on), reason = coalesce($7, reason)
                           WHERE log = $1 AND idx = $2 AND state = $3 AND rid IS NOT NULL";
                let query = sqlx::query(sql).bind(key.0).bind(key.1).bind(from).bind(act.what).bind(act.at).bind(due_on).bind(reason);
                let done = query.execute(&mut *transaction).await?.rows_affected() == 1;
                if done {
                    // Both or neither: a step without its trace is a step that nobody took.
                    $crate::store::requests::new_act!(act).execute(&mut *transaction).await?;
                    transaction.commit().await?;
                }
                Ok(done)
            }

            async fn act(&self, act: &$crate::store::Act<'_>) -> Result<(), StoreError> {
                $crate::store::requests::new_act!(act).execute(&self.writer).await?;
                Ok(())
            }

            async fn acts_on(&self, key: (i64, i64)) -> Result<Vec<$crate::store::ActRow>, StoreError> {
                let sql = "SELECT acts.id, acts.at, acts.who, acts.what, requests.rid, NULL AS receipt FROM acts
                           JOIN requests ON requests.log = acts.log AND requests.idx = acts.idx
                           WHERE acts.log = $1 AND acts.idx = $2 ORDER BY acts.id";
                Ok(sqlx::query_as(sql).bind(key.0).bind(key.1).fetch_all(&self.readers).await?)
            }

            async fn acts(&self, after: i64, limit: u32) -> Result<Vec<$crate::store::ActRow>, StoreError> {
                let sql = "SELECT acts.id, acts.at, acts.who, acts.what, requests.rid, marketing_notes.rid AS receipt FROM acts
                           LEFT JOIN requests ON requests.log = acts.log AND requests.idx = acts.idx
                           LEFT JOIN marketing_notes ON marketing_notes.id = acts.note
                           WHERE acts.id > $1 ORDER BY acts.id LIMIT $2";
                Ok(sqlx::query_as(sql).bind(after).bind(i64::from(limit)).fetch_all(&self.readers).await?)
            }
        }
    };
}
pub(super) use requests;
