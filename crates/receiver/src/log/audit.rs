//! Whether a ledger is whole: every log built again from its leaves, and held against its tiles, its last checkpoint,
//! and the checkpoints that somebody outside has kept.

use crate::store::{LogRow, Storage, StoreError, Which, to_digest, to_i64, to_u64};
use countersign_core::log::{Checkpoint, Note, Tree, leaf_hash};

/// Leaves that are read at once.
const AT_ONCE: u32 = 4096;

/// How much was found to be whole.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Audit {
    /// Logs.
    pub logs: u64,
    /// Entries in all of them.
    pub entries: u64,
}

/// Checks all logs. `notes` are signed checkpoints of before; each must be a state that its log went through.
pub(crate) async fn audit(storage: &dyn Storage, notes: &[String]) -> Result<Audit, StoreError> {
    let mut kept = Vec::new();
    for note in notes {
        let read = Note::parse(note).and_then(|note| Checkpoint::parse(&note.text));
        kept.push(read.map_err(|fault| StoreError::Checkpoint(format!("{fault}: {note}")))?);
    }
    let mut audit = Audit::default();
    let logs = storage.logs().await?;
    if let Some(stray) = kept.iter().find(|checkpoint| !logs.iter().any(|log| log.origin == checkpoint.origin)) {
        return Err(StoreError::Checkpoint(format!("no log here has the origin {}", stray.origin)));
    }
    for log in &logs {
        let mut own: Vec<_> = kept.iter().filter(|checkpoint| checkpoint.origin == log.origin).cloned().collect();
        own.extend(latest(storage, log).await?);
        check_log(storage, log, &own).await?;
        audit.logs += 1;
        audit.entries += to_u64(log.size)?;
    }
    Ok(audit)
}

async fn latest(storage: &dyn Storage, log: &LogRow) -> Result<Option<Checkpoint>, StoreError> {
    let Some(row) = storage.checkpoint(log.id, Which::Latest).await? else {
        return if log.size == 0 { Ok(None) } else { Err(StoreError::Corrupt("a log has no checkpoint")) };
    };
    if row.size != log.size {
        return Err(StoreError::Corrupt("the last checkpoint is not of the last entry"));
    }
    let read = Note::parse(&row.note).and_then(|note| Checkpoint::parse(&note.text));
    Ok(Some(read.map_err(|_| StoreError::Corrupt("a checkpoint is not a note"))?))
}

async fn check_log(storage: &dyn Storage, log: &LogRow, checkpoints: &[Checkpoint]) -> Result<(), StoreError> {
    let size = to_u64(log.size)?;
    if let Some(ahead) = checkpoints.iter().find(|checkpoint| checkpoint.size > size) {
        let (given, origin) = (ahead.size, &log.origin);
        return Err(StoreError::Checkpoint(format!(
            "{origin} had {given} entries and has {size} here: this copy is older than what was given out"
        )));
    }
    let mut tree = Tree::default();
    while tree.size() < size {
        let leaves = storage.leaves(log.id, tree.size(), AT_ONCE).await?;
        if leaves.is_empty() {
            return Err(StoreError::Corrupt("entries are missing"));
        }
        for leaf in leaves {
            tree.push(leaf_hash(to_digest(&leaf)?.bytes()));
            for checkpoint in checkpoints {
                if checkpoint.size == tree.size() && tree.root() != Some(checkpoint.root) {
                    return Err(StoreError::Checkpoint(format!("{} with {} entries had another root", log.origin, checkpoint.size)));
                }
            }
        }
        check_tiles(storage, log, &mut tree).await?;
    }
    if to_i64(tree.size())? == log.size { Ok(()) } else { Err(StoreError::Corrupt("there are entries after the end of a log")) }
}

async fn check_tiles(storage: &dyn Storage, log: &LogRow, tree: &mut Tree) -> Result<(), StoreError> {
    let changed = tree.changed();
    let tiles = storage.tiles(log.id, &changed.iter().map(|(id, _)| *id).collect()).await?;
    let is_kept = |(id, hashes): &(_, Vec<u8>)| tiles.tile(*id).is_some_and(|kept| kept.starts_with(hashes));
    if !changed.iter().all(is_kept) {
        return Err(StoreError::Corrupt("a tile does not hold the hashes of its entries"));
    }
    tree.settle();
    Ok(())
}
