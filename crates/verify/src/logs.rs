//! Judges the logs that came up: their checkpoints against their keys, witnesses, and that each only grew.
//!
//! Enters: checkpoints inside of proofs that held, and those given by themselves. Leaves: one section for each log.

use countersign_core::log::{KeyKind, NoteKey};

use crate::fault::Fault;
use crate::gather::Pieces;
use crate::log::{Consistency, SignedCheckpoint};
use crate::report::{Check, Section, Subject, Verdict, Want};

/// Whether no key of any log was given, so that a checkpoint is neither right nor wrong. With a key, a log of another name is wrong.
pub(crate) fn no_key(keys: &[NoteKey]) -> bool {
    !keys.iter().any(|key| key.kind() == KeyKind::Ed25519)
}

/// One section for each log; checkpoints that do not hold each have one of their own.
pub(crate) fn judge(pieces: &Pieces, mut signed: Vec<SignedCheckpoint>, wants: &mut Vec<Want>) -> Vec<Section> {
    let mut sections = Vec::new();
    for (place, text) in &pieces.checkpoints {
        let check = match SignedCheckpoint::read(text, &pieces.note_keys) {
            Ok(read) => {
                signed.push(read);
                continue;
            }
            Err(Fault::UnknownKey(origin)) if no_key(&pieces.note_keys) => {
                let says = format!("given, but not the key of the log {origin}, which it is held against");
                wants.push(Want::LogKey(origin));
                Check::new("checkpoint", Verdict::Open, says).found("keyless")
            }
            Err(fault) => Check::new("checkpoint", Verdict::Fails, fault.to_string()),
        };
        sections.push(Section { subject: Subject::Piece, place: place.clone(), checks: vec![check] });
    }
    signed.sort_by(|a, b| (&a.checkpoint.origin, a.checkpoint.size).cmp(&(&b.checkpoint.origin, b.checkpoint.size)));
    for log in signed.chunk_by(|a, b| a.checkpoint.origin == b.checkpoint.origin) {
        sections.extend(one(pieces, log, wants));
    }
    sections
}

/// One log, its checkpoints by size.
fn one(pieces: &Pieces, log: &[SignedCheckpoint], wants: &mut Vec<Want>) -> Option<Section> {
    let (newest, older) = log.split_last()?;
    let state = &newest.checkpoint;
    let says = format!("signed by the log at size {}, root {}", state.size, state.root);
    let mut checks = vec![Check::new("checkpoint", Verdict::Holds, says).with([("size", state.size.to_string())])];
    checks.extend(pieces.note_keys.iter().filter(|key| key.kind() == KeyKind::Cosignature).map(|witness| seen(log, witness)));
    for one in older.chunk_by(|a, b| a.checkpoint == b.checkpoint).filter_map(<[_]>::last) {
        if one.checkpoint != *state {
            checks.push(grown(pieces, one, newest, wants));
        }
    }
    Some(Section { subject: Subject::Log(state.origin.clone()), place: String::new(), checks })
}

/// A witness whose key is given has to have seen at least one of the checkpoints, and signed none wrongly.
fn seen(log: &[SignedCheckpoint], witness: &NoteKey) -> Check {
    let mut last = None;
    for signed in log {
        match signed.seen_by(witness) {
            Ok(seen) => last = seen.map(|time| (signed.checkpoint.size, time)).or(last),
            Err(fault) => return Check::new("witness", Verdict::Fails, format!("{}: {fault}", witness.name())),
        }
    }
    match last {
        Some((size, time)) => {
            let at = countersign_core::Instant(time.saturating_mul(1000)).to_rfc3339();
            Check::new("witness", Verdict::Holds, format!("{} saw the log at size {size} at {at}", witness.name()))
        }
        None => Check::new("witness", Verdict::Fails, format!("{} has cosigned none of these checkpoints", witness.name())),
    }
}

fn grown(pieces: &Pieces, older: &SignedCheckpoint, newest: &SignedCheckpoint, wants: &mut Vec<Want>) -> Check {
    let (from, to) = (older.checkpoint.size, newest.checkpoint.size);
    let values = [("from", from.to_string()), ("to", to.to_string())];
    let check = match newest.extends(older, &pieces.consistency) {
        Ok(Consistency::Holds) => {
            Check::new("consistency", Verdict::Holds, format!("the log of size {to} begins with that of size {from}"))
        }
        Ok(Consistency::NotShown) => {
            wants.push(Want::Consistency { origin: newest.checkpoint.origin.clone(), from, to });
            Check::new("consistency", Verdict::Open, format!("not shown from size {from} to size {to}: no proof was given"))
        }
        Err(fault) => Check::new("consistency", Verdict::Fails, fault.to_string()),
    };
    check.with(values)
}
