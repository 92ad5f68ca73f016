//! The vendor catalogue; data in `crates/policy/data/vendors.toml`.
//!
//! In: a catalogue name. Out: hosts, cookie and storage names. Facts that are not confirmed are used as well: keeping too much shut is
//! the safe mistake.

use std::sync::LazyLock;

use countersign_core::{StoreKind, StoredName};
use toml_edit::{Item, TableLike, Value};

use super::diagnostic::{Code, suggest};
use super::duration;

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
    /// What it keeps on the device.
    pub storage: Vec<StoredName>,
    /// Whether every fact is confirmed.
    pub verified: bool,
}

const DATA: &str = include_str!("../../data/vendors.toml");

static CATALOGUE: LazyLock<Vec<CatalogueVendor>> = LazyLock::new(|| {
    let document = toml_edit::Document::parse(DATA);
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
    let both = |key: &str| [row.get(key), more.and_then(|more| more.get(key))].into_iter().flatten().filter_map(Item::as_array).flatten();
    CatalogueVendor {
        id: text("id"),
        name: text("name"),
        category: text("category"),
        hosts: both("hosts").filter_map(|value| value.as_str().map(str::to_owned)).collect(),
        storage: both("storage").filter_map(|value| stored(value).ok()).collect(),
        verified: more.is_none_or(|more| more.get("verified").and_then(Item::as_bool).unwrap_or(false)),
    }
}

/// Why an entry of `storage` cannot be used.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct StoredFault {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: String,
}

/// Reads an entry of `storage`: the name of a cookie, or a table with `name`, `kind`, `life` and `server`.
pub(super) fn stored(value: &Value) -> Result<StoredName, StoredFault> {
    let fault = |code, message: &str, help: &str| StoredFault { code, message: message.to_owned(), help: help.to_owned() };
    let wrong = |message: &str| {
        fault(Code::WrongType, message, "write a cookie's name, or { name = \"_ga\", kind = \"cookie\", life = \"P2Y\", server = true }")
    };
    if let Some(name) = value.as_str() {
        return is_stored(name).then(|| StoredName::cookie(name)).ok_or_else(|| wrong(&format!("`{name}` is no name of a cookie or key")));
    }
    let table = value.as_inline_table().ok_or_else(|| wrong("an entry of `storage` is neither a name nor a table"))?;
    if let Some((key, _)) = table.iter().find(|(key, _)| !STORED_KEYS.contains(key)) {
        return Err(fault(Code::UnknownKey, &format!("`{key}` is not a key of a stored name"), &suggest(key, &STORED_KEYS)));
    }
    let text = |key: &str| match table.get(key) {
        Some(value) => value.as_str().map(Some).ok_or_else(|| wrong(&format!("`{key}` of a stored name is no text"))),
        None => Ok(None),
    };
    let name = text("name")?.filter(|name| is_stored(name)).ok_or_else(|| wrong("a stored name has no `name`, or one with spaces"))?;
    let kind = match text("kind")? {
        Some(word) => StoreKind::from_name(word).ok_or_else(|| {
            let names = StoreKind::ALL.map(StoreKind::name);
            fault(Code::NotListed, &format!("`kind` cannot be `{word}`"), &suggest(word, &names))
        })?,
        None => StoreKind::Cookie,
    };
    let life = text("life")?;
    if let Some(life) = life.filter(|life| *life != "session" && duration::parse(life).is_none()) {
        let help = "write an ISO 8601 duration, such as \"P13M\", or \"session\"";
        return Err(fault(Code::NotADuration, &format!("`life` is `{life}`"), help));
    }
    let server = match table.get("server") {
        Some(value) => value.as_bool().ok_or_else(|| wrong("`server` of a stored name is neither true nor false"))?,
        None => false,
    };
    Ok(StoredName { name: name.to_owned(), kind, life: life.map(str::to_owned), server })
}

const STORED_KEYS: [&str; 4] = ["name", "kind", "life", "server"];

/// Whether a text can name a cookie or a key: no spaces, and a star only at the end, behind something.
fn is_stored(name: &str) -> bool {
    let start = name.strip_suffix('*').unwrap_or(name);
    !start.is_empty() && !start.contains(|letter: char| letter == '*' || letter.is_whitespace() || letter.is_control())
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

    use countersign_core::{StoreKind, StoredName};

    use super::{Code, DATA, catalogue, is_host, stored};

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
        }
        assert!(catalogue().iter().any(|vendor| !vendor.verified), "unconfirmed facts are marked");
    }

    #[test]
    fn every_stored_name_of_the_catalogue_can_be_read() {
        let document = toml_edit::Document::parse(DATA).unwrap();
        for row in document["vendor"].as_array_of_tables().unwrap() {
            for table in [Some(row as &dyn toml_edit::TableLike), row.get("more").and_then(toml_edit::Item::as_table_like)] {
                for value in table.and_then(|table| table.get("storage")?.as_array()).into_iter().flatten() {
                    assert!(stored(value).is_ok(), "{:?} in {}", stored(value), row["id"]);
                }
            }
        }
    }

    #[test]
    fn stored_names_have_two_forms() {
        let read = |text: &str| stored(&text.parse().unwrap());
        let full = StoredName { name: "_ga_*".into(), kind: StoreKind::Local, life: Some("P2Y".into()), server: true };
        for (text, expected) in [
            ("\"_ga\"", StoredName::cookie("_ga")),
            ("{ name = \"_ga\" }", StoredName::cookie("_ga")),
            ("{ name = \"_ga_*\", kind = \"local\", life = \"P2Y\", server = true }", full),
            ("{ name = \"a\", life = \"session\" }", StoredName { life: Some("session".into()), ..StoredName::cookie("a") }),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
        for (text, expected) in [
            ("1", Code::WrongType),
            ("\"\"", Code::WrongType),
            ("\"*\"", Code::WrongType),
            ("\"a*b\"", Code::WrongType),
            ("\"a b\"", Code::WrongType),
            ("{ kind = \"cookie\" }", Code::WrongType),
            ("{ name = 1 }", Code::WrongType),
            ("{ name = \"a\", kind = \"flash\" }", Code::NotListed),
            ("{ name = \"a\", life = \"two years\" }", Code::NotADuration),
            ("{ name = \"a\", server = \"yes\" }", Code::WrongType),
            ("{ name = \"a\", live = \"P2Y\" }", Code::UnknownKey),
        ] {
            assert_eq!(read(text).map_err(|fault| fault.code), Err(expected), "{text}");
        }
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
