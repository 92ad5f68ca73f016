//! A rule for automation tools, in the shape of DuckDuckGo's autoconsent: how to find the banner, accept, refuse, and see the outcome.

use countersign_core::Notice;
use serde_json::json;

/// `autoconsent.json`. An opt-in by a script is not a person's: the loader lets it pass without effect.
pub(super) fn rule(notice: &Notice) -> String {
    let mut rule = json!({
        "name": "countersign",
        "cosmetic": false,
        "prehideSelectors": [],
        "detectCmp": [{ "exists": "#countersign, #countersign-button" }],
        "detectPopup": [{ "visible": "#countersign" }],
        "optIn": [{ "waitForThenClick": "#countersign [data-cs=accept]" }],
        "optOut": [{ "waitForThenClick": "#countersign [data-cs=refuse]" }],
        "test": [{ "cookieContains": "cs=1." }],
    });
    if let Some(origin) = &notice.site.origin {
        let escaped: String = origin.chars().flat_map(|c| (c == '.').then_some('\\').into_iter().chain([c])).collect();
        rule["runContext"] = json!({ "urlPattern": format!("^{escaped}/") });
    }
    format!("{rule:#}\n")
}
