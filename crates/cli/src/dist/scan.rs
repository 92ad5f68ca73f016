//! The scan, a script for the site's developer, with the site's services and the whole catalogue inside.
//!
//! In: the notice and the catalogue. Out: `scan.js`; `www/docs/formats.md` section 10.3 is its table. Absent: anything for visitors.

use countersign_core::{Backend, Notice, StoredName};
use countersign_policy::{Bundle, catalogue};
use serde_json::{Value, json};

use super::Assets;

/// `scan.js`.
pub(super) fn script(bundle: &Bundle, notice: &Notice, assets: &Assets) -> String {
    let services: Vec<Value> = notice
        .purposes
        .iter()
        .flat_map(|purpose| purpose.vendors.iter().map(move |vendor| (purpose, vendor)))
        .map(|(purpose, vendor)| json!([purpose.id.as_str(), vendor.name, vendor.hosts, stored(&vendor.storage)]))
        .collect();
    let known: Vec<Value> =
        catalogue().iter().map(|one| json!([one.id, one.name, one.category, one.hosts, stored(&one.storage)])).collect();
    let own: Vec<&str> =
        notice.site.backends.iter().filter_map(Backend::address).chain([bundle.base.as_str()]).filter(|one| one.contains("://")).collect();
    let purposes: Vec<&str> = notice.additional().map(|purpose| purpose.id.as_str()).collect();
    let table = json!({ "o": own, "p": purposes, "s": services, "c": known });
    assets.script("scan.js", &[("__CS_SCAN__", &table.to_string())])
}

/// Name and kind, without what a page cannot show.
fn stored(names: &[StoredName]) -> Vec<String> {
    names.iter().map(|one| StoredName { life: None, server: false, ..one.clone() }.to_text()).collect()
}
