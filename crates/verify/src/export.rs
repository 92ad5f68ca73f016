//! Receipts in the words of others: ISO/IEC TS 27560:2023 as JSON-LD with DPV 2.3, and the Kantara consent receipt 1.1.
//!
//! Enters: the same pieces as for a report. Leaves: documents for receipts that are proven, and why each other one is left out. An export
//! is a translation for other software and proves nothing by itself: the evidence stays the compact JWS, whose digest it names.

mod iso27560;
mod kantara;

use serde_json::{Map, Value, json};

use crate::countersignature::Countersignature;
use crate::gather::Pieces;
use crate::judge::attach;
use crate::receipt::Receipt;

/// Which form to export to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Profile {
    /// ISO/IEC TS 27560:2023 by the W3C community group's profile of DPV 2.3, as JSON-LD.
    Iso27560,
    /// Kantara consent receipt 1.1; it has no word for a refusal, so that only what is given is in it.
    Kantara,
}

/// What was exported.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// One document over all receipts for [`Profile::Iso27560`]; for [`Profile::Kantara`] one object, or a list of several.
    pub document: Value,
    /// How many receipts are in it.
    pub count: usize,
    /// Receipts that are not, each with the reason.
    pub left_out: Vec<String>,
}

/// A receipt that is proven, with the time at which it was received where that is proven too.
struct Proven {
    receipt: Receipt,
    received_at: Option<String>,
}

/// Exports every receipt that is proven.
pub(crate) fn export(mut pieces: Pieces, profile: Profile) -> Export {
    attach(&mut pieces);
    let (mut documents, mut left_out) = (Vec::new(), Vec::new());
    for bundle in pieces.bundles.iter().filter(|bundle| bundle.receipt.is_some()) {
        let receipt = match Receipt::read(bundle.receipt.as_deref().unwrap_or_default()) {
            Ok(receipt) => receipt,
            Err(fault) => {
                left_out.push(format!("{}: {fault}", bundle.place));
                continue;
            }
        };
        let counter = bundle.countersignature.as_deref().and_then(|text| Countersignature::read(text, &pieces.key_sets).ok());
        let received_at = counter.filter(|counter| counter.fits(&receipt).is_ok()).map(|counter| counter.received_at);
        let rid = receipt.say("rid").to_owned();
        if receipt.signer.is_none() && received_at.is_none() {
            left_out.push(format!("receipt {rid}: nothing proves it; give its countersignature and the site's key set"));
            continue;
        }
        let proven = Proven { receipt, received_at };
        let made = match profile {
            Profile::Iso27560 => iso27560::receipt(&proven),
            Profile::Kantara => kantara::receipt(&proven),
        };
        match made {
            Ok(document) => documents.push(document),
            Err(why) => left_out.push(format!("receipt {rid}: {why}")),
        }
    }
    let count = documents.len();
    let document = match profile {
        Profile::Iso27560 => json!({ "@context": iso27560::context(), "@graph": documents }),
        Profile::Kantara if count == 1 => documents.remove(0),
        Profile::Kantara => Value::Array(documents),
    };
    Export { document, count, left_out }
}

/// An object of the members that are stated.
fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Map<String, Value> {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// A text claim as a value; nothing where it is absent or empty.
fn stated(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::from(text))
}

/// The texts of a list; empty where it is absent.
fn texts<'a>(object: &'a Map<String, Value>, name: &str) -> Vec<&'a str> {
    object.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}
