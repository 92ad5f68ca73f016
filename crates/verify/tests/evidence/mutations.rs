//! Ten thousand single-byte mutations of every kind of evidence, all refused.

use crate::sample::{chain, checkpoint, countersignature, judge, key_set, log_key, proof, tree, witness_key};
use countersign_verify::Verdict;

/// How many mutations of each of the four kinds.
const EACH: usize = 2_500;

/// SplitMix64: a fixed seed, so that every run makes the same mutations.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) % limit as u64) as usize
    }
}

/// Mutates one byte of one file of `files` again and again; everything holds before, nothing may hold after.
fn check(what: &str, files: &[String], target: usize, seed: u64) {
    let whole = judge(files);
    assert_eq!(whole.verdict(), Verdict::Holds, "{what}: {}", whole.to_text());
    let mut dice = Dice(seed);
    let mut bytes: Vec<Vec<u8>> = files.iter().map(|file| file.clone().into_bytes()).collect();
    for _ in 0..EACH {
        let at = dice.below(bytes[target].len());
        let before = bytes[target][at];
        let after = before.wrapping_add(1 + dice.below(255) as u8);
        bytes[target][at] = after;
        let report = judge(&bytes);
        assert_eq!(report.verdict(), Verdict::Fails, "{what}, seed {seed}, byte {at} from {before} to {after}: {}", report.to_text());
        bytes[target][at] = before;
    }
}

#[test]
fn no_mutated_receipt_holds() {
    check("receipt", &chain(1), 0, 1);
}

#[test]
fn no_mutated_countersignature_holds() {
    let receipts = chain(1);
    check("countersignature", &[receipts[0].clone(), countersignature(&receipts[0], 0), key_set()], 1, 2);
}

#[test]
fn no_mutated_checkpoint_holds() {
    let note = checkpoint(&mut tree(&chain(5))).to_string();
    check("checkpoint", &[note, log_key(), witness_key()], 0, 3);
}

#[test]
fn no_mutated_proof_holds() {
    let receipts = chain(6);
    check("proof", &[receipts[3].clone(), proof(&receipts, 3), log_key(), witness_key()], 1, 4);
}
