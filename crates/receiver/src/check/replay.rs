//! One log from its first leaf on: entries in, in order; what is wrong with them, with the checkpoints given out and with what was
//! acknowledged, out. It keeps the ids that it has seen (16 bytes each) and what was given out, nothing else.

use super::acknowledged::Acknowledged;
use super::faults::Faults;
use super::frontier::Frontier;
use super::keys::Keys;
use crate::admit::admit;
use crate::log::Listed;
use countersign_core::Digest;
use countersign_core::log::leaf_hash;
use std::collections::{BTreeMap, HashSet};

/// A log that is being read again.
pub(super) struct Replay {
    origin: String,
    frontier: Frontier,
    ids: HashSet<u128>,
    acknowledged: Acknowledged,
    /// By size: the roots that were given out, by the ledger's own account or a sender's.
    given: BTreeMap<u64, Digest>,
    /// The sizes of those that the ledger itself still has.
    kept: HashSet<u64>,
    pub(super) faults: Faults,
}

impl Replay {
    /// Begins; `acknowledged` is what senders were told of this log.
    pub(super) fn new(origin: &str, acknowledged: Acknowledged) -> Self {
        let given = acknowledged.roots.clone();
        let (frontier, ids, kept, faults) = Default::default();
        Self { origin: origin.to_owned(), frontier, ids, acknowledged, given, kept, faults }
    }

    /// Adds a checkpoint of the ledger's own account.
    pub(super) fn give(&mut self, size: u64, root: Digest) {
        self.kept.insert(size);
        let told = *self.given.entry(size).or_insert(root);
        self.faults.require(told == root, || format!("{}: a fork: two roots were given out for size {size}", self.origin));
    }

    /// The checkpoints ever given out, by size.
    pub(super) fn given(&self) -> &BTreeMap<u64, Digest> {
        &self.given
    }

    /// Takes the next entry.
    pub(super) fn push(&mut self, entry: &Listed) {
        let Self { origin, frontier, faults, .. } = self;
        let index = frontier.size();
        faults.require(entry.index == index, || format!("{origin}: place {index} is missing, {} follows", entry.index));
        if let Some(rid) = &entry.rid {
            let bits = u128::from_str_radix(&rid.replace('-', ""), 16);
            faults.require(bits.is_ok_and(|bits| self.ids.insert(bits)), || format!("{origin}: {rid} at place {index} stands twice"));
        }
        if let Some((rid, leaf)) = self.acknowledged.places.remove(&entry.index) {
            let is_same = leaf == entry.leaf && entry.rid.as_ref().is_none_or(|found| found == rid.as_str());
            faults.require(is_same, || format!("{origin}: place {index} was acknowledged for {rid} and holds another receipt"));
        }
        frontier.push(leaf_hash(entry.leaf.bytes()));
        if let Some(root) = self.given.get(&frontier.size()) {
            let holds = *root == frontier.root();
            faults.require(holds, || format!("{origin}: the checkpoint of size {} is not over its leaves", frontier.size()));
        }
    }

    /// How many entries were read, and their root.
    pub(super) fn state(&self) -> (u64, Digest) {
        (self.frontier.size(), self.frontier.root())
    }

    /// Ends; the log says that it has `size` entries. What was acknowledged or given out beyond them is lost.
    pub(super) fn finish(self, size: u64) -> Faults {
        let Self { origin, mut faults, .. } = self;
        let read = self.frontier.size();
        faults.require(read == size, || format!("{origin}: {read} entries are there, the log says {size}"));
        faults.require(size == 0 || self.kept.contains(&size), || format!("{origin}: there is no checkpoint of its size {size}"));
        for given in self.given.range(..=read).map(|(size, _)| *size).filter(|size| !self.kept.contains(size)) {
            faults.add(format!("{origin}: a checkpoint of size {given} was given out and is not in the ledger"));
        }
        let mut lost: Vec<_> = self.acknowledged.places.iter().collect();
        lost.sort_unstable_by_key(|(index, _)| **index);
        for (index, (rid, _)) in lost {
            faults.add(format!("{origin}: lost: {rid} was acknowledged at place {index} and is not in the ledger"));
        }
        for given in self.given.range(read + 1..).map(|(size, _)| *size) {
            faults.add(format!("{origin}: a checkpoint of size {given} was given out, and {read} entries are there"));
        }
        faults
    }
}

/// What can be said of entries by themselves: the leaf is of the receipt, and the receipt and its countersignature are true.
pub(super) fn judge(page: Vec<Listed>, keys: &Keys) -> (Vec<Listed>, Faults) {
    let mut faults = Faults::default();
    for entry in &page {
        let Listed { index, rid, jws, leaf, countersignature, .. } = entry;
        let (Some(rid), Some(jws), Some(countersignature)) = (rid, jws, countersignature) else {
            let is_erased = entry.erased_at.is_some() && rid.is_none() && jws.is_none() && countersignature.is_none();
            faults.require(is_erased, || format!("place {index} is half erased"));
            continue;
        };
        faults.require(Digest::of(jws.as_bytes()) == *leaf, || format!("place {index}: the leaf is not of the receipt"));
        match admit(Some("application/jose"), None, jws.as_bytes()) {
            Ok(receipt) => faults.require(receipt.rid.as_str() == rid, || format!("place {index}: the id is not of the receipt")),
            Err(refusal) => faults.add(format!("place {index}: {refusal}")),
        }
        if let Err(what) = keys.countersigned(countersignature, rid, *leaf, *index) {
            faults.add(format!("place {index}: the countersignature {what}"));
        }
    }
    (page, faults)
}
