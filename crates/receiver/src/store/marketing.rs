//! The verbs of who may be written to, on both databases with the same SQL but for lists of hashes.
//! Deliberately absent: addresses, and what a change does to what stands: that is reckoned before a row comes here.

use super::StoreError;
use super::row::rows;
use async_trait::async_trait;
use countersign_suppression::{AddressHash, State, Turn};

rows! {
    /// What holds for a topic of a channel.
    #[derive(Clone, Debug)]
    pub(crate) struct StandingRow {
        pub(crate) channel: String,
        pub(crate) topic: String,
        pub(crate) state: String,
        pub(crate) reason: String,
        pub(crate) at: String,
        pub(crate) how: String,
        pub(crate) source: String,
        pub(crate) rid: String,
    }

    /// What holds for one of many addresses.
    #[derive(Clone, Debug)]
    pub(crate) struct StateRow {
        hash: Vec<u8>,
        pub(crate) channel: String,
        pub(crate) topic: String,
        pub(crate) state: String,
    }

    /// A change.
    #[derive(Clone, Debug)]
    pub(crate) struct ChangeRow {
        pub(crate) seq: i64,
        hash: Vec<u8>,
        pub(crate) channel: String,
        pub(crate) topic: String,
        pub(crate) state: String,
        pub(crate) at: String,
        pub(crate) how: String,
        pub(crate) rid: String,
    }
}

impl StateRow {
    pub(crate) fn turn(&self) -> Result<Turn, StoreError> {
        turn(&self.channel, &self.topic, &self.state)
    }

    pub(crate) fn hash(&self) -> Result<AddressHash, StoreError> {
        to_hash(&self.hash)
    }
}

impl ChangeRow {
    pub(crate) fn hash(&self) -> Result<AddressHash, StoreError> {
        to_hash(&self.hash)
    }
}

/// The state with this name.
pub(crate) fn state(name: &str) -> Result<State, StoreError> {
    State::from_name(name).ok_or(StoreError::Corrupt("the state of a channel"))
}

/// A channel, a topic and its state, as they are stored.
pub(crate) fn turn(channel: &str, topic: &str, name: &str) -> Result<Turn, StoreError> {
    let corrupt = |_| StoreError::Corrupt("the id of a channel or topic");
    Ok(Turn { channel: channel.parse().map_err(corrupt)?, topic: topic.parse().map_err(corrupt)?, to: state(name)? })
}

pub(super) fn to_hash(bytes: &[u8]) -> Result<AddressHash, StoreError> {
    bytes.try_into().map(AddressHash::from_bytes).map_err(|_| StoreError::Corrupt("the hash of an address is not 32 bytes"))
}

/// A database that holds who may be written to. What changes it is written in the transaction of its receipt (`Batch`).
#[async_trait]
pub(crate) trait Marketing {
    /// Everything that holds for an address.
    async fn standing(&self, site: &str, hash: AddressHash) -> Result<Vec<StandingRow>, StoreError>;
    /// What holds for these addresses about a topic, and about every topic.
    async fn states(&self, site: &str, channel: &str, topic: &str, hashes: &[AddressHash]) -> Result<Vec<StateRow>, StoreError>;
    /// Up to `limit` changes after number `after`, first ones first.
    async fn changes(&self, site: &str, after: i64, limit: u32) -> Result<Vec<ChangeRow>, StoreError>;
}

/// Everything that holds for the addresses of a list, which is `$2`; `$list` is the database's own way to read one.
macro_rules! states_of {
    ($list:literal) => {
        concat!(
            "SELECT hash, channel, topic, 'given' AS state FROM consents WHERE site = $1 AND hash IN (",
            $list,
            ")
             UNION ALL SELECT hash, channel, topic, 'withdrawn' AS state FROM suppressions WHERE site = $1 AND hash IN (",
            $list,
            ")"
        )
    };
}
pub(super) use states_of;

/// Writes what a receipt changes: a change about every topic takes the place of all rows of its channel, one about a topic of its own.
macro_rules! write_turned {
    ($transaction:expr, $site:expr, $row:expr, $turned:expr) => {{
        let hash = $turned.hash.bytes().as_slice();
        for turn in &$turned.turns {
            let (channel, topic) = (turn.channel.as_str(), turn.topic.as_str());
            for table in ["consents", "suppressions"] {
                let sql = format!("DELETE FROM {table} WHERE site = $1 AND hash = $2 AND channel = $3 AND ($4 = '' OR topic = $4)");
                let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind($site).bind(hash).bind(channel).bind(topic);
                query.execute(&mut *$transaction).await?;
            }
            let sql = match turn.to {
                countersign_suppression::State::Given => {
                    "INSERT INTO consents (site, hash, channel, topic, at, how, rid) VALUES ($1, $2, $3, $4, $5, $6, $7)"
                }
                countersign_suppression::State::Withdrawn => {
                    "INSERT INTO suppressions (site, hash, channel, topic, at, how, rid, reason, source)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                }
            };
            let query = sqlx::query(sql).bind($site).bind(hash).bind(channel).bind(topic).bind(&$row.received_at).bind($turned.how);
            let query = query.bind(&$row.rid);
            let query = match turn.to {
                countersign_suppression::State::Given => query,
                countersign_suppression::State::Withdrawn => query.bind($turned.reason).bind(&$turned.source),
            };
            query.execute(&mut *$transaction).await?;
            let sql = "INSERT INTO marketing_changes (site, hash, channel, topic, state, at, how, rid)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
            let query = sqlx::query(sql).bind($site).bind(hash).bind(channel).bind(topic).bind(turn.to.name());
            query.bind(&$row.received_at).bind($turned.how).bind(&$row.rid).execute(&mut *$transaction).await?;
        }
    }};
}
pub(super) use write_turned;

/// Implements [`Marketing`] for a type with the pool `readers`; `$list` reads what `$bind` makes of a list of hashes.
macro_rules! marketing {
    ($type:ty, $list:literal, $bind:expr) => {
        #[async_trait]
        impl $crate::store::Marketing for $type {
            async fn standing(
                &self, site: &str, hash: countersign_suppression::AddressHash,
            ) -> Result<Vec<$crate::store::StandingRow>, StoreError> {
                let sql = "SELECT channel, topic, 'given' AS state, '' AS reason, at, how, '' AS source, rid FROM consents
                           WHERE site = $1 AND hash = $2
                           UNION ALL SELECT channel, topic, 'withdrawn' AS state, reason, at, how, source, rid FROM suppressions
                           WHERE site = $1 AND hash = $2 ORDER BY channel, topic";
                Ok(sqlx::query_as(sql).bind(site).bind(hash.bytes().as_slice()).fetch_all(&self.readers).await?)
            }

            async fn states(
                &self, site: &str, channel: &str, topic: &str, hashes: &[countersign_suppression::AddressHash],
            ) -> Result<Vec<$crate::store::StateRow>, StoreError> {
                let sql = concat!(
                    "SELECT hash, channel, topic, 'given' AS state FROM consents
                     WHERE site = $1 AND channel = $2 AND topic IN ('', $3) AND hash IN (",
                    $list,
                    ")
                     UNION ALL SELECT hash, channel, topic, 'withdrawn' AS state FROM suppressions
                     WHERE site = $1 AND channel = $2 AND topic IN ('', $3) AND hash IN (",
                    $list,
                    ")"
                );
                let query = sqlx::query_as(sql).bind(site).bind(channel).bind(topic);
                let list = $bind(&mut hashes.iter().map(countersign_suppression::AddressHash::bytes));
                Ok(query.bind(list).fetch_all(&self.readers).await?)
            }

            async fn changes(&self, site: &str, after: i64, limit: u32) -> Result<Vec<$crate::store::ChangeRow>, StoreError> {
                let sql = "SELECT seq, hash, channel, topic, state, at, how, rid FROM marketing_changes
                           WHERE site = $1 AND seq > $2 ORDER BY seq LIMIT $3";
                Ok(sqlx::query_as(sql).bind(site).bind(after).bind(i64::from(limit)).fetch_all(&self.readers).await?)
            }
        }
    };
}
pub(super) use marketing;
