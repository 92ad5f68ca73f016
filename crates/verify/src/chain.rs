//! The chain of one browser: each receipt names the one before it, and one key goes through it.
//!
//! Receipts of one `rec` in, checks out. A receipt that is missing is no fault, because a visitor may show one alone; a changed or swapped
//! one is. A key that the browser keeps (`device`) changes only by a receipt that the key before it signed; keys of one page change freely.

use serde_json::Value;

use crate::receipt::Receipt;
use crate::report::{Check, Verdict};

/// Judges the receipts of one chain, in any order; `all` are those of every chain.
pub(crate) fn judge(mut receipts: Vec<&Receipt>, all: &[Receipt]) -> Vec<Check> {
    receipts.sort_by_key(|receipt| receipt.seq);
    receipts.dedup_by(|a, b| a.text == b.text);
    let mut checks = vec![order(&receipts), keys(&receipts)];
    checks.extend(receipts.first().and_then(|first| before(first, all)));
    checks
}

/// Where a chain begins because the key of another was lost, its first receipt says after which one. Only that receipt itself can show it.
fn before(first: &Receipt, all: &[Receipt]) -> Option<Check> {
    let rec = first.say_in("after", "rec");
    let seq = first.claims.get("after")?.get("seq").and_then(Value::as_u64)?;
    let Some(named) = all.iter().find(|receipt| receipt.say("rec") == rec && receipt.seq == seq) else {
        return Some(Check::new("before", Verdict::Open, format!("says that it follows place {seq} of chain {rec}, which was not given")));
    };
    let fits = first.say_in("after", "sha256") == named.digest.to_text();
    let (verdict, says) = if fits { (Verdict::Holds, "follows") } else { (Verdict::Fails, "says that it follows, with other bytes,") };
    Some(Check::new("before", verdict, format!("{says} place {seq} of chain {rec}")))
}

fn order(receipts: &[&Receipt]) -> Check {
    let mut gaps = Vec::new();
    for pair in receipts.windows(2) {
        let [before, after] = pair else { continue };
        if before.seq == after.seq {
            let says = format!("two different receipts have place {}: {} and {}", after.seq, before.say("rid"), after.say("rid"));
            return Check::new("order", Verdict::Fails, says);
        }
        if before.seq + 1 < after.seq {
            gaps.push(span(before.seq + 1, after.seq - 1));
        } else if after.prev != Some(before.digest) {
            let says =
                format!("place {} does not name the receipt given for place {}: one of them was changed or swapped", after.seq, before.seq);
            return Check::new("order", Verdict::Fails, says);
        }
    }
    let (Some(first), Some(last)) = (receipts.first(), receipts.last()) else {
        return Check::new("order", Verdict::Open, "no receipt".to_owned());
    };
    if first.seq > 0 {
        gaps.insert(0, span(0, first.seq - 1));
    }
    if !gaps.is_empty() {
        return Check::new("order", Verdict::Open, format!("not shown for {}: those receipts were not given", gaps.join(", ")));
    }
    let says = if last.seq == 0 {
        "the first receipt of its chain".to_owned()
    } else {
        format!("{}, each names the one before it", span(0, last.seq))
    };
    Check::new("order", Verdict::Holds, says)
}

fn span(from: u64, to: u64) -> String {
    if from == to { format!("place {from}") } else { format!("places {from} to {to}") }
}

fn keys(receipts: &[&Receipt]) -> Check {
    let (mut kept, mut changes) = (0, 0);
    // The key that the next receipt of a kept key has to have, and whether no receipt is missing since it was set.
    let mut due: Option<&String> = None;
    let mut next = 0;
    for receipt in receipts {
        // Over a gap a key change may be among those that were not given.
        let unbroken = receipt.seq == next || kept == 0;
        next = receipt.seq + 1;
        due = due.filter(|_| unbroken);
        if receipt.say("assurance") != "device" {
            continue;
        }
        if due.is_some() && due != receipt.signer.as_ref() {
            let says = format!("at place {} another key takes over that the key before it never named: it was substituted", receipt.seq);
            return Check::new("key", Verdict::Fails, says);
        }
        kept += 1;
        changes += usize::from(receipt.next_signer.is_some());
        due = receipt.next_signer.as_ref().or(receipt.signer.as_ref());
    }
    match (kept, changes) {
        (0, _) => Check::new("key", Verdict::Open, "no receipt here is signed by a key that the browser keeps"),
        (_, 0) => Check::new(
            "key",
            Verdict::Holds,
            format!("{kept} of {} signed by a key that the browser keeps, and none swapped", receipts.len()),
        ),
        _ => Check::new("key", Verdict::Holds, format!("changed {changes} times, each time announced by the key before")),
    }
}
