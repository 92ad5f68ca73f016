//! The list of what a build left, for deployment and for checks.

use countersign_core::{Digest, material};
use countersign_policy::{Bundle, catalogue_digest};
use serde_json::json;

use super::{Assets, Files, Page};

/// `manifest.json`: notice id and version, languages, and the digests of the vendor catalogue and of every other file of this build.
pub(super) fn json(bundle: &Bundle, pages: &[Page], assets: &Assets, files: &Files) -> String {
    let first = bundle.parts.first().map(|part| &part.notice);
    let digests: serde_json::Map<String, serde_json::Value> =
        files.iter().map(|(path, bytes)| (path.clone(), json!(Digest::of(bytes).to_string()))).collect();
    let locales: Vec<_> = pages
        .iter()
        .map(|page| json!({ "tag": page.notice.locale, "notice": page.notice_digest.to_string(), "text": page.notice.text.to_string() }))
        .collect();
    let manifest = json!({
        "id": first.map(|notice| &notice.id),
        "version": first.map(|notice| &notice.version),
        "drafted": first.map(|notice| notice.drafted),
        "material": first.map(material),
        "base": bundle.base,
        "widget": assets.digest,
        "catalogue": catalogue_digest().to_string(),
        "locales": locales,
        "files": digests,
    });
    format!("{manifest:#}\n")
}
