//! The vendor catalogue; data in `crates/policy/data/vendors.toml`.
//!
//! In: a catalogue name. Out: hosts, cookie and storage names. Facts that are not confirmed are used as well: keeping too much shut is
//! the safe mistake.

use std::sync::LazyLock;

use toml_edit::{Item, TableLike};

/// One service of the catalogue.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CatalogueVendor {
    /// The catalogue name, by which `site.toml` refers to it.
    pub id: String,
    /// The name for visitors.
    pub name: String,
    /// The purpose a drafted site would use: `analytics`, `marketing`, `functional` or `security`.
    pub category: String,
    /// Host suffixes, each with an optional path prefix.
    pub hosts: Vec<String>,
    /// Cookie and storage names; `*` at the end matches any rest.
    pub storage: Vec<String>,
    /// Whether every fact is confirmed.
    pub verified: bool,
}

static CATALOGUE: LazyLock<Vec<CatalogueVendor>> = LazyLock::new(|| {
    let document = toml_edit::Document::parse(include_str!("../../data/vendors.toml"));
    let rows = document.ok().and_then(|document| document.get("vendor").and_then(Item::as_array_of_tables).cloned());
    rows.iter().flatten().map(|row| read(row)).collect()
});

/// Every vendor of the catalogue, in its order.
#[must_use]
pub fn catalogue() -> &'static [CatalogueVendor] {
    &CATALOGUE
}

fn read(row: &dyn TableLike) -> CatalogueVendor {
    let text = |key: &str| row.get(key).and_then(Item::as_str).unwrap_or_default().to_owned();
    let more = row.get("more").and_then(Item::as_table_like);
    let list = |key: &str| {
        let both = [row.get(key), more.and_then(|more| more.get(key))];
        let arrays = both.into_iter().flatten().filter_map(Item::as_array);
        arrays.flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    CatalogueVendor {
        id: text("id"),
        name: text("name"),
        category: text("category"),
        hosts: list("hosts"),
        storage: list("storage"),
        verified: more.is_none_or(|more| more.get("verified").and_then(Item::as_bool).unwrap_or(false)),
    }
}

/// Whether a text is a host name with at least one dot, all lower case, with an optional path.
pub(super) fn is_host(text: &str) -> bool {
    let (host, path) = text.split_once('/').map_or((text, ""), |(host, path)| (host, path));
    let label = |label: &str| {
        let letters = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        !label.is_empty() && letters && !label.starts_with('-') && !label.ends_with('-')
    };
    // "localhost" and a port are what demo pages and test servers use.
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let named = name == "localhost" || name.contains('.') && name.split('.').all(label);
    named && port.is_none_or(|port| port.parse::<u16>().is_ok()) && !path.contains(['?', '#', '*', ' '])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{catalogue, is_host};

    #[test]
    fn the_catalogue_is_sound() {
        assert!(catalogue().len() > 30);
        let ids: BTreeSet<&str> = catalogue().iter().map(|vendor| vendor.id.as_str()).collect();
        assert_eq!(ids.len(), catalogue().len());
        let mut hosts = BTreeSet::new();
        for vendor in catalogue() {
            assert!(!vendor.name.is_empty() && !vendor.hosts.is_empty(), "{}", vendor.id);
            assert!(["analytics", "marketing", "functional", "security"].contains(&vendor.category.as_str()), "{}", vendor.id);
            for host in &vendor.hosts {
                assert!(is_host(host), "{} {host}", vendor.id);
                assert!(hosts.insert(host), "{host} twice");
            }
            for name in &vendor.storage {
                assert!(!name.trim_end_matches('*').contains(['*', ' ']) && name.len() > 1, "{} {name}", vendor.id);
            }
        }
        assert!(catalogue().iter().any(|vendor| !vendor.verified), "unconfirmed facts are marked");
    }

    #[test]
    fn hosts_are_told_from_addresses() {
        for (text, expected) in [
            ("metrik.example", true),
            ("a.b-c.example/pixel/v1", true),
            ("localhost:8080", true),
            ("127.0.0.1:9000", true),
            ("https://metrik.example", false),
            ("metrik", false),
            ("*.metrik.example", false),
            ("Metrik.example", false),
            ("metrik..example", false),
            ("metrik.example/a?b", false),
            ("", false),
        ] {
            assert_eq!(is_host(text), expected, "{text}");
        }
    }
}
