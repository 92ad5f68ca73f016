//! The desk: what a visitor opens rarely, as one file for each language.
//!
//! In: one language of a bundle. Out: its pages, and JSON that the notice names by its digest (section 3.2 of `www/docs/formats.md`).
//! Deliberately absent: markup of its own.

use countersign_core::Notice;
use countersign_policy::{Bundle, LocalePart};
use countersign_views::layer3;
use serde_json::{Map, Value, json};

use super::{Archive, age, ask, channels, incidents, policy_url, rights, scope, separate, transfers, updates};

/// One page: a whole sheet for the dialog.
pub(super) struct DeskPage {
    /// Its name in the desk.
    pub(super) name: String,
    /// What the control in layer 2 is called that opens it; `None` where no control of layer 2 does.
    pub(super) label: Option<String>,
    pub(super) markup: String,
}

/// Every page of a language, in the order that layer 2 leads to them.
pub(super) fn pages(bundle: &Bundle, part: &LocalePart, notice: &Notice, archive: &Archive) -> Vec<DeskPage> {
    let mut pages = Vec::new();
    let permissions = ask::page(part, notice);
    pages.extend(rights::page(part, notice, permissions.as_ref()));
    pages.extend(permissions);
    pages.extend(channels::page(part, notice));
    pages.extend(transfers::page(part, notice));
    pages.extend(incidents::page(part, notice));
    pages.extend(scope::page(part, notice));
    pages.extend(updates::page(bundle, part, notice, archive));
    pages.extend(ask::prompts(part, notice));
    pages.extend(age::pages(part, notice));
    pages.extend(separate::pages(part, notice));
    pages.push(DeskPage { name: "policy".to_owned(), label: None, markup: layer3(notice, &policy_url(bundle, notice)) });
    pages
}

/// What layer 2 calls the pages that it leads to: name and label of each.
pub(super) fn links(pages: &[DeskPage]) -> Vec<(&str, &str)> {
    pages.iter().filter_map(|page| Some((page.name.as_str(), page.label.as_deref()?))).collect()
}

/// `desk.<locale>.<digest>.json`: what is in the folds of layer 2, the pages that the dialog shows beside it, and what purposes and
/// prompts are called.
pub(super) fn json(part: &LocalePart, notice: &Notice, folds: &[(String, String)], pages: &[DeskPage]) -> String {
    let folds: Map<String, Value> = folds.iter().map(|(name, markup)| (name.clone(), json!(markup))).collect();
    let pages: Map<String, Value> = pages.iter().map(|page| (page.name.clone(), json!(page.markup))).collect();
    let named = notice.additional().chain(part.asks.iter().map(|asked| &asked.purpose));
    let titles: Map<String, Value> = named.map(|purpose| (purpose.id.to_string(), json!(purpose.title))).collect();
    json!({ "v": "cs-desk/1", "folds": folds, "pages": pages, "titles": titles }).to_string()
}
