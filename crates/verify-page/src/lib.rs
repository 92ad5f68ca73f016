//! What a visitor reads of receipts: the list in the widget's dialog, and the page `www/verify/`. One wasm for both.
//!
//! Enters: rows of the browser's store or files, as JSON text. Leaves: HTML and reports as JSON text. Deliberately absent: the browser; who
//! calls reads, asks and shows.

mod claims;
mod list;
mod report;
mod titles;

use countersign_verify::Evidence;
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// The list of the visitor's own receipts; in and out as `list.rs` says.
#[wasm_bindgen]
#[must_use]
pub fn list(asked: &str) -> String {
    list::list(&serde_json::from_str(asked).unwrap_or_default()).to_string()
}

/// The style sheet of lists and reports.
#[wasm_bindgen]
#[must_use]
pub fn css() -> String {
    countersign_views::RECEIPTS_CSS.to_owned()
}

/// Judges files, a JSON array of `[name, text]`; anything else in the array is passed over. `base` may be asked for what is missing, `tag`
/// is the language. Leaves the report (formats page, "Report of `countersign verify`") with `ask`, addresses, and `html`.
#[wasm_bindgen]
#[must_use]
pub fn judge(files: &str, base: &str, tag: &str) -> String {
    let mut evidence = Evidence::default();
    let files: Vec<Value> = serde_json::from_str(files).unwrap_or_default();
    for (name, text) in files.iter().filter_map(pair) {
        evidence.add(name, text.as_bytes());
    }
    let judged = evidence.judge();
    let mut said = judged.to_json();
    if let Some(members) = said.as_object_mut() {
        members.insert("ask".to_owned(), judged.wants.iter().map(|want| want.address(base)).collect());
        members.insert("html".to_owned(), json!(report::html(&judged, tag)));
    }
    said.to_string()
}

/// Name and text of a file.
fn pair(file: &Value) -> Option<(&str, &str)> {
    Some((file.get(0)?.as_str()?, file.get(1)?.as_str()?))
}

/// The items of an array member; none where it is no array.
fn items<'a>(object: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    object.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// A text member; empty where there is none.
fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn files_go_in_and_a_report_comes_out() {
        for (files, expected) in
            [("[]", r#""verdict":"open""#), (r#"[["receipt.jws","a.b"]]"#, r#""verdict":"fails""#), ("nonsense", r#""verdict":"open""#)]
        {
            let report = judge(files, "https://pos.example", "en");
            assert!(report.contains(expected) && report.contains(r#""ask":[]"#), "{report}");
        }
    }
}
