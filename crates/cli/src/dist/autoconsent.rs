//! A rule for automation tools, in the shape of DuckDuckGo's autoconsent: how to find the banner, accept, refuse, and see the outcome.

use countersign_core::Notice;
use serde_json::{Value, json};

/// `autoconsent.json`. An opt-in by a script is not a person's: the loader lets it pass without effect.
///
/// The rule goes by hooks that are the same in every language. Its test holds when a choice is stored and nothing is open by it.
pub(super) fn rule(notice: &Notice) -> String {
    let mut test = vec![json!({ "cookieContains": "cs=1." }), json!({ "exists": "#countersign-button" })];
    // The list of what is open is the end of the cookie; whichever purpose comes first would stand right behind its dot.
    test.extend(notice.additional().map(|purpose| json!({ "cookieContains": format!("u.{}", purpose.id), "negated": true })));
    let mut rule = json!({
        "name": "countersign",
        "cosmetic": false,
        "prehideSelectors": [],
        "detectCmp": [{ "exists": "#countersign, #countersign-button" }],
        "detectPopup": [{ "visible": "#countersign" }],
        "optIn": [{ "waitForThenClick": "#countersign [data-cs=accept]" }],
        "optOut": [{ "waitForThenClick": "#countersign [data-cs=refuse]" }, { "waitForVisible": "#countersign-button" }],
        "test": test,
    });
    if let Some(pattern) = notice.site.origin.as_deref().map(pattern) {
        rule["runContext"] = Value::Object([("urlPattern".to_owned(), json!(pattern))].into_iter().collect());
    }
    format!("{rule:#}\n")
}

/// A regular expression for the addresses of an origin.
fn pattern(origin: &str) -> String {
    let escaped: String = origin.chars().flat_map(|c| (c == '.').then_some('\\').into_iter().chain([c])).collect();
    format!("^{escaped}/")
}
