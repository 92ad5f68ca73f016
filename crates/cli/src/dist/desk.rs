//! The desk: what a visitor opens rarely, as one file for each language.
//!
//! In: names and markup. Out: JSON that the notice names by its digest (section 3.1 of `www/docs/formats.md`). Deliberately absent: markup
//! of its own.

use serde_json::{Map, Value, json};

/// `desk.<locale>.<digest>.json`: what is in the folds of layer 2, and the pages that the dialog shows beside it.
pub(super) fn json(folds: &[(String, String)], pages: &[(&str, String)]) -> String {
    let folds: Map<String, Value> = folds.iter().map(|(name, markup)| (name.clone(), json!(markup))).collect();
    let pages: Map<String, Value> = pages.iter().map(|(name, markup)| ((*name).to_owned(), json!(markup))).collect();
    json!({ "v": "cs-desk/1", "folds": folds, "pages": pages }).to_string()
}
