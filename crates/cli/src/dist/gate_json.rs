//! `gate.json`: the gate's table for servers (formats.md section 14). `countersign-receiver` reads it, and so can any backend.
//!
//! In: the notice and the fence. Out: purposes with their hosts and stored names, the state cookie's attributes, the policies.
//! Deliberately absent: what only a browser needs.

use countersign_core::{Notice, PurposeKind};
use countersign_policy::Bundle;
use serde_json::{Value, json};

use super::fence::{Fence, Strength};

/// The file.
pub(super) fn json(bundle: &Bundle, notice: &Notice, fence: &Fence) -> String {
    let purposes: Vec<Value> = notice
        .purposes
        .iter()
        .map(|purpose| {
            let kind = if purpose.kind == PurposeKind::Core { "core" } else { "additional" };
            let vendors: Vec<Value> = purpose.vendors.iter().map(vendor).collect();
            let sources = fence.purposes.iter().find(|(id, _)| *id == purpose.id.as_str()).map(|(_, sources)| sources);
            let mut row = json!({ "id": purpose.id.as_str(), "kind": kind, "vendors": vendors });
            if let Some(sources) = sources {
                row["sources"] = json!(sources);
            }
            row
        })
        .collect();
    let states: Vec<Value> = fence
        .states()
        .into_iter()
        .map(|(_, open)| {
            json!({ "lists": fence.policy(Strength::Lists, &open), "strict": fence.policy(Strength::Strict, &open), "open": open })
        })
        .collect();
    let mut table = json!({
        "v": "cs-gate/1",
        "id": notice.id,
        "origin": notice.site.origin,
        "base": bundle.base,
        "cookie": { "name": "cs", "material": fence.material, "days": notice.site.choice_days },
        "purposes": purposes,
        "policies": { "lists": fence.template(Strength::Lists), "strict": fence.template(Strength::Strict) },
        "states": states,
    });
    if let Some(domain) = &notice.site.cookie_domain {
        table["cookie"]["domain"] = json!(domain);
    }
    format!("{table:#}\n")
}

fn vendor(vendor: &countersign_core::Vendor) -> Value {
    let storage: Vec<Value> = vendor
        .storage
        .iter()
        .map(|stored| {
            let mut row = json!({ "name": stored.name, "kind": stored.kind.name(), "server": stored.server });
            if let Some(life) = &stored.life {
                row["life"] = json!(life);
            }
            row
        })
        .collect();
    json!({ "name": vendor.name, "hosts": vendor.hosts, "storage": storage })
}
