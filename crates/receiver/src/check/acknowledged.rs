//! What senders were told: the file of acknowledgments in; which receipt has to stand where, and which checkpoints were given out, out.
//!
//! A line is `{"sent_sha256":D,"answer":A}`: the digest of the JWS that was sent, and the receiver's answer (formats page, section 8.1).
//! Each line is held against itself here: digests equal, countersignature and inclusion proof true. The ledger is held against it later.

use super::faults::Faults;
use super::keys::Keys;
use crate::values::Uuid;
use anyhow::Context;
use countersign_core::Digest;
use countersign_core::log::{Checkpoint, StapledProof, leaf_hash, verify_inclusion};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// What was acknowledged in one log.
#[derive(Debug, Default)]
pub(super) struct Acknowledged {
    /// By place: the receipt's id, and the SHA-256 of its JWS.
    pub(super) places: HashMap<u64, (Uuid, Digest)>,
    /// By size: the roots of the checkpoints that were given out.
    pub(super) roots: BTreeMap<u64, Digest>,
    /// How many acknowledgments there were; a receipt that was sent twice has two.
    pub(super) count: u64,
}

/// A line of the file.
#[derive(Deserialize)]
struct Line {
    sent_sha256: String,
    answer: Answer,
}

#[derive(Deserialize)]
struct Answer {
    rid: Uuid,
    index: u64,
    countersignature: String,
    receipt_sha256: String,
    proof: String,
}

/// Reads the file; the result is by origin of the log.
///
/// # Errors
/// The file cannot be read. What is wrong with its lines goes to `faults`.
pub(super) fn read(path: &Path, keys: &Keys, faults: &mut Faults) -> anyhow::Result<HashMap<String, Acknowledged>> {
    let mut logs: HashMap<String, Acknowledged> = HashMap::new();
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    for (number, line) in (1_u64..).zip(BufReader::new(file).lines()) {
        let line = line.with_context(|| format!("{} cannot be read", path.display()))?;
        match judge(&line, keys) {
            Ok(told) => {
                let log = logs.entry(told.checkpoint.origin.clone()).or_default();
                log.add(told).unwrap_or_else(|what| faults.add(format!("acknowledgment {number}: {what}")));
            }
            Err(what) => faults.add(format!("acknowledgment {number}: {what}")),
        }
    }
    Ok(logs)
}

/// What one acknowledgment says.
struct Told {
    rid: Uuid,
    index: u64,
    leaf: Digest,
    checkpoint: Checkpoint,
}

/// Holds a line against itself.
fn judge(line: &str, keys: &Keys) -> Result<Told, String> {
    let Line { sent_sha256, answer } = serde_json::from_str(line).map_err(|error| format!("not an acknowledgment: {error}"))?;
    let leaf = Digest::parse(&sent_sha256).ok_or("sent_sha256 is no digest")?;
    let Answer { rid, index, countersignature, receipt_sha256, proof } = answer;
    if receipt_sha256 != sent_sha256 {
        return Err(format!("{rid} was sent with other bytes than the receiver answered for"));
    }
    keys.countersigned(&countersignature, rid.as_str(), leaf, index).map_err(|what| format!("{rid}: the countersignature {what}"))?;
    let proof = StapledProof::parse(&proof).map_err(|error| format!("{rid}: {error}"))?;
    let checkpoint = Checkpoint::parse(&proof.checkpoint.text).map_err(|error| format!("{rid}: {error}"))?;
    keys.signed(&proof.checkpoint, &checkpoint.origin).map_err(|what| format!("{rid}: the checkpoint {what}"))?;
    let holds = proof.index == index && verify_inclusion(index, checkpoint.size, leaf_hash(leaf.bytes()), &proof.path, checkpoint.root);
    if holds { Ok(Told { rid, index, leaf, checkpoint }) } else { Err(format!("{rid}: the inclusion proof does not hold")) }
}

impl Acknowledged {
    /// Adds one, and holds it against those before it.
    fn add(&mut self, told: Told) -> Result<(), String> {
        let Told { rid, index, leaf, checkpoint } = told;
        self.count += 1;
        let root = *self.roots.entry(checkpoint.size).or_insert(checkpoint.root);
        if root != checkpoint.root {
            return Err(format!("a fork: two roots were given out for size {}", checkpoint.size));
        }
        let (first, its_leaf) = self.places.entry(index).or_insert_with(|| (rid.clone(), leaf));
        if *first == rid && *its_leaf == leaf { Ok(()) } else { Err(format!("place {index} was given to {first} and to {rid}")) }
    }
}
