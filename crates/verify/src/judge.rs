//! Brings the pieces together and judges each receipt with all that belongs to it.
//!
//! Enters: sorted pieces. Leaves: the report. A piece that belongs to no receipt is a fault, so that nothing that was given goes unjudged.

use countersign_core::log::NoteKey;
use serde_json::{Map, Value};

use crate::chain;
use crate::countersignature::Countersignature;
use crate::fault::Fault;
use crate::gather::{Bundle, Pieces};
use crate::log::{Inclusion, SignedCheckpoint};
use crate::logs;
use crate::receipt::Receipt;
use crate::report::{Check, Report, Section, Subject, Summary, Verdict, Want};

/// Judges everything.
pub(crate) fn judge(mut pieces: Pieces) -> Report {
    let mut report = Report::default();
    attach(&mut pieces);
    let mut read: Vec<Receipt> = Vec::new();
    let mut signed: Vec<SignedCheckpoint> = Vec::new();
    for bundle in &pieces.bundles {
        let mut judged = Judged { pieces: &pieces, checks: Vec::new(), wants: &mut report.wants, signed: &mut signed };
        let receipt = judged.receipt(bundle);
        let subject = match (&receipt, &bundle.receipt) {
            (Some(receipt), _) => Subject::Receipt(Some(Box::new(Summary::of(receipt)))),
            (None, Some(_)) => Subject::Receipt(None),
            (None, None) => Subject::Piece,
        };
        let section = Section { subject, place: bundle.place.clone(), checks: judged.checks };
        report.sections.push(section);
        read.extend(receipt);
    }
    report.sections.sort_by_key(|section| section.subject == Subject::Piece);
    report.sections.extend(chains(&read));
    report.sections.extend(logs::judge(&pieces, signed, &mut report.wants));
    for (place, fault) in &pieces.faults {
        let checks = vec![Check::new("readable", Verdict::Fails, fault.to_string())];
        report.sections.push(Section { subject: Subject::Piece, place: place.clone(), checks });
    }
    report.wants.sort();
    report.wants.dedup();
    report
}

/// Gives loose countersignatures and proofs to the receipts that they are for, or to the only receipt, so that a damaged one is judged there.
pub(crate) fn attach(pieces: &mut Pieces) {
    let keys = pieces.note_keys.clone();
    let (loose, mut bundles): (Vec<Bundle>, Vec<Bundle>) =
        std::mem::take(&mut pieces.bundles).into_iter().partition(|one| one.receipt.is_none());
    for piece in loose {
        let home = bundles.iter_mut().position(|bundle| belongs(&piece, bundle, &keys)).or((bundles.len() == 1).then_some(0));
        let Some(bundle) = home.and_then(|at| bundles.get_mut(at)) else {
            bundles.push(piece);
            continue;
        };
        let taken =
            (piece.countersignature.is_some() && bundle.countersignature.is_some()) || (piece.proof.is_some() && bundle.proof.is_some());
        let also = Bundle { place: piece.place.clone(), receipt: bundle.receipt.clone(), ..piece };
        if taken {
            // A second one for the same receipt is judged by itself.
            bundles.push(also);
            continue;
        }
        bundle.countersignature = bundle.countersignature.take().or(also.countersignature);
        bundle.proof = bundle.proof.take().or(also.proof);
        if bundle.answer.is_empty() {
            bundle.answer = also.answer;
        }
    }
    pieces.bundles = bundles;
}

/// Whether a loose piece says that it is for the receipt of a bundle.
fn belongs(piece: &Bundle, bundle: &Bundle, keys: &[NoteKey]) -> bool {
    let Some(receipt) = &bundle.receipt else { return false };
    let digest = countersign_core::Digest::of(receipt.as_bytes());
    let said = piece.countersignature.as_deref().and_then(|text| text.split('.').nth(1)).and_then(countersign_core::from_base64url);
    let said = said.and_then(|bytes| crate::json::parse(&bytes).ok());
    match said {
        Some(claims) => claims["sha256"] == digest.to_text().as_str(),
        None => piece.proof.as_deref().is_some_and(|proof| Inclusion::read(proof, digest, keys).is_ok()),
    }
}

/// One bundle under judgment.
struct Judged<'a> {
    pieces: &'a Pieces,
    checks: Vec<Check>,
    wants: &'a mut Vec<Want>,
    signed: &'a mut Vec<SignedCheckpoint>,
}

impl Judged<'_> {
    fn receipt(&mut self, bundle: &Bundle) -> Option<Receipt> {
        let Some(text) = &bundle.receipt else {
            self.fails("readable", &Fault::Other("it is for no receipt that was given; give the receipt too".to_owned()));
            return None;
        };
        let receipt = match Receipt::read(text) {
            Ok(receipt) => receipt,
            Err(fault) => {
                self.fails(fault.check(), &fault);
                return None;
            }
        };
        self.checks.push(match (&receipt.signer, receipt.say("assurance")) {
            (Some(key), "device") => Check::new("signature", Verdict::Holds, format!("genuine, by the device key {key}")),
            (Some(key), _) => {
                Check::new("signature", Verdict::Holds, format!("genuine, by the key {key} of one page view")).found("session")
            }
            (None, _) => Check::new("signature", Verdict::Open, "none; the receipt proves nothing without a countersignature"),
        });
        let counter = self.countersignature(bundle, &receipt);
        self.inclusion(bundle, &receipt, counter.as_ref());
        self.answer(&bundle.answer, &receipt, counter.as_ref());
        Some(receipt)
    }

    fn countersignature(&mut self, bundle: &Bundle, receipt: &Receipt) -> Option<Countersignature> {
        let Some(text) = &bundle.countersignature else {
            self.checks.push(Check::new("countersignature", Verdict::Open, "not given"));
            return None;
        };
        let read = Countersignature::read(text, &self.pieces.key_sets);
        if self.pieces.key_sets.is_empty() {
            self.wants.push(Want::KeySet(issuer(text)));
            if matches!(read, Err(Fault::UnknownKey(_))) {
                let says = "given, but not the site's key set, which it is held against";
                self.checks.push(Check::new("countersignature", Verdict::Open, says).found("keyless"));
                return None;
            }
        }
        match read.and_then(|counter| counter.fits(receipt).map(|()| counter)) {
            Ok(counter) => {
                let Countersignature { issuer, received_at, index, kid, vouched_by, .. } = &counter;
                let says = format!("genuine, by {issuer} at {received_at}, place {index} in the ledger; key {kid} of {vouched_by}");
                let values = [("at", received_at.clone()), ("place", index.to_string())];
                self.checks.push(Check::new("countersignature", Verdict::Holds, says).with(values));
                Some(counter)
            }
            Err(fault) => {
                self.fails("countersignature", &fault);
                None
            }
        }
    }

    fn inclusion(&mut self, bundle: &Bundle, receipt: &Receipt, counter: Option<&Countersignature>) {
        let Some(text) = &bundle.proof else {
            return self.checks.push(Check::new("inclusion", Verdict::Open, "no proof from the log given"));
        };
        match Inclusion::read(text, receipt.digest, &self.pieces.note_keys) {
            Ok(found) => {
                if let Some(counter) = counter.filter(|counter| counter.index != found.index) {
                    let says = format!("the proof is for place {}, the countersignature for place {}", found.index, counter.index);
                    return self.fails("inclusion", &Fault::Other(says));
                }
                let log = &found.signed.checkpoint;
                let says = format!("place {} of {} in the log {}", found.index, log.size, log.origin);
                let values = [("place", found.index.to_string()), ("size", log.size.to_string())];
                self.checks.push(Check::new("inclusion", Verdict::Holds, says).with(values));
                self.signed.push(found.signed);
            }
            Err(Fault::UnknownKey(origin)) if logs::no_key(&self.pieces.note_keys) => {
                let says = format!("given, but not the key of the log {origin}, which its checkpoint is held against");
                self.checks.push(Check::new("inclusion", Verdict::Open, says).found("keyless"));
                self.wants.push(Want::LogKey(origin));
            }
            Err(fault) => self.fails("inclusion", &fault),
        }
    }

    /// The plain members of the receiver's answer repeat what is signed; where they differ, somebody changed the answer.
    fn answer(&mut self, answer: &Map<String, Value>, receipt: &Receipt, counter: Option<&Countersignature>) {
        let digest = receipt.digest.to_text();
        let mut expected = vec![("rid", Value::from(receipt.say("rid"))), ("receipt_sha256", Value::from(digest))];
        if let Some(counter) = counter {
            expected.push(("index", Value::from(counter.index)));
            expected.push(("received_at", Value::from(counter.received_at.as_str())));
        }
        if let Some((name, value)) = expected.iter().find(|(name, value)| answer.get(*name).is_some_and(|said| said != value)) {
            let says = format!("member {name} is not {value}, which is signed: the file was changed");
            self.fails("answer", &Fault::Other(says));
        }
    }

    fn fails(&mut self, name: &'static str, fault: &Fault) {
        self.checks.push(Check::new(name, Verdict::Fails, fault.to_string()));
    }
}

/// Who a countersignature says has made it; nothing is verified.
fn issuer(text: &str) -> String {
    let claims = text.split('.').nth(1).and_then(countersign_core::from_base64url).and_then(|bytes| crate::json::parse(&bytes).ok());
    claims.and_then(|claims| claims["iss"].as_str().map(str::to_owned)).unwrap_or_default()
}

/// One section for each chain, in the order of their ids.
fn chains(read: &[Receipt]) -> Vec<Section> {
    let mut records: Vec<&str> = read.iter().map(|receipt| receipt.say("rec")).collect();
    records.sort_unstable();
    records.dedup();
    let section = |rec: &str| {
        let own = read.iter().filter(|receipt| receipt.say("rec") == rec).collect();
        Section { subject: Subject::Chain(rec.to_owned()), place: String::new(), checks: chain::judge(own, read) }
    };
    records.into_iter().map(section).collect()
}
