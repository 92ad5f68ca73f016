//! One batch: receipts of one site in, what became of each out, all in one transaction with the log's new tiles and checkpoint.
//! Each receipt is judged by itself, in the order in which they wait; a bad one costs its neighbors nothing.

use super::entry::{Appended, Entry, site_of};
use super::read::entry_of;
use crate::admit::Admitted;
use crate::ledger::Keeper;
use crate::store::{Batch, LogRow, NoteRow, Row, Seal, StoreError, rid_hash, to_i64, to_u64};
use countersign_core::log::{Note, StapledProof, Tree, leaf_hash};
use countersign_core::{Assurance, Digest};
use countersign_suppression::{AddressHash, Settled, Standing, State, Turn};
use std::collections::HashMap;

/// What becomes of a receipt, before anything is written.
enum Verdict {
    /// It is the row at this place of the new ones.
    New(usize),
    /// It is the row at this place of the new ones, and came twice in this batch.
    Repeat(usize),
    /// It is in the ledger.
    Known(Box<Row>),
    /// What is answered without a row.
    Refused(Box<Appended>),
}

/// Appends what is new of `receipts`, which all belong to `site`. When this returns, it is on the disk.
pub(crate) async fn append(keeper: &Keeper, site: &str, receipts: &[Admitted]) -> Result<Vec<Appended>, StoreError> {
    let mut batch = keeper.storage.begin(site, &keeper.origin_of(site)).await?;
    let log = batch.log().clone();
    let mut seen = Seen::read(batch.as_mut(), receipts).await?;
    let (verdicts, rows) = judge(keeper, &log, receipts, &mut seen)?;
    let mut proofs = Vec::new();
    if !rows.is_empty() {
        let mut tree = open_tree(batch.as_mut(), &log).await?;
        for row in &rows {
            tree.push(leaf_hash(&row.leaf));
        }
        let (checkpoint, note) = sealed_checkpoint(keeper, &log, &mut tree)?;
        batch.write(&rows, &tree.changed(), &checkpoint).await?;
        // A crash before this line leaves no trace, a crash after it leaves the whole batch;
        // in both cases the senders have no answer, repeat, and get the one true entry. The checkpoint is given out only after it.
        batch.commit().await?;
        proofs = staple(&mut tree, &rows, &note)?;
    }
    answers(keeper, &log, verdicts, &rows, &proofs).await
}

/// What is in the ledger of the receipts of a batch and of those that they follow; grows with the batch.
struct Seen {
    stored: Vec<Row>,
    by_rid: HashMap<Digest, usize>,
    by_leaf: HashMap<Digest, usize>,
    standings: HashMap<AddressHash, Standing>,
}

impl Seen {
    async fn read(batch: &mut dyn Batch, receipts: &[Admitted]) -> Result<Self, StoreError> {
        let rids: Vec<_> = receipts.iter().map(|receipt| rid_hash(receipt.rid.as_str())).collect();
        let before: Vec<_> = receipts.iter().filter_map(|receipt| receipt.prev).collect();
        let mut seen = Self { stored: Vec::new(), by_rid: HashMap::new(), by_leaf: HashMap::new(), standings: HashMap::new() };
        for row in batch.find(&rids, &before).await? {
            seen.add(row)?;
        }
        let hashes: Vec<_> = receipts.iter().filter_map(|receipt| Some(receipt.turned.as_ref()?.hash)).collect();
        if !hashes.is_empty() {
            // Read while the log is locked: of two wishes at once, the second sees what the first has changed.
            for row in batch.states(&hashes).await? {
                seen.standings.entry(row.hash()?).or_default().add(row.turn()?);
            }
        }
        Ok(seen)
    }

    fn add(&mut self, row: Row) -> Result<(), StoreError> {
        let place = self.stored.len();
        self.by_rid.insert(crate::store::to_digest(&row.rid_hash)?, place);
        self.by_leaf.insert(row.leaf()?, place);
        self.stored.push(row);
        Ok(())
    }

    /// Whether a receipt changes nothing of who may be written to; what it changes counts from here on.
    fn holds(&mut self, receipt: &Admitted) -> bool {
        let Some(turned) = &receipt.turned else { return false };
        let standing = self.standings.entry(turned.hash).or_default();
        let lifts = |turn: &Turn| turn.to == State::Given && standing.is_stopped(turn);
        if turned.is_listed && turned.turns.iter().any(lifts) {
            return true;
        }
        let changed = turned.turns.iter().filter(|turn| standing.settle(turn) == Settled::Changed).count();
        changed == 0
    }

    fn rid(&self, rid: &str) -> Option<&Row> {
        self.stored.get(*self.by_rid.get(&rid_hash(rid))?)
    }

    fn leaf(&self, leaf: Digest) -> Option<&Row> {
        self.stored.get(*self.by_leaf.get(&leaf)?)
    }
}

fn judge(keeper: &Keeper, log: &LogRow, receipts: &[Admitted], seen: &mut Seen) -> Result<(Vec<Verdict>, Vec<Row>), StoreError> {
    let size = to_u64(log.size)?;
    // Read while the log is locked, so that places and times run the same way.
    let received_at = keeper.now_text();
    let mut rows: Vec<Row> = Vec::new();
    let mut verdicts = Vec::with_capacity(receipts.len());
    for receipt in receipts {
        if let Some(known) = seen.rid(receipt.rid.as_str()) {
            verdicts.push(repeat(receipt, known, log)?);
            continue;
        }
        let before = receipt.prev.and_then(|prev| seen.leaf(prev));
        if let Some(fault) = before.and_then(|before| misfit(receipt, before)) {
            verdicts.push(Verdict::Refused(Box::new(fault)));
            continue;
        }
        let has_gap = receipt.prev.is_some() && before.is_none();
        if seen.holds(receipt) {
            verdicts.push(Verdict::Refused(Box::new(Appended::Held)));
            continue;
        }
        let index = size + rows.len() as u64;
        let countersignature = keeper.countersign(receipt, &received_at, index)?;
        let seal = Seal { index, has_gap, received_at: received_at.clone(), countersignature };
        let row = Row::new(log.id, receipt, seal)?;
        seen.add(row.clone())?;
        verdicts.push(Verdict::New(rows.len()));
        rows.push(row);
    }
    Ok((verdicts, rows))
}

/// What a receipt is whose id was there before.
fn repeat(receipt: &Admitted, known: &Row, log: &LogRow) -> Result<Verdict, StoreError> {
    Ok(if known.leaf()? != receipt.leaf {
        Verdict::Refused(Box::new(Appended::Conflict))
    } else if known.erased_at.is_some() {
        Verdict::Refused(Box::new(Appended::Erased))
    } else if known.idx < log.size {
        Verdict::Known(Box::new(known.clone()))
    } else {
        Verdict::Repeat(usize::try_from(known.idx - log.size).map_err(|_| StoreError::Corrupt("a place"))?)
    })
}

/// Why a receipt cannot follow the one that it names, which is here. Of an erased one nothing more is known.
fn misfit(receipt: &Admitted, before: &Row) -> Option<Appended> {
    let (rec, seq) = (before.rec.as_deref()?, u64::try_from(before.seq?).ok()?);
    if rec != receipt.rec.as_str() || seq + 1 != receipt.seq {
        return Some(Appended::OutOfOrder);
    }
    let is_kept = receipt.assurance == Assurance::Device && before.assurance.as_deref() == Some(Assurance::Device.name());
    // A change of keys hands the chain on: from there the old key does not hold it any more.
    let holds = receipt.key.as_ref() == before.next_kid.as_ref().or(before.kid.as_ref());
    (is_kept && !holds).then_some(Appended::KeySubstituted)
}

/// The signed checkpoint of a tree as it is.
pub(super) fn sealed_checkpoint(keeper: &Keeper, log: &LogRow, tree: &mut Tree) -> Result<(NoteRow, Note), StoreError> {
    let root = tree.root().ok_or(StoreError::Corrupt("a tile is missing"))?;
    let note = keeper.log_signer.checkpoint(&log.origin, tree.size(), root)?;
    Ok((NoteRow { size: to_i64(tree.size())?, note: note.to_string() }, note))
}

pub(super) async fn open_tree(batch: &mut dyn Batch, log: &LogRow) -> Result<Tree, StoreError> {
    let size = to_u64(log.size)?;
    let tiles = batch.tiles(&Tree::edge(size)).await?;
    Tree::new(size, tiles).ok_or(StoreError::Corrupt("a tile at the edge of a log is missing"))
}

/// The proof of each new row against the batch's own checkpoint.
fn staple(tree: &mut Tree, rows: &[Row], note: &Note) -> Result<Vec<String>, StoreError> {
    let mut proof = |row: &Row| {
        let index = row.index()?;
        let path = tree.inclusion(index).ok_or(StoreError::Corrupt("a tile is missing"))?;
        Ok(StapledProof { index, path, checkpoint: note.clone() }.to_string())
    };
    rows.iter().map(&mut proof).collect()
}

async fn answers(
    keeper: &Keeper, log: &LogRow, verdicts: Vec<Verdict>, rows: &[Row], proofs: &[String],
) -> Result<Vec<Appended>, StoreError> {
    let site = site_of(log)?;
    let new = |place: usize| {
        let (row, proof) = rows.get(place).zip(proofs.get(place)).ok_or(StoreError::Corrupt("a place"))?;
        Entry::new(site.clone(), row.clone(), proof.clone())
    };
    let mut answers = Vec::with_capacity(verdicts.len());
    for verdict in verdicts {
        answers.push(match verdict {
            Verdict::New(place) => Appended::New(new(place)?),
            Verdict::Repeat(place) => Appended::Known(new(place)?),
            Verdict::Known(row) => Appended::Known(entry_of(keeper.storage.as_ref(), log, *row).await?),
            Verdict::Refused(answer) => *answer,
        });
    }
    Ok(answers)
}
