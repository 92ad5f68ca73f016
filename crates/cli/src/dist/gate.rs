//! The gate's module with a site's tables inside, named by the digest of its bytes.
//!
//! In: the notice of every language. Out: which names each purpose leaves on a device that script can clear, and the placeholders of
//! held embeds. Absent: names that only a server can clear; those stand in `gate.json`.

use std::collections::BTreeMap;

use countersign_core::{Digest, Notice, Purpose, StoreKind, StoredName};
use countersign_policy::{Bundle, Phrases};
use countersign_views::{HeldWord, PLACEHOLDER_CSS, placeholder_frame, placeholder_text, placeholder_title};
use serde_json::{Map, Value, json};

use super::Assets;

/// The module and the 12 digits of its name.
pub(super) struct GateModule {
    pub(super) script: String,
    pub(super) digits: String,
}

/// `gate.<digits>.js`; `www/docs/formats.md` section 10.2 is its table.
pub(super) fn module(bundle: &Bundle, assets: &Assets) -> GateModule {
    let first = bundle.parts.first().map(|part| names(&part.notice));
    let locales: Map<String, Value> = bundle.parts.iter().map(|part| (part.notice.locale.clone(), held(&part.notice))).collect();
    let table = json!({ "names": first.unwrap_or_default(), "c": PLACEHOLDER_CSS, "l": locales });
    let script = assets.script("gate.js", &[("__CS_GATE__", &table.to_string())]);
    let digits = Digest::of(script.as_bytes()).hex12();
    GateModule { script, digits }
}

/// Names by purpose and kind; those of the purposes that are always open stand under the empty id.
fn names(notice: &Notice) -> Map<String, Value> {
    let mut names = Map::new();
    for purpose in notice.additional() {
        names.insert(purpose.id.to_string(), by_kind(stored(purpose)));
    }
    let core = by_kind(notice.core().flat_map(stored));
    if core != json!({}) {
        names.insert(String::new(), core);
    }
    names
}

/// What the services of a purpose keep where a script can reach it.
fn stored(purpose: &Purpose) -> impl Iterator<Item = &StoredName> {
    purpose.vendors.iter().flat_map(|vendor| &vendor.storage).filter(|stored| !stored.server)
}

fn by_kind<'a>(stored: impl Iterator<Item = &'a StoredName>) -> Value {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in stored {
        let names = kinds.entry(StoreKind::name(one.kind)).or_default();
        if !names.contains(&one.name.as_str()) {
            names.push(&one.name);
        }
    }
    json!(kinds)
}

/// The placeholders of one language.
fn held(notice: &Notice) -> Value {
    let phrases = Phrases::of(&notice.locale);
    let say = |word: HeldWord| phrases.map_or("", |phrases| phrases.word(HeldWord::TABLE, word.key()));
    let purposes: Vec<Value> = notice
        .additional()
        .map(|purpose| {
            let row = [purpose.id.to_string(), placeholder_title(purpose), placeholder_text(notice, purpose, &say)];
            // What has a consent of its own, or waits for an age, opens in the dialog alone; and so does everything where another policy may apply.
            let is_apart = !purpose.separate.is_empty() || notice.asks_age().is_some() || !notice.scope.elsewhere.is_empty();
            json!(row.iter().map(String::as_str).chain(is_apart.then_some("")).collect::<Vec<&str>>())
        })
        .collect();
    json!({ "f": placeholder_frame(notice, &say), "p": purposes })
}
