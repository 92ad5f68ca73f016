//! Where the ledger is kept. The port is at verb level: each database does each verb in its own way, and no caller sees SQL.
//! Two databases: a SQLite file for one receiver, PostgreSQL for several on one ledger.
//! What they do the same is written once, in `shared`. Deliberately absent: what a receipt, a proof or a checkpoint is.

mod error;
mod handovers;
mod imports;
mod marketing;
mod migrations;
mod notes;
mod place;
mod postgres;
mod replies;
mod requests;
mod row;
mod shared;
mod sign_on;
mod sqlite;
mod staff;

pub use error::StoreError;
pub(crate) use handovers::{HandoverRow, Handovers};
pub(crate) use imports::{After, ImportRow, Imports, NewImport, NewStaged, StagedRow};
pub(crate) use marketing::{ChangeRow, Marketing, StandingRow, StateRow, state, turn};
pub(crate) use notes::{DayRow, Look, NewNote, NotedRow, Notes, StoppedRow, TallyRow};
pub use place::Database;
pub(crate) use replies::{FigureRow, Replies, ReplyRow, SuppressionRow, WaitingRow};
pub(crate) use requests::{Act, ActRow, AskedRow, RequestFilter, RequestRow, Requests, ToldRow};
pub(crate) use row::{LogRow, NoteRow, OldRow, Row, Seal, rid_hash, to_digest, to_i64, to_u64};
pub(crate) use sign_on::{LinkRow, NewMember, SignOnRow, SignOns};
pub(crate) use staff::{Begun, Lasts, MemberRow, SessionRow, Staff, StaffRow};

use async_trait::async_trait;
use countersign_core::Digest;
use countersign_core::log::{TileId, Tiles};
use countersign_suppression::AddressHash;
use std::collections::BTreeSet;
use std::path::Path;

/// What to do about a ledger that is already there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Existing {
    /// Refuse: `init-ledger`.
    Refuse,
    /// Open it: `serve --create`.
    Open,
}

/// The keys that sign, and those that did: at most one of each kind is active, with its private half.
#[derive(Clone, Debug)]
pub(crate) struct KeyRow {
    /// ES256: the coordinates `x` and `y` in base64url. Ed25519: the public key alone.
    pub(crate) public: Public,
    /// PKCS #8; gone once the key is retired.
    pub(crate) pkcs8: Option<Vec<u8>>,
    pub(crate) created_at: String,
    pub(crate) retired_at: Option<String>,
}

/// The public half of a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Public {
    /// A key of countersignatures: thumbprint and coordinates.
    Es256 { kid: String, x: String, y: String },
    /// A key of checkpoints.
    Ed25519([u8; 32]),
}

impl Public {
    /// The table of its kind.
    const fn table(&self) -> &'static str {
        match self {
            Self::Es256 { .. } => "signing_keys",
            Self::Ed25519(_) => "log_keys",
        }
    }
}

/// Which checkpoint.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Which {
    /// The latest.
    Latest,
    /// The latest that a witness has signed as well.
    Witnessed,
    /// The first that covers this place: that of the batch in which the entry came.
    Covering(u64),
    /// The one of this size.
    Size(u64),
}

/// A database that holds a ledger.
#[async_trait]
pub(crate) trait Storage: Handovers + Imports + Marketing + Notes + Replies + Requests + SignOns + Staff + Send + Sync {
    /// Locks the log of `site` against every other writer, here and elsewhere, until the batch is committed or dropped.
    /// Creates the log, with `origin`, where the site has none.
    async fn begin(&self, site: &str, origin: &str) -> Result<Box<dyn Batch>, StoreError>;
    /// The log of `site`.
    async fn log(&self, site: &str) -> Result<Option<LogRow>, StoreError>;
    /// The log with this id.
    async fn log_by_id(&self, id: i64) -> Result<Option<LogRow>, StoreError>;
    /// All logs, oldest first.
    async fn logs(&self) -> Result<Vec<LogRow>, StoreError>;
    /// How many entries there are in all logs, once the database can be read and written.
    async fn size(&self) -> Result<i64, StoreError>;
    /// The entry of a receipt, by the hash of its id.
    async fn by_rid(&self, rid_hash: Digest) -> Result<Option<Row>, StoreError>;
    /// Up to `limit` entries from place `from` on, in order.
    async fn rows(&self, log: i64, from: u64, limit: u32) -> Result<Vec<Row>, StoreError>;
    /// The leaves of up to `limit` entries from place `from` on.
    async fn leaves(&self, log: i64, from: u64, limit: u32) -> Result<Vec<Vec<u8>>, StoreError>;
    /// Those of the tiles that there are.
    async fn tiles(&self, log: i64, ids: &BTreeSet<TileId>) -> Result<Tiles, StoreError>;
    /// A checkpoint, as it was signed by the log.
    async fn checkpoint(&self, log: i64, which: Which) -> Result<Option<NoteRow>, StoreError>;
    /// Up to `limit` checkpoints of more than `after` leaves, smallest first.
    async fn checkpoints(&self, log: i64, after: u64, limit: u32) -> Result<Vec<NoteRow>, StoreError>;
    /// The signature lines of witnesses under the checkpoint of `size`.
    async fn cosignatures(&self, log: i64, size: i64) -> Result<Vec<String>, StoreError>;
    /// Keeps a signature line of a witness; the first one of each stays.
    async fn cosign(&self, log: i64, size: i64, signer: &str, line: &str) -> Result<(), StoreError>;
    /// Erases what says something about a person in one entry; how many there were.
    async fn erase(&self, rid_hash: Digest, at: &str) -> Result<u64, StoreError>;
    /// The same for up to `limit` entries that came before `before`.
    async fn expire(&self, log: i64, before: &str, at: &str, limit: u32) -> Result<u64, StoreError>;
    /// Makes sure that erased bytes are gone from the files of the database, where it has a means to.
    async fn settle(&self) -> Result<(), StoreError>;
    /// Holds the cursor of `sink` for `holder` until `until`; its next place. `None` while another holds it.
    async fn lease(&self, sink: &str, log: i64, holder: &str, now: &str, until: &str) -> Result<Option<i64>, StoreError>;
    /// Moves the cursor of `sink`; whether `holder` still held it.
    async fn delivered(&self, sink: &str, log: i64, holder: &str, next: u64) -> Result<bool, StoreError>;
    /// The keys of countersignatures, then those of checkpoints, each oldest first.
    async fn keys(&self) -> Result<Vec<KeyRow>, StoreError>;
    /// Makes those of `keys` active whose kind has no active key yet, also where another receiver does the same at this moment.
    async fn first_keys(&self, keys: &[KeyRow]) -> Result<(), StoreError>;
    /// Makes `keys` active and retires those before them, in one transaction: their private halves are forgotten.
    async fn replace_keys(&self, keys: &[KeyRow]) -> Result<(), StoreError>;
    /// Writes a copy of everything, keys too, to a new file that only the owner may read.
    async fn backup(&self, path: &Path) -> Result<(), StoreError>;
    /// Up to `limit` receipts of a ledger from before logs, first ones first.
    async fn before_logs(&self, _limit: u32) -> Result<Vec<OldRow>, StoreError> {
        Ok(Vec::new())
    }
    /// Deletes them up to place `last`.
    async fn forget_before_logs(&self, _last: i64) -> Result<(), StoreError> {
        Ok(())
    }
    /// Waits for running statements and closes the connections.
    async fn close(&self);
}

/// A transaction that appends to one log. Dropped without a commit, it leaves no trace.
#[async_trait]
pub(crate) trait Batch: Send {
    /// The log, as it was when it was locked.
    fn log(&self) -> &LogRow;
    /// The entries of this log whose id or leaf is among these.
    async fn find(&mut self, rid_hashes: &[Digest], leaves: &[Digest]) -> Result<Vec<Row>, StoreError>;
    /// Those of the tiles that there are.
    async fn tiles(&mut self, ids: &BTreeSet<TileId>) -> Result<Tiles, StoreError>;
    /// Everything that holds for these addresses.
    async fn states(&mut self, hashes: &[AddressHash]) -> Result<Vec<StateRow>, StoreError>;
    /// Writes entries at the end, with what they change beside the log, tiles that have grown, and the checkpoint over all.
    async fn write(&mut self, rows: &[Row], tiles: &[(TileId, Vec<u8>)], checkpoint: &NoteRow) -> Result<(), StoreError>;
    /// Makes it durable. An error means that it was not, or that the answer was lost; the same receipts again tell which.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Makes a ledger out of a backup.
///
/// # Errors
/// [`StoreError::Exists`] or [`StoreError::Create`] when something is there already; else what the copying reports.
pub(crate) async fn restore(database: &Database, backup: &Path) -> Result<Box<dyn Storage>, StoreError> {
    match database {
        Database::Sqlite(path) => sqlite::restore(path, backup).await?,
        Database::Postgres(url) => postgres::restore(url, database, backup).await?,
    }
    open(database).await
}

/// Opens a ledger that [`create`] has made, and brings its tables up to date.
///
/// # Errors
/// [`StoreError::Missing`] when there is none, [`StoreError::Foreign`] when it is another database.
pub(crate) async fn open(database: &Database) -> Result<Box<dyn Storage>, StoreError> {
    match database {
        Database::Sqlite(path) => Ok(Box::new(sqlite::open(path).await?)),
        Database::Postgres(url) => Ok(Box::new(postgres::open(url, database).await?)),
    }
}

/// Creates the tables, whatever of them is missing; the keys are the caller's.
/// A crash in between leaves what the same call completes.
///
/// # Errors
/// [`StoreError::Exists`] when a complete ledger is there and `existing` refuses one,
/// [`StoreError::Foreign`] when it is another database, and whatever the database reports.
pub(crate) async fn create(database: &Database, existing: Existing) -> Result<Box<dyn Storage>, StoreError> {
    let storage: Box<dyn Storage> = match database {
        Database::Sqlite(path) => Box::new(sqlite::create(path).await?),
        Database::Postgres(url) => Box::new(postgres::create(url, database).await?),
    };
    if existing == Existing::Refuse && storage.keys().await?.len() > 1 {
        storage.close().await;
        return Err(StoreError::Exists { place: database.to_string() });
    }
    Ok(storage)
}
