//! What a visitor reads of receipts: the list in the widget's dialog, and the page `www/verify/`. One wasm for both.
//!
//! Enters: rows of the browser's store or files, as JSON text. Leaves: HTML and reports as JSON text. Deliberately absent: the browser; who
//! calls reads, asks and shows.

mod list;

use countersign_verify::Evidence;
use wasm_bindgen::prelude::wasm_bindgen;

/// The content of the dialog for the rows of the browser's store: JSON text with `html` and `label`.
///
/// `rows` is an array of rows, `notice` the notice file whose digest is `digest`, which has the titles of purposes.
#[wasm_bindgen]
#[must_use]
pub fn list(rows: &str, notice: &str, digest: &str, tag: &str) -> String {
    list::list(rows, notice, digest, tag)
}

/// The style sheet of that content.
#[wasm_bindgen]
#[must_use]
pub fn css() -> String {
    countersign_views::RECEIPTS_CSS.to_owned()
}

/// Judges files, a JSON array of `[name, text]`. Anything else in the array is passed over.
#[wasm_bindgen]
#[must_use]
pub fn judge(files: &str, base: &str) -> String {
    let mut evidence = Evidence::default();
    let files: Vec<serde_json::Value> = serde_json::from_str(files).unwrap_or_default();
    for file in &files {
        if let (Some(name), Some(text)) = (file.get(0).and_then(|name| name.as_str()), file.get(1).and_then(|text| text.as_str())) {
            evidence.add(name, text.as_bytes());
        }
    }
    let report = evidence.judge();
    let mut json = report.to_json();
    let addresses: Vec<String> = report.wants.iter().map(|want| want.address(base)).collect();
    if let Some(members) = json.as_object_mut() {
        members.insert("ask".to_owned(), addresses.into());
    }
    json.to_string()
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn files_go_in_and_a_report_comes_out() {
        for (files, expected) in
            [("[]", r#""verdict":"open""#), (r#"[["receipt.jws","a.b"]]"#, r#""verdict":"fails""#), ("nonsense", r#""verdict":"open""#)]
        {
            let report = judge(files, "https://pos.example");
            assert!(report.contains(expected) && report.contains(r#""ask":[]"#), "{report}");
        }
    }
}
