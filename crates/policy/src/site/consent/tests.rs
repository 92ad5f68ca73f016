//! Which purposes decide about which consent types.

use super::{Calls, TYPES, calls};
use crate::site::diagnostic::Report;
use crate::site::file;

/// Writes a family as `google: ad_storage=marketing analytics_storage=analytics`, without what nothing grants.
fn say(calls: &Calls) -> String {
    let mut out = format!("{}:", calls.family.name());
    let types = calls.family.types();
    for (place, grant) in calls.grants.iter().enumerate() {
        let purposes: Vec<&str> = grant.purposes.iter().map(|id| id.as_str()).collect();
        if grant.always || !purposes.is_empty() {
            let always = if grant.always { "always" } else { "" };
            out.push_str(&format!(" {}={}{always}", types.get(place).unwrap_or(&"all"), purposes.join("+")));
        }
    }
    out
}

fn purpose(id: &str, kind: &str, vendors: &str) -> String {
    format!("[[purpose]]\nid = \"{id}\"\nkind = \"{kind}\"\ntitle = {{ en = \"x\" }}\nvendors = [{vendors}]\n")
}

#[test]
fn purposes_grant_what_their_vendors_ask_for() {
    let more = |id: &str, vendors: &str| purpose(id, "additional", vendors);
    for (purposes, rows, expected) in [
        (
            more("analytics", "\"google-analytics\"") + &more("marketing", "\"google-ads\""),
            "",
            vec!["google: ad_storage=marketing ad_user_data=marketing ad_personalization=marketing analytics_storage=analytics"],
        ),
        // A purpose with a name of its own grants what the catalogue says of its vendor.
        (more("counting", "\"google-analytics\""), "", vec!["google: analytics_storage=counting"]),
        // A container asks for nothing itself: the name of its purpose decides, or the row.
        (more("counting", "\"google-tag-manager\""), "", vec!["google:"]),
        (
            more("functional", "\"google-tag-manager\""),
            "",
            vec!["google: functionality_storage=functional personalization_storage=functional"],
        ),
        (more("counting", "\"google-tag-manager\""), "consent = [\"analytics_storage\"]", vec!["google: analytics_storage=counting"]),
        // The row's words stand instead of the catalogue's.
        (more("analytics", "\"google-ads\""), "consent = [\"ad_storage\"]", vec!["google: ad_storage=analytics"]),
        // A vendor without calls grants to Google's containers only what its row names.
        (more("analytics", "\"google-tag-manager\"") + &more("marketing", "\"metrik\""), "", vec!["google: analytics_storage=analytics"]),
        (
            more("analytics", "\"google-tag-manager\"") + &more("chat", "\"metrik\""),
            "consent = [\"functionality_storage\"]",
            vec!["google: analytics_storage=analytics functionality_storage=chat"],
        ),
        // Microsoft's two share their types, Google's do not count there.
        (
            more("analytics", "\"microsoft-clarity\"") + &more("marketing", "\"microsoft-advertising\", \"google-ads\""),
            "",
            vec![
                "google: ad_storage=marketing ad_user_data=marketing ad_personalization=marketing",
                "uet: ad_storage=marketing",
                "clarity: ad_storage=marketing analytics_storage=analytics",
            ],
        ),
        (
            more("marketing", "\"meta\", \"tiktok\"") + &more("analytics", "\"matomo\", \"sensors-data\""),
            "",
            vec!["meta: all=marketing", "tiktok: all=marketing", "matomo: all=analytics", "sensors: all=analytics"],
        ),
        (more("marketing", "\"meta\""), "calls = \"none\"", vec![]),
        (more("analytics", "\"metrik\""), "calls = \"matomo\"", vec!["matomo: all=analytics"]),
        // What the service depends on grants nothing by itself, and by the row only what a page needs to work and to be safe.
        (purpose("account", "core", "\"google-analytics\", \"meta\""), "", vec!["google:", "meta:"]),
        (
            purpose("account", "core", "\"google-tag-manager\""),
            "consent = [\"security_storage\", \"functionality_storage\", \"ad_storage\"]",
            vec!["google: functionality_storage=always security_storage=always"],
        ),
        (more("chat", "\"metrik\""), "", vec![]),
    ] {
        // The last vendor named has the row's keys.
        let names: Vec<&str> =
            purposes.split("vendors = [").skip(1).flat_map(|rest| rest.split(']').next().unwrap_or_default().split(", ")).collect();
        let vendors: String = names
            .iter()
            .enumerate()
            .map(|(place, id)| {
                let keys = if place + 1 == names.len() { rows } else { "" };
                format!("[[vendor]]\nid = {id}\n{keys}\n")
            })
            .collect();
        let text = format!("[[locale]]\ntag = \"en\"\npolicy = \"en.md\"\n{purposes}{vendors}");
        let report = Report::new("site.toml", &text);
        let file = file::read(&text, &report);
        assert_eq!(calls(&file).iter().map(say).collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn families_know_their_types() {
    for family in super::CallFamily::ALL {
        assert_eq!(super::CallFamily::from_name(family.name()), Some(family));
        assert!(family.types().iter().all(|of| TYPES.contains(of)));
    }
    assert_eq!(super::CallFamily::from_name("none"), None);
}
