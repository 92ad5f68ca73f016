//! Why the ledger's database did not do what was asked.

use crate::countersign::KeyError;
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;

/// The database did not do what was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no ledger at the place.
    #[error("{place} holds no ledger; create it with `countersign-receiver init-ledger --database {place}`")]
    Missing {
        /// Where it was looked for.
        place: String,
    },
    /// There is a complete ledger at the place already.
    #[error("{place} is a ledger already; serve it, or choose another place")]
    Exists {
        /// Where it stands.
        place: String,
    },
    /// The place is a database, but no ledger.
    #[error("{place} is not a ledger; choose another place")]
    Foreign {
        /// Where it stands.
        place: String,
    },
    /// A file could not be created.
    #[error("{} could not be created; check that its folder exists and may be written, and that nothing stands there", path.display())]
    Create {
        /// Where it should have been.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// A program for backups could not be run or failed.
    #[error("{program} failed: {detail}; it belongs to the client programs of PostgreSQL (Debian package postgresql-client)")]
    Program {
        /// Its name.
        program: &'static str,
        /// What it or the system said.
        detail: String,
    },
    /// The tables could not be made or brought up to date.
    #[error("the tables of the ledger could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// There is no signing key.
    #[error("the ledger has no signing key; make one with `countersign-receiver rotate-key`")]
    NoKey,
    /// A signing key failed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database reported an error.
    #[error("the database reported an error")]
    Database(#[from] sqlx::Error),
    /// A batch failed with all that was in it.
    #[error("the batch was not written")]
    Batch(#[source] Arc<StoreError>),
    /// More receipts wait for this site's log than the receiver keeps in memory.
    #[error("too many receipts wait to be written")]
    Busy,
    /// The task that wrote the batch ended early.
    #[error("the batch ended without a result")]
    Lost,
    /// The ledger is not the one of a checkpoint that was given out.
    #[error("{0}; do not serve it, or the log would contradict what others hold: find a newer copy")]
    Checkpoint(String),
    /// A value in the database is outside its range.
    #[error("the ledger contradicts itself: {0}; restore it from a backup")]
    Corrupt(&'static str),
}

impl StoreError {
    /// Whether the database refused a statement, rather than being out of reach.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(_)))
    }
}
