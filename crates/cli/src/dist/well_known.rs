//! The two support resources under `/.well-known/`: Global Privacy Control (W3C GPC section 4) and the site-wide tracking status of Do Not
//! Track (W3C TPE section 6.5). Dates come from the notice.

use countersign_core::Notice;
use countersign_policy::Bundle;
use serde_json::json;

use super::policy_url;

/// `gpc.json`: the site knows and obeys the signal.
pub(super) fn gpc(notice: &Notice) -> String {
    let mut object = json!({ "gpc": true });
    if let Some(date) = notice.updated.as_ref().or(notice.effective.as_ref()) {
        object["lastUpdate"] = json!(date);
    }
    format!("{object:#}\n")
}

/// `dnt/index.json`: tracking only after consent; where the policy and the choices are.
pub(super) fn dnt(bundle: &Bundle, notice: &Notice) -> String {
    let origin = notice.site.origin.as_deref().unwrap_or_default();
    let policy = policy_url(bundle, notice);
    let policy = if policy.starts_with('/') { format!("{origin}{policy}") } else { policy };
    // The button that opens the choices stands on every page.
    format!("{:#}\n", json!({ "tracking": "P", "policy": policy, "config": format!("{origin}/") }))
}
