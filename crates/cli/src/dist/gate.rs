//! The gate's module with a site's tables inside, named by the digest of its bytes.

use countersign_core::{Digest, Notice};
use serde_json::json;

use super::Assets;

/// The module and the 16 digits of its name.
pub(super) struct GateModule {
    pub(super) script: String,
    pub(super) digits: String,
}

/// `gate.<digits>.js`; `www/docs/formats.md` section 10 is its table.
pub(super) fn module(notice: &Notice, assets: &Assets) -> GateModule {
    let names = |vendors: &[countersign_core::Vendor]| -> Vec<String> {
        vendors.iter().flat_map(|vendor| vendor.storage.iter().map(|stored| stored.name.clone())).collect()
    };
    let names: serde_json::Map<String, serde_json::Value> =
        notice.additional().map(|purpose| (purpose.id.to_string(), json!(names(&purpose.vendors)))).collect();
    let script = assets.script("gate.js", &[("__CS_GATE__", &json!({ "names": names }).to_string())]);
    let digits = Digest::of(script.as_bytes()).hex16();
    GateModule { script, digits }
}
