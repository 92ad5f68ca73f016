//! The log: inclusion, checkpoints of other times, forks, witnesses, and what is asked for when it is missing.

use crate::sample::{
    ORIGIN, chain, checkpoint, claims, countersignature, judge, key_set, log_key, outcomes, proof, sign, tree, witness_key,
};
use countersign_core::Digest;
use countersign_core::log::{Tiles, Tree};
use countersign_verify::{Verdict, Want};

/// The consistency proof between two sizes as the log serves it: one hash a line.
fn consistency(receipts: &[String], from: u64, to: u64) -> String {
    let tree: Tree = tree(&receipts[..to as usize]);
    let mut tiles = Tiles::default();
    tree.changed().into_iter().for_each(|(id, hashes)| tiles.insert(id, hashes));
    let base64 = |hash: &Digest| {
        let text = hash.to_text().replace('-', "+").replace('_', "/");
        format!("{text}=\n")
    };
    tiles.consistency(from, to).unwrap().iter().map(base64).collect()
}

#[test]
fn a_receipt_with_everything_holds_without_anything_open() {
    let receipts = chain(1);
    let files = [receipts[0].clone(), countersignature(&receipts[0], 0), key_set(), proof(&receipts, 0), log_key(), witness_key()];
    let report = judge(&files);
    assert_eq!(report.strict_verdict(), Verdict::Holds, "{}", report.to_text());
    assert_eq!(report.wants, []);
    assert!(report.to_text().contains("witness.example/w1 saw the log at size 1 at 2026-11-23T06:01:40.000Z"), "{}", report.to_text());
}

#[test]
fn a_proof_is_for_one_receipt_and_one_place() {
    let receipts = chain(4);
    let other = judge(&[receipts[1].clone(), proof(&receipts, 2), log_key()]);
    assert_eq!(outcomes(&other, "inclusion"), [Verdict::Fails]);
    let moved = judge(&[receipts[2].clone(), countersignature(&receipts[2], 3), key_set(), proof(&receipts, 2), log_key()]);
    // The countersignature's rid is that of place 3, so that it is refused already; its index is judged where the rid fits.
    assert_eq!(outcomes(&moved, "countersignature"), [Verdict::Fails]);
    let mut files = receipts.clone();
    files.extend((0..4).rev().map(|index| proof(&receipts, index)));
    files.push(log_key());
    assert_eq!(outcomes(&judge(&files), "inclusion"), [Verdict::Holds; 4]);
}

#[test]
fn an_older_checkpoint_is_continued_forked_or_not_shown() {
    let receipts = chain(7);
    let check = |files: &[String], expected: &[Verdict]| {
        let report = judge(files);
        assert_eq!(outcomes(&report, "consistency"), expected, "{}", report.to_text());
        report
    };
    let (old, new) = (checkpoint(&mut tree(&receipts[..3])).to_string(), checkpoint(&mut tree(&receipts)).to_string());
    check(&[old.clone(), new.clone(), log_key(), consistency(&receipts, 3, 7)], &[Verdict::Holds]);
    check(&[new.clone(), old.clone(), log_key(), consistency(&receipts, 2, 7)], &[Verdict::Fails]);
    let open = check(&[old.clone(), new.clone(), log_key()], &[Verdict::Open]);
    assert_eq!(open.wants, [Want::Consistency { origin: ORIGIN.to_owned(), from: 3, to: 7 }]);
    check(&[new.clone(), new.clone(), log_key()], &[]);
    // Another history of the same size, and one that a proof of its own would continue.
    let mut forged = receipts.clone();
    forged[1] = sign(8, &claims(0, None));
    let fork = checkpoint(&mut tree(&forged)).to_string();
    check(&[new, fork.clone(), log_key()], &[Verdict::Fails]);
    check(&[old, fork, log_key(), consistency(&forged, 3, 7)], &[Verdict::Fails]);
}

#[test]
fn what_is_missing_is_asked_for_and_fails_nothing() {
    let receipts = chain(2);
    let report = judge(&[receipts[1].clone(), countersignature(&receipts[1], 1), proof(&receipts, 1)]);
    assert_eq!(report.verdict(), Verdict::Holds, "the device's own signature holds");
    assert_eq!((outcomes(&report, "countersignature"), outcomes(&report, "inclusion")), (vec![Verdict::Open], vec![Verdict::Open]));
    assert_eq!(report.wants, [Want::KeySet("https://pos.example".to_owned()), Want::LogKey(ORIGIN.to_owned())]);
}

#[test]
fn a_witness_that_is_named_has_to_have_seen_the_log() {
    let receipts = chain(2);
    let mut note = checkpoint(&mut tree(&receipts));
    note.signatures.pop();
    let report = judge(&[note.to_string(), log_key(), witness_key()]);
    assert_eq!(outcomes(&report, "witness"), [Verdict::Fails]);
    assert_eq!(judge(&[note.to_string(), log_key()]).verdict(), Verdict::Holds);
    note.signatures.clear();
    assert_eq!(judge(&[note.to_string(), log_key()]).verdict(), Verdict::Fails, "a text without signature lines");
}

#[test]
fn the_log_has_to_have_signed_with_its_own_key() {
    let note = checkpoint(&mut tree(&chain(2))).to_string();
    let renamed = note.replace(ORIGIN, "evil.example/log/layang");
    assert_eq!(judge(&[renamed.clone(), log_key()]).verdict(), Verdict::Fails, "a log whose key nobody gave");
    assert_eq!(judge(&[renamed]).verdict(), Verdict::Open, "no key of any log");
    assert_eq!(judge(&[note.replacen(ORIGIN, "evil.example/log/layang", 1), log_key()]).verdict(), Verdict::Fails);
}
