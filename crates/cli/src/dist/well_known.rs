//! The two support resources under `/.well-known/`: Global Privacy Control (W3C GPC section 4) and the site-wide tracking status of Do Not
//! Track (W3C TPE section 6.5). Dates come from the notice.
//!
//! Deliberately absent: `compliance`, which would name rules that nobody here has checked the site against, and `same-party` and `audit`,
//! which only the site itself can state.

use countersign_core::Notice;
use countersign_policy::Bundle;
use serde_json::json;

use super::policy_url;

/// `gpc.json`: the site knows and obeys the signal.
pub(super) fn gpc(notice: &Notice) -> String {
    let mut object = json!({ "gpc": true });
    // A member that is no RFC 3339 date would make the resource invalid; without it the resource is whole.
    if let Some(date) = notice.updated.as_ref().or(notice.effective.as_ref()).filter(|date| is_full_date(date)) {
        object["lastUpdate"] = json!(date);
    }
    format!("{object:#}\n")
}

/// `dnt/index.json`: tracking only after consent; who answers for it, where the policy and the choices are.
pub(super) fn dnt(bundle: &Bundle, notice: &Notice) -> String {
    let origin = notice.site.origin.as_deref().unwrap_or_default();
    let policy = policy_url(bundle, notice);
    let policy = if policy.starts_with('/') { format!("{origin}{policy}") } else { policy };
    // The policy names the controller, and the button that opens the choices stands on every page.
    format!("{:#}\n", json!({ "tracking": "P", "controller": [policy], "policy": policy, "config": format!("{origin}/") }))
}

/// Whether a text is `full-date` of RFC 3339, with the month and the day in their bounds.
fn is_full_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, length: usize| {
        text.parse::<u8>().ok().filter(|_| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    is_year && number(month, 2).is_some_and(|month| (1..=12).contains(&month)) && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::is_full_date;

    #[test]
    fn only_whole_dates_are_dates() {
        for (text, expected) in [
            ("2026-11-20", true),
            ("2026-11", false),
            ("2026-13-01", false),
            ("2026-00-01", false),
            ("2026-01-32", false),
            ("26-01-01", false),
            ("2026-1-01", false),
            ("2026-+1-01", false),
            ("20 November 2026", false),
            ("", false),
        ] {
            assert_eq!(is_full_date(text), expected, "{text}");
        }
    }
}
