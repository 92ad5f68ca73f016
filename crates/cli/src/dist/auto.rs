//! Automatic mode: the loader with its guards, and the table of hosts that they know.
//!
//! In: the notice, the vendor catalogue. Out: the part `auto` as an expression (formats.md section 10). Deliberately absent: names of cookies,
//! and hosts that a rule of the site covers already.

use std::collections::{BTreeMap, BTreeSet};

use countersign_core::{Backend, Notice, PurposeKind};
use countersign_policy::{Bundle, catalogue};
use serde_json::json;

use super::{Assets, wechat};

/// The key of hosts that belong to no purpose of the site, and never open.
const UNDECLARED: &str = "?";

/// The part `auto` with this site's table.
pub(super) fn part(bundle: &Bundle, notice: &Notice, assets: &Assets) -> String {
    let all: Vec<&str> = notice.additional().map(|purpose| purpose.id.as_str()).collect();
    let addresses = notice.site.backends.iter().filter_map(Backend::address).chain(wechat::address(bundle)).chain([bundle.base.as_str()]);
    let table = json!({
        "a": all.join(" "),
        "d": notice.site.cookie_domain.as_deref().unwrap_or_default(),
        "h": groups(notice, addresses.filter_map(host_of)),
    });
    assets.script("auto.js", &[("__CS_AUTO__", &table.to_string())])
}

/// Hosts by the purposes they need, both parted by spaces. A host of core purposes alone, or of the site itself, needs none.
fn groups<'a>(notice: &'a Notice, own: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut needed: BTreeMap<&str, BTreeSet<&str>> = own.map(|host| (host, BTreeSet::new())).collect();
    for purpose in &notice.purposes {
        for host in purpose.vendors.iter().flat_map(|vendor| &vendor.hosts) {
            let purposes = needed.entry(usual_port(host)).or_default();
            if purpose.kind == PurposeKind::Additional {
                purposes.insert(purpose.id.as_str());
            }
        }
    }
    let known: Vec<&str> = catalogue().iter().flat_map(|vendor| &vendor.hosts).map(String::as_str).collect();
    for &host in &known {
        let declared = needed.iter().any(|(rule, purposes)| !purposes.contains(UNDECLARED) && covers(rule, host));
        let covered = known.iter().any(|rule| *rule != host && covers(rule, host));
        if !declared && !covered {
            needed.insert(host, BTreeSet::from([UNDECLARED]));
        }
    }
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (host, purposes) in needed {
        groups.entry(purposes.into_iter().collect::<Vec<_>>().join(" ")).or_default().push(host);
    }
    groups.into_iter().map(|(purposes, hosts)| (purposes, hosts.join(" "))).collect()
}

/// Whether a rule holds for everything that another one holds for.
fn covers(rule: &str, other: &str) -> bool {
    let (host, path) = rule.split_once('/').unwrap_or((rule, ""));
    let (other_host, other_path) = other.split_once('/').unwrap_or((other, ""));
    let below = other_host.strip_suffix(host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let inside = path.is_empty() || other_path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    below && inside
}

/// A rule without the port that an address leaves out.
fn usual_port(host: &str) -> &str {
    host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host)
}

/// The host and port of a whole address; nothing for a path of this site.
fn host_of(address: &str) -> Option<&str> {
    address.split_once("://").and_then(|(_, rest)| rest.split('/').next()).map(usual_port)
}

#[cfg(test)]
mod tests {
    use super::{covers, host_of, usual_port};

    #[test]
    fn rules_cover_what_lies_below_them() {
        for (rule, other, expected) in [
            ("metrik.example", "metrik.example", true),
            ("metrik.example", "a.metrik.example/x", true),
            ("metrik.example", "notmetrik.example", false),
            ("metrik.example/p", "metrik.example", false),
            ("metrik.example/p", "metrik.example/p/q", true),
            ("metrik.example/p", "metrik.example/pq", false),
            ("a.metrik.example", "metrik.example", false),
        ] {
            assert_eq!(covers(rule, other), expected, "{rule} {other}");
        }
    }

    #[test]
    fn addresses_give_hosts() {
        for (address, expected) in [
            ("https://cdn.example/cs/", Some("cdn.example")),
            ("https://cdn.example:443/cs/", Some("cdn.example")),
            ("http://localhost:8080/cs/", Some("localhost:8080")),
            ("/countersign/", None),
        ] {
            assert_eq!(host_of(address), expected, "{address}");
        }
        assert_eq!(usual_port("metrik.example:8443"), "metrik.example:8443");
    }
}
