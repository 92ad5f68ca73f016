//! The door of the page `www/verify/` to `countersign-verify`.
//!
//! Enters: files as JSON text, an array of pairs of name and text, and the address that may be asked for what is missing. Leaves: the report
//! as JSON text (`www/docs/formats.md`, "Report of `countersign verify`"). Deliberately absent: everything else; the page reads files and shows.

use countersign_verify::Evidence;
use wasm_bindgen::prelude::wasm_bindgen;

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
