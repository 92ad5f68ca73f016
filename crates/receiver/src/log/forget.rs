//! Erasure and retention: the receipt, its salt, its chain and its countersignature go; place, digest of the id and leaf stay.
//! Without the salt the leaf tells nothing, and with it every proof of the neighbors still holds.

use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{Storage, StoreError, rid_hash};
use crate::values::format_instant;
use jiff::Timestamp;

/// Entries that one statement erases, at most, so that appends get their turn between.
const MAX_AT_ONCE: u32 = 500;

/// What became of an erasure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Erasure {
    /// The receipt is gone.
    Done,
    /// It was gone before.
    Before,
    /// No receipt has this id.
    Unknown,
}

impl Ledger {
    /// Erases the receipt `rid`.
    ///
    /// # Errors
    /// What the database reports; the same call again is safe.
    pub async fn erase(&self, rid: &str) -> Result<Erasure, StoreError> {
        erase(self.keeper.storage.as_ref(), rid, self.now()).await
    }

    /// Erases every receipt of a site that came before `before`; how many there were.
    ///
    /// # Errors
    /// What the database reports; what was erased until then stays so, and the same call again does the rest.
    pub async fn expire(&self, site: &SiteId, before: Timestamp) -> Result<u64, StoreError> {
        expire(self.keeper.storage.as_ref(), site, before, self.now()).await
    }
}

pub(crate) async fn erase(storage: &dyn Storage, rid: &str, now: Timestamp) -> Result<Erasure, StoreError> {
    let rid = rid_hash(rid);
    if storage.erase(rid, &format_instant(now)).await? > 0 {
        storage.settle().await?;
        return Ok(Erasure::Done);
    }
    Ok(if storage.by_rid(rid).await?.is_some() { Erasure::Before } else { Erasure::Unknown })
}

pub(crate) async fn expire(storage: &dyn Storage, site: &SiteId, before: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
    let Some(log) = storage.log(site.as_str()).await? else { return Ok(0) };
    let (before, at) = (format_instant(before), format_instant(now));
    let mut count = 0;
    loop {
        match storage.expire(log.id, &before, &at, MAX_AT_ONCE).await? {
            0 => break,
            erased => count += erased,
        }
    }
    if count > 0 {
        storage.settle().await?;
    }
    Ok(count)
}
