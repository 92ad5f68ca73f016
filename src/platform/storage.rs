//! The browser's store of receipts: IndexedDB, or localStorage where IndexedDB is refused, or memory where both are.
//!
//! Sealed receipts, the head of the chain and the signing key. A receipt and the new head are written in one transaction: a crash
//! leaves both or neither, and an entry that is still pending is sealed again under the same id.

mod fallback;
mod indexed;

use countersign_core::{Digest, Row};
use fallback::Fallback;
use indexed::Indexed;

use super::keys::{Key, SignedBy};

/// The head of this browser's chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Head {
    /// Id of the chain.
    pub(crate) record: String,
    /// Random id of this browser at this site.
    pub(crate) subject: String,
    /// The number that the next receipt gets.
    pub(crate) next_seq: u64,
    /// Digest of the newest receipt.
    pub(crate) tip: Option<Digest>,
}

impl Head {
    /// Four parts with spaces between them.
    fn to_text(&self) -> String {
        let tip = self.tip.map_or_else(|| "-".to_owned(), |tip| tip.to_string());
        [self.record.as_str(), &self.subject, &self.next_seq.to_string(), &tip].join(" ")
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (record, subject) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        let next_seq = parts.next()?.parse().ok()?;
        let tip = match parts.next()? {
            "-" => None,
            tip => Some(Digest::parse(tip)?),
        };
        Some(Self { record, subject, next_seq, tip })
    }
}

/// Where receipts are kept.
#[derive(Debug)]
pub(crate) enum Store {
    /// In IndexedDB.
    Indexed(Indexed),
    /// In localStorage or, if that is refused too, in memory.
    Fallback(Fallback),
}

impl Store {
    /// Opens the best store that this browser lets us have.
    pub(crate) async fn open() -> Self {
        match Indexed::open().await {
            Some(indexed) => Self::Indexed(indexed),
            None => Self::Fallback(Fallback::open()),
        }
    }

    /// The signing key: the kept one, or a new one that is kept if the browser lets it be and reads it back.
    pub(crate) async fn key(&self) -> SignedBy {
        if let Self::Indexed(indexed) = self {
            if let Some(key) = indexed.key().await {
                return SignedBy::Device(key);
            }
        }
        let Some(key) = Key::generate().await else {
            return SignedBy::Nothing;
        };
        if let Self::Indexed(indexed) = self {
            indexed.put_key(&key).await;
            if let Some(kept) = indexed.key().await {
                return SignedBy::Device(kept);
            }
        }
        SignedBy::Session(key)
    }

    /// The head of the chain, if there is one.
    pub(crate) async fn head(&self) -> Option<Head> {
        let text = match self {
            Self::Indexed(indexed) => indexed.head().await,
            Self::Fallback(fallback) => fallback.head(),
        };
        Head::parse(&text?)
    }

    /// Adds a new receipt and moves the head from `before`, at once or not at all; whether it did.
    pub(crate) async fn append(&self, row: &Row, before: Option<&Head>, after: &Head) -> bool {
        let before = before.map(Head::to_text);
        match self {
            Self::Indexed(indexed) => indexed.append(row, before.as_deref(), &after.to_text()).await,
            Self::Fallback(fallback) => fallback.append(row, &after.to_text()),
        }
    }

    /// Writes a row that changed.
    pub(crate) async fn update(&self, row: &Row) -> bool {
        match self {
            Self::Indexed(indexed) => indexed.update(row).await,
            Self::Fallback(fallback) => fallback.update(row),
        }
    }

    /// Every receipt, in the order of the chain.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        let mut rows = match self {
            Self::Indexed(indexed) => indexed.rows().await,
            Self::Fallback(fallback) => fallback.rows(),
        };
        rows.sort_by_key(|row| row.seq);
        rows
    }
}
