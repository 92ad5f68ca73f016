//! What a database holds of the ledger, as both databases give it out.

use super::{AskedRow, StoreError};
use crate::admit::Admitted;
use crate::marketing::Turned;
use countersign_core::Digest;

/// Declares rows: structs, and how they are read out of either database by the names of their columns.
///
/// sqlx's own derive would do the same, but its macros bring a second build of both database drivers, for the compiler.
/// What stands behind a plus is no column: it is the default of its type where a row is read.
macro_rules! rows {
    ($($(#[$attribute:meta])* $visibility:vis struct $name:ident { $($inner:vis $column:ident: $kind:ty,)* }
        $(+ { $($beside_visibility:vis $beside:ident: $beside_kind:ty,)* })?)*) => {$(
        $(#[$attribute])*
        $visibility struct $name { $($inner $column: $kind,)* $($($beside_visibility $beside: $beside_kind,)*)? }

        impl<'r, R: sqlx::Row> sqlx::FromRow<'r, R> for $name
        where
            &'static str: sqlx::ColumnIndex<R>,
            $($kind: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,)*
        {
            fn from_row(row: &'r R) -> sqlx::Result<Self> {
                Ok(Self { $($column: row.try_get(stringify!($column))?,)* $($($beside: <$beside_kind>::default(),)*)? })
            }
        }
    )*};
}
pub(super) use rows;

rows! {
    /// A log as it stands in the database.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct LogRow {
        pub(crate) id: i64,
        pub(crate) site: String,
        pub(crate) origin: String,
        pub(crate) size: i64,
    }

    /// A checkpoint that was given out.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct NoteRow {
        pub(crate) size: i64,
        pub(crate) note: String,
    }

    /// An entry; the columns from `rid` on are empty after erasure.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct Row {
        pub(crate) log: i64,
        pub(crate) idx: i64,
        pub(crate) rid_hash: Vec<u8>,
        pub(crate) leaf: Vec<u8>,
        pub(crate) kind: String,
        pub(crate) gap: bool,
        pub(crate) received_at: String,
        pub(crate) erased_at: Option<String>,
        pub(crate) rid: Option<String>,
        pub(crate) rec: Option<String>,
        pub(crate) seq: Option<i64>,
        pub(crate) assurance: Option<String>,
        pub(crate) kid: Option<String>,
        pub(crate) next_kid: Option<String>,
        pub(crate) jws: Option<String>,
        pub(crate) countersignature: Option<String>,
    } + {
        pub(crate) request: Option<AskedRow>,
        pub(crate) turned: Option<Turned>,
    }

    /// A receipt of a ledger from before logs.
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub(crate) struct OldRow {
        pub(crate) idx: i64,
        pub(crate) rid: String,
        pub(crate) jws: String,
        pub(crate) leaf: Vec<u8>,
        pub(crate) kind: String,
        pub(crate) rec: String,
        pub(crate) seq: i64,
        pub(crate) gap: bool,
        pub(crate) received_at: String,
        pub(crate) countersignature: String,
    }
}

/// What stands beside a receipt at its place.
pub(crate) struct Seal {
    pub(crate) index: u64,
    pub(crate) has_gap: bool,
    pub(crate) received_at: String,
    pub(crate) countersignature: String,
}

impl Row {
    pub(crate) fn new(log: i64, receipt: &Admitted, seal: Seal) -> Result<Self, StoreError> {
        Ok(Self {
            log,
            idx: to_i64(seal.index)?,
            rid_hash: rid_hash(receipt.rid.as_str()).bytes().to_vec(),
            leaf: receipt.leaf.bytes().to_vec(),
            kind: receipt.kind.name().to_owned(),
            gap: seal.has_gap,
            received_at: seal.received_at,
            erased_at: None,
            rid: Some(receipt.rid.as_str().to_owned()),
            rec: Some(receipt.rec.as_str().to_owned()),
            seq: Some(to_i64(receipt.seq)?),
            assurance: Some(receipt.assurance.name().to_owned()),
            kid: receipt.key.clone(),
            next_kid: receipt.next_key.clone(),
            jws: Some(receipt.jws.clone()),
            countersignature: Some(seal.countersignature),
            request: receipt.asked.as_ref().map(|asked| AskedRow {
                asked: asked.right.name(),
                starts: asked.starts.name(),
                promised: asked.term.as_ref().map(ToString::to_string),
                due_on: asked.due_on.map(|date| date.to_string()),
                secret: asked.secret.map(|secret| secret.bytes().to_vec()),
            }),
            turned: receipt.turned.clone(),
        })
    }

    pub(crate) fn index(&self) -> Result<u64, StoreError> {
        to_u64(self.idx)
    }

    pub(crate) fn leaf(&self) -> Result<Digest, StoreError> {
        to_digest(&self.leaf)
    }
}

/// What a receipt's id is found by.
pub(crate) fn rid_hash(rid: &str) -> Digest {
    Digest::of(rid.as_bytes())
}

pub(crate) fn to_digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    bytes.try_into().map(Digest::from_bytes).map_err(|_| StoreError::Corrupt("a digest is not 32 bytes"))
}

pub(crate) fn to_i64(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Corrupt("a number is above 2^63"))
}

pub(crate) fn to_u64(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Corrupt("a number is negative"))
}
