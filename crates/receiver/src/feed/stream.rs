//! What a feed follows in a log: its entries, or the changes of who may be written to. Each has places of its own.

use super::message::Message;
use crate::ledger::Ledger;
use crate::log::Log;
use crate::store::StoreError;

/// Entries or changes that are read at once.
const BATCH: u32 = 256;

/// One of the two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Stream {
    /// Every entry.
    Receipts,
    /// Every change.
    Changes,
}

/// What was read from a place on.
pub(super) struct Part {
    /// Each message with the place behind it; erased entries are passed over.
    pub(super) messages: Vec<(u64, Message)>,
    /// The place behind everything that was read.
    pub(super) end: u64,
    /// How many places there are; unknown of changes, whose numbers have gaps.
    pub(super) size: Option<u64>,
    /// Whether more may follow.
    pub(super) is_full: bool,
}

impl Stream {
    /// What stands behind the name of a sink in the names of its places.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Receipts => "",
            Self::Changes => "/marketing",
        }
    }

    /// Reads from place `next` on. The place behind a change is its number and one, and the first number is 1.
    pub(super) async fn read(self, ledger: &Ledger, log: &Log, next: u64) -> Result<Part, StoreError> {
        let is_full = |count: usize| u32::try_from(count).is_ok_and(|count| count >= BATCH);
        match self {
            Self::Receipts => {
                let (size, entries) = ledger.since(&log.site, next.checked_sub(1), BATCH).await?;
                let message = |entry: &_| Message::of(&log.site, &log.origin, entry);
                let messages = entries.iter().filter_map(|entry| Some((entry.index + 1, message(entry)?))).collect();
                let end = entries.last().map_or(next, |last| last.index + 1);
                Ok(Part { messages, end, size: Some(size), is_full: is_full(entries.len()) })
            }
            Self::Changes => {
                let changes = ledger.changes(&log.site, next.saturating_sub(1), BATCH).await?;
                let message = |change: &_| Message::of_change(&log.site, &log.origin, change);
                let messages = changes.iter().filter_map(|change| Some((change.seq + 1, message(change)?))).collect();
                let end = changes.last().map_or(next, |last| last.seq + 1);
                Ok(Part { messages, end, size: None, is_full: is_full(changes.len()) })
            }
        }
    }
}
