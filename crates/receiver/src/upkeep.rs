//! What an operator does with a ledger beside serving it: keys, erasure, retention, backup, restore.
//! The database and the request in, one line for the operator out. Each is safe to repeat, and may run beside a receiver
//! where nothing else is said.

use crate::ledger::Clock;
use crate::log::{Audit, Erasure, audit, erase, expire};
use crate::site::SiteId;
use crate::store::{self, Database, Storage, StoreError};
use crate::values::Uuid;
use jiff::Timestamp;
use std::path::Path;

/// Erases one receipt.
///
/// # Errors
/// [`StoreError::Missing`] when there is no ledger; else what the database reports.
pub async fn erase_receipt(database: &Database, rid: &Uuid, clock: Clock) -> Result<Erasure, StoreError> {
    let storage = store::open(database).await?;
    let result = erase(storage.as_ref(), rid.as_str(), clock()).await;
    closed(storage.as_ref(), result).await
}

/// Erases every receipt of a site that came before `before`; how many there were.
///
/// # Errors
/// [`StoreError::Missing`] when there is no ledger; else what the database reports.
pub async fn expire_receipts(database: &Database, site: &SiteId, before: Timestamp, clock: Clock) -> Result<u64, StoreError> {
    let storage = store::open(database).await?;
    let result = expire(storage.as_ref(), site, before, clock()).await;
    closed(storage.as_ref(), result).await
}

/// Writes a copy of the ledger, private keys too, to a new file that only its owner may read.
///
/// # Errors
/// [`StoreError::Create`] when something stands at `path`; else what the database or its program reports.
pub async fn backup(database: &Database, path: &Path) -> Result<(), StoreError> {
    let storage = store::open(database).await?;
    let result = storage.backup(path).await;
    closed(storage.as_ref(), result).await
}

/// Makes a ledger out of a backup and checks that it is whole. `checkpoints` are signed notes that others hold;
/// where the backup is older than one of them, it must not be served, because its log would fork.
///
/// # Errors
/// [`StoreError::Exists`] when a ledger is there already, [`StoreError::Checkpoint`] when the backup contradicts a checkpoint.
pub async fn restore(database: &Database, path: &Path, checkpoints: &[String]) -> Result<Audit, StoreError> {
    let storage = store::restore(database, path).await?;
    let result = audit(storage.as_ref(), checkpoints).await;
    closed(storage.as_ref(), result).await
}

async fn closed<T>(storage: &dyn Storage, result: Result<T, StoreError>) -> Result<T, StoreError> {
    storage.close().await;
    result
}
