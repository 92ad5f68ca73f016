//! What the ledger answers: an entry with its proof, what became of an append, a line of the list.

use crate::site::SiteId;
use crate::store::{LogRow, Row, StoreError, to_u64};
use countersign_core::Digest;

/// A receipt at its place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Whose log it is in.
    pub site: SiteId,
    /// Its place, from 0.
    pub index: u64,
    /// The receipt's id.
    pub rid: String,
    /// The receipt, verbatim.
    pub jws: String,
    /// SHA-256 of the ASCII bytes of `jws`.
    pub leaf: Digest,
    /// The name of its kind.
    pub kind: String,
    /// Whether the receipt that `prev` names was missing when this one came.
    pub has_gap: bool,
    /// When it came: RFC 3339, UTC, milliseconds.
    pub received_at: String,
    /// The answer that was given.
    pub countersignature: String,
    /// That it stands in the log of that moment: a C2SP `tlog-proof`, the same bytes at every question.
    pub proof: String,
}

/// What became of an append.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Appended {
    /// It is in the ledger now.
    New(Entry),
    /// The same bytes were in the ledger already; this is what was answered then.
    Known(Entry),
    /// The same id is in the ledger with other bytes; nothing was written.
    Conflict,
    /// It was in the ledger and has been erased; nothing was written.
    Erased,
    /// The receipt that it says it follows stands elsewhere: in another chain, or at another place of it. Nothing was written.
    OutOfOrder,
    /// What it changes of who may be written to holds already. Nothing was written.
    Held,
    /// It follows a receipt of a stored key and is signed with another that no change of keys named. Nothing was written.
    KeySubstituted,
}

/// What is known of a receipt's id.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Found {
    /// The receipt is here.
    Held(Box<Entry>),
    /// It was here; its leaf still is.
    Erased {
        /// Whose log it was in.
        site: SiteId,
        /// Its place.
        index: u64,
        /// What the log still holds of it.
        leaf: Digest,
        /// Since when.
        erased_at: String,
    },
}

/// An entry in a list, without its proof.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Listed {
    /// Its place, from 0.
    pub index: u64,
    /// The receipt's id; gone after erasure.
    pub rid: Option<String>,
    /// The receipt; gone after erasure.
    pub jws: Option<String>,
    /// SHA-256 of the ASCII bytes of the receipt.
    pub leaf: Digest,
    /// The name of its kind.
    pub kind: String,
    /// Whether the receipt that `prev` names was missing when this one came.
    pub has_gap: bool,
    /// When it came.
    pub received_at: String,
    /// The answer that was given; gone after erasure.
    pub countersignature: Option<String>,
    /// When it was erased.
    pub erased_at: Option<String>,
}

impl TryFrom<Row> for Listed {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            index: row.index()?,
            leaf: row.leaf()?,
            rid: row.rid,
            jws: row.jws,
            kind: row.kind,
            has_gap: row.gap,
            received_at: row.received_at,
            countersignature: row.countersignature,
            erased_at: row.erased_at,
        })
    }
}

/// A site's log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Log {
    /// Whose it is.
    pub site: SiteId,
    /// The first line of its checkpoints.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
}

impl TryFrom<LogRow> for Log {
    type Error = StoreError;

    fn try_from(row: LogRow) -> Result<Self, StoreError> {
        Ok(Self { site: site_of(&row)?, size: to_u64(row.size)?, origin: row.origin })
    }
}

pub(crate) fn site_of(log: &LogRow) -> Result<SiteId, StoreError> {
    log.site.parse().map_err(|_| StoreError::Corrupt("the id of a site"))
}
