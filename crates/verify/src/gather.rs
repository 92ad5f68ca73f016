//! Sorts what was given by what it is: receipts, countersignatures, proofs, checkpoints, keys, whatever the file is called.
//!
//! Enters: bytes and the place where they were read. Leaves: pieces of text, none of them verified. What is none of these stays as a fault,
//! so that a damaged file never passes as one that was not given.

use countersign_core::Digest;
use countersign_core::log::{NoteKey, hash_from_base64};
use serde_json::{Map, Value};

use crate::countersignature;
use crate::fault::Fault;
use crate::json;
use crate::key::KeySet;

const PROOF: &str = "c2sp.org/tlog-proof@";
/// Members that hold a list of receipts.
const LISTS: [&str; 2] = ["receipts", "entries"];

/// A receipt, and what stood in the same object with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bundle {
    pub(crate) place: String,
    pub(crate) receipt: Option<String>,
    pub(crate) countersignature: Option<String>,
    pub(crate) proof: Option<String>,
    /// The receiver's answer, whose plain members have to agree with what is signed.
    pub(crate) answer: Map<String, Value>,
}

/// Everything that was given, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    pub(crate) bundles: Vec<Bundle>,
    pub(crate) checkpoints: Vec<(String, String)>,
    pub(crate) key_sets: Vec<KeySet>,
    pub(crate) note_keys: Vec<NoteKey>,
    pub(crate) consistency: Vec<Vec<Digest>>,
    pub(crate) faults: Vec<(String, Fault)>,
}

impl Pieces {
    /// Adds a file.
    pub(crate) fn add(&mut self, place: &str, bytes: &[u8]) {
        let unknown = |why: &str| Fault::Form { what: "this is no evidence", why: why.to_owned() };
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.fault(place, unknown("it is not UTF-8 text"));
        };
        if text.starts_with(PROOF) || text.contains("\n\n\u{2014} ") {
            return self.add_signed(place, text);
        }
        let trimmed = text.trim();
        if trimmed.starts_with(['{', '[']) {
            return match json::parse(trimmed.as_bytes()) {
                Ok(value) => self.add_json(place, &value),
                Err(error) => self.fault(place, unknown(&format!("it is not JSON: {error}"))),
            };
        }
        if let Ok(key) = NoteKey::parse(trimmed) {
            return self.note_keys.push(key);
        }
        let hashes: Option<Vec<Digest>> = trimmed.lines().map(hash_from_base64).collect();
        match hashes.filter(|hashes| !hashes.is_empty()) {
            Some(hashes) => self.consistency.push(hashes),
            None => self.add_lines(place, trimmed),
        }
    }

    /// Each line a compact JWS, or a key of a log or a witness.
    fn add_lines(&mut self, place: &str, text: &str) {
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return self.fault(place, Fault::Form { what: "this is no evidence", why: "it is empty".to_owned() });
        }
        for (number, line) in (1..).zip(&lines) {
            let place = if lines.len() == 1 { place.to_owned() } else { format!("{place}, line {number}") };
            match NoteKey::parse(line) {
                Ok(key) => self.note_keys.push(key),
                Err(_) => self.bundles.push(Bundle { place, ..Bundle::default() }.with_jws(line)),
            }
        }
    }

    fn add_signed(&mut self, place: &str, text: &str) {
        if text.starts_with(PROOF) {
            self.bundles.push(Bundle { place: place.to_owned(), proof: Some(text.to_owned()), ..Bundle::default() });
        } else {
            self.checkpoints.push((place.to_owned(), text.to_owned()));
        }
    }

    fn add_json(&mut self, place: &str, value: &Value) {
        match value {
            Value::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    self.add_json(&format!("{place}, entry {number}"), item);
                }
            }
            Value::Object(members) if members.contains_key("keys") && !LISTS.iter().any(|list| members.contains_key(*list)) => {
                match KeySet::read(place, members) {
                    Ok(set) => self.key_sets.push(set),
                    Err(fault) => self.fault(place, fault),
                }
            }
            Value::Object(members) => self.add_object(place, members),
            Value::String(text) => self.add(place, text.as_bytes()),
            _ => self.fault(place, Fault::Form { what: "this is no evidence", why: "it is neither an object nor a list".to_owned() }),
        }
    }

    /// An answer of the receiver, a row of the visitor's list, a CloudEvent, or an object that holds a list of those.
    fn add_object(&mut self, place: &str, members: &Map<String, Value>) {
        let before = self.bundles.len();
        let mut bundle = Bundle { place: place.to_owned(), ..Bundle::default() };
        for (name, value) in members {
            match value {
                Value::String(text) if text.starts_with(PROOF) => bundle.proof = Some(text.clone()),
                Value::String(text) if is_jws(text) => bundle = bundle.with_jws(text),
                Value::Array(_) if LISTS.contains(&name.as_str()) => self.add_json(&format!("{place}, {name}"), value),
                _ => {}
            }
        }
        if bundle.receipt.is_some() || bundle.countersignature.is_some() || bundle.proof.is_some() {
            bundle.answer.clone_from(members);
            self.bundles.push(bundle);
        } else if self.bundles.len() == before {
            let why = "its JSON holds no receipt, countersignature, proof or key set";
            self.fault(place, Fault::Form { what: "this is no evidence", why: why.to_owned() });
        }
    }

    fn fault(&mut self, place: &str, fault: Fault) {
        self.faults.push((place.to_owned(), fault));
    }
}

impl Bundle {
    fn with_jws(mut self, text: &str) -> Self {
        let slot = if countersignature::claims_to_be(text) { &mut self.countersignature } else { &mut self.receipt };
        *slot = Some(text.to_owned());
        self
    }
}

/// Whether a text looks like a compact JWS: three parts, the first of which begins as a JSON object does.
fn is_jws(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() == 2
}
