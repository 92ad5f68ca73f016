//! The part that turns the state of an earlier version into one of today, so that only what changed is asked again.
//!
//! In: a bundle and the archive. Out: an expression for the loader, where there are earlier versions. Deliberately absent: the rule, which
//! is `countersign_core::renewal`.

use std::collections::BTreeMap;

use countersign_core::{PurposeId, material, renewal};
use countersign_policy::{Bundle, Phrases};
use countersign_views::UpdateWord;
use serde_json::{Value, json};

use super::{Archive, Assets, loader};

/// The part; nothing where no earlier version is kept.
pub(super) fn part(bundle: &Bundle, assets: &Assets, archive: &Archive) -> Option<String> {
    let table = table(bundle, archive)?;
    Some(assets.script("renew.js", &[("__CS_RENEW__", &table.to_string())]))
}

/// Section 10.4 of `www/docs/formats.md`.
fn table(bundle: &Bundle, archive: &Archive) -> Option<Value> {
    let notice = &bundle.parts.first()?.notice;
    let today = material(notice);
    let mut earlier = BTreeMap::new();
    let mut any = false;
    for part in &bundle.parts {
        for version in archive.versions_in(&part.notice.locale) {
            any = true;
            // Language does not count: one edition of a version speaks for all. Of several versions with one fingerprint, the newest does.
            let Some(old) = version.edition(&part.notice.locale).filter(|old| old.material != today) else { continue };
            let renewed = renewal(&old.notice, notice);
            earlier.entry(old.material).or_insert_with(|| json!([version.name, ids(&renewed.kept), ids(&renewed.fresh)]));
        }
    }
    let word = |tag: &str| Phrases::or_english(tag).map_or("", |phrases| phrases.word(UpdateWord::TABLE, UpdateWord::News.key()));
    let words: BTreeMap<&str, &str> = bundle.parts.iter().map(|part| (part.notice.locale.as_str(), word(&part.notice.locale))).collect();
    let purposes: Vec<_> = notice.additional().map(|purpose| purpose.id.as_str()).collect();
    any.then(|| json!({ "k": today, "v": notice.version, "a": loader::cookies(&notice.site), "p": purposes, "o": earlier, "l": words }))
}

fn ids(list: &[PurposeId]) -> Vec<&str> {
    list.iter().map(PurposeId::as_str).collect()
}
