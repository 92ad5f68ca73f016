//! Whether a ledger holds what it promised: `countersign-receiver check`.
//!
//! Enters: the ledger, and what senders were told (a file of acknowledgments) where somebody kept it. Leaves: a report; nothing is changed.
//! Every log is read from its first entry: places without a hole, ids once, receipts and countersignatures true, and each checkpoint ever
//! given out over exactly these leaves, with a consistency proof to the last one that holds.
//! Deliberately absent: the tree that the ledger keeps. Roots are computed anew from leaves, so that one is evidence about the other.

mod acknowledged;
mod faults;
mod frontier;
mod keys;
mod replay;

use crate::ledger::Ledger;
use crate::log::{Listed, Log};
use acknowledged::Acknowledged;
use countersign_core::log::{Checkpoint, Note, verify_consistency};
use faults::Faults;
use keys::Keys;
use replay::{Replay, judge};
use std::collections::VecDeque;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// Entries that are read and verified at once.
const PAGE: u32 = 1_000;
/// Pages that are verified beside each other.
const PAGES_AT_ONCE: usize = 4;

/// What a check found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CheckReport {
    logs: Vec<String>,
    faults: Faults,
}

impl CheckReport {
    /// Whether everything holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.faults.count() == 0
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.logs.iter().try_for_each(|log| writeln!(f, "{log}"))?;
        self.faults.told().iter().try_for_each(|fault| writeln!(f, "fault: {fault}"))?;
        match self.faults.count() {
            0 => f.write_str("everything holds"),
            count => write!(f, "{count} faults"),
        }
    }
}

/// Reads the whole ledger again and holds it against itself and against `acknowledged`, a file with one acknowledgment a line.
///
/// # Errors
/// The database or the file cannot be read. What is wrong with their content is in the report.
pub async fn check(ledger: &Ledger, acknowledged: Option<&Path>) -> anyhow::Result<CheckReport> {
    let mut report = CheckReport::default();
    let logs = ledger.logs().await?;
    let keys = Arc::new(keys_of(ledger, &logs).await?);
    let mut told = match acknowledged {
        Some(path) => acknowledged::read(path, &keys, &mut report.faults)?,
        None => Default::default(),
    };
    for log in logs {
        let told = told.remove(&log.origin).unwrap_or_default();
        check_log(ledger, &log, &keys, told, &mut report).await?;
    }
    Ok(report)
}

async fn keys_of(ledger: &Ledger, logs: &[Log]) -> anyhow::Result<Keys> {
    let mut keys = Keys::default();
    keys.countersigning.extend(ledger.public_keys().await?.into_iter().map(|key| (key.jwk.thumbprint(), key.jwk)));
    for log in logs {
        keys.logs.insert(log.origin.clone(), ledger.log_keys(&log.site).await?);
    }
    Ok(keys)
}

async fn check_log(ledger: &Ledger, log: &Log, keys: &Arc<Keys>, told: Acknowledged, report: &mut CheckReport) -> anyhow::Result<()> {
    let acknowledgments = told.count;
    let mut replay = Replay::new(&log.origin, told);
    read_checkpoints(ledger, log, keys, &mut replay).await?;
    read_entries(ledger, log, keys, &mut replay).await?;
    let checkpoints = replay.given().len();
    check_consistency(ledger, log, &mut replay).await?;
    report.faults.extend(replay.finish(log.size));
    let Log { origin, size, .. } = log;
    report.logs.push(format!("{origin}: {size} receipts, {checkpoints} checkpoints, {acknowledgments} acknowledgments"));
    Ok(())
}

/// All checkpoints that the ledger says it has given out, up to the size at which the check began.
async fn read_checkpoints(ledger: &Ledger, log: &Log, keys: &Keys, replay: &mut Replay) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let page = ledger.checkpoints(&log.site, after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = *last;
        for (size, note) in page.into_iter().filter(|(size, _)| *size <= log.size) {
            match read_checkpoint(&note, keys, &log.origin) {
                Ok(checkpoint) if checkpoint.size == size => replay.give(size, checkpoint.root),
                Ok(checkpoint) => replay.faults.add(format!("the checkpoint of size {} is kept as one of {size}", checkpoint.size)),
                Err(what) => replay.faults.add(format!("the checkpoint of size {size} {what}")),
            }
        }
    }
}

fn read_checkpoint(note: &str, keys: &Keys, origin: &str) -> Result<Checkpoint, String> {
    let note = Note::parse(note).map_err(|error| format!("is {error}"))?;
    keys.signed(&note, origin)?;
    let checkpoint = Checkpoint::parse(&note.text).map_err(|error| format!("is {error}"))?;
    if checkpoint.origin == origin { Ok(checkpoint) } else { Err(format!("is of {}", checkpoint.origin)) }
}

/// Reads the entries page by page; pages are verified on several threads and taken up in their order.
async fn read_entries(ledger: &Ledger, log: &Log, keys: &Arc<Keys>, replay: &mut Replay) -> anyhow::Result<()> {
    let mut running: VecDeque<JoinHandle<(Vec<Listed>, Faults)>> = VecDeque::new();
    let mut after = None;
    loop {
        let (_, mut page) = ledger.since(&log.site, after, PAGE).await?;
        page.retain(|entry| entry.index < log.size);
        let is_last = page.is_empty();
        after = page.last().map_or(after, |entry| Some(entry.index));
        if !is_last {
            let keys = keys.clone();
            running.push_back(tokio::task::spawn_blocking(move || judge(page, &keys)));
        }
        while running.len() >= PAGES_AT_ONCE || (is_last && !running.is_empty()) {
            let Some(page) = running.pop_front() else { break };
            let (page, faults) = page.await?;
            replay.faults.extend(faults);
            page.iter().for_each(|entry| replay.push(entry));
        }
        if is_last {
            return Ok(());
        }
    }
}

/// Asks the ledger for the proof from every checkpoint to the log as it is, and verifies it.
async fn check_consistency(ledger: &Ledger, log: &Log, replay: &mut Replay) -> anyhow::Result<()> {
    let (size, root) = replay.state();
    let given: Vec<_> = replay.given().range(..=size).map(|(size, root)| (*size, *root)).collect();
    for (from, from_root) in given {
        let proof = ledger.consistency(&log.site, from, size).await?;
        let holds = proof.is_some_and(|proof| verify_consistency(from, size, from_root, root, &proof));
        replay.faults.require(holds, || format!("{}: no consistency proof leads from size {from} to size {size}", log.origin));
    }
    Ok(())
}
