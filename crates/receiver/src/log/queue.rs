//! Group commit: whoever waits for the same log is written together. While one batch is on its way to the disk the next one gathers,
//! so that a quiet ledger answers at once and a busy one pays for one synchronization per batch, not per receipt.

use super::append::append;
use super::entry::Appended;
use crate::admit::Admitted;
use crate::ledger::Keeper;
use crate::site::SiteId;
use crate::store::StoreError;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Receipts in one transaction, at most.
const MAX_BATCH: usize = 512;
/// Receipts that wait for one log, at most: some seconds of work, and a bound for memory.
const MAX_WAITING: usize = 8192;

type Answer = Result<Appended, StoreError>;

struct Waiting {
    receipt: Admitted,
    answer: oneshot::Sender<Answer>,
}

/// Who waits, by site. A site stands here exactly while a task writes its batches.
#[derive(Default)]
pub(crate) struct Queue(Mutex<HashMap<SiteId, Vec<Waiting>>>);

impl Queue {
    /// Waits until `receipt` is written, or is not.
    /// Dropping this does not interrupt the batch: the receipt is written or not, and the same call again tells which.
    pub(crate) async fn append(keeper: &Arc<Keeper>, receipt: Admitted) -> Answer {
        let (answer, answered) = oneshot::channel();
        if keeper.queue.join(Waiting { receipt: receipt.clone(), answer })? {
            tokio::spawn(write(keeper.clone(), receipt.site));
        }
        answered.await.unwrap_or(Err(StoreError::Lost))
    }

    /// Adds to those who wait; whether nobody writes for the site yet.
    fn join(&self, waiting: Waiting) -> Result<bool, StoreError> {
        let mut sites = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(others) = sites.get_mut(&waiting.receipt.site) {
            if others.len() >= MAX_WAITING {
                return Err(StoreError::Busy);
            }
            others.push(waiting);
            return Ok(false);
        }
        sites.insert(waiting.receipt.site.clone(), vec![waiting]);
        Ok(true)
    }

    /// The next batch, in the order of coming; empty once nobody waits, and then the site is gone from here.
    fn next(&self, site: &SiteId) -> Vec<Waiting> {
        let mut sites = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(waiting) = sites.get_mut(site) else { return Vec::new() };
        let batch: Vec<_> = waiting.drain(..waiting.len().min(MAX_BATCH)).collect();
        if batch.is_empty() {
            sites.remove(site);
        }
        batch
    }
}

/// Writes batches of `site` until nobody waits.
async fn write(keeper: Arc<Keeper>, site: SiteId) {
    loop {
        let batch = keeper.queue.next(&site);
        if batch.is_empty() {
            return;
        }
        let (receipts, answers): (Vec<_>, Vec<_>) = batch.into_iter().map(|waiting| (waiting.receipt, waiting.answer)).unzip();
        // In a task of its own, so that a panic costs this batch alone and the site is not left without a writer.
        let work = tokio::spawn({
            let (keeper, site) = (keeper.clone(), site.clone());
            async move { settle(&keeper, &site, &receipts).await }
        });
        let results = work.await.unwrap_or_default();
        let mut results = results.into_iter();
        for answer in answers {
            // A sender that hung up is not told.
            let _ = answer.send(results.next().unwrap_or(Err(StoreError::Lost)));
        }
    }
}

/// Writes a batch. Where the database refuses one statement of it, the halves are tried by themselves, down to the receipt that is to blame.
async fn settle(keeper: &Keeper, site: &SiteId, receipts: &[Admitted]) -> Vec<Answer> {
    let mut parts = vec![receipts];
    let mut results = Vec::with_capacity(receipts.len());
    while let Some(part) = parts.pop() {
        match append(keeper, site.as_str(), part).await {
            Ok(done) => results.extend(done.into_iter().map(Ok)),
            Err(error) if error.is_refusal() && part.len() > 1 => {
                let (first, second) = part.split_at(part.len() / 2);
                parts.push(second);
                parts.push(first);
            }
            Err(error) => {
                let error = Arc::new(error);
                results.extend(part.iter().map(|_| Err(StoreError::Batch(error.clone()))));
            }
        }
    }
    results
}
