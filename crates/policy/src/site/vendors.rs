//! The vendor catalogue; data in `crates/policy/data/vendors.toml`.
//!
//! In: a catalogue name. Out: hosts, cookie and storage names. Facts that are not confirmed are used as well: keeping too much shut is
//! the safe mistake.

use std::sync::LazyLock;

use countersign_core::{Digest, StoreKind, StoredName};
use toml_edit::{Item, TableLike, Value};

use super::consent::CallFamily;
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
    /// How it is told of choices, where it can be told.
    pub calls: Option<CallFamily>,
    /// The consent types that its purpose grants.
    pub consent: Vec<String>,
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

/// Digest of the catalogue's bytes: which facts a build rests on.
#[must_use]
pub fn catalogue_digest() -> Digest {
    Digest::of(DATA.as_bytes())
}

fn read(row: &dyn TableLike) -> CatalogueVendor {
    let text = |key: &str| row.get(key).and_then(Item::as_str).unwrap_or_default().to_owned();
    let more = row.get("more").and_then(Item::as_table_like);
    let both = |key: &str| [row.get(key), more.and_then(|more| more.get(key))].into_iter().flatten().filter_map(Item::as_array).flatten();
    let texts = |key: &str| both(key).filter_map(|value| value.as_str().map(str::to_owned)).collect();
    CatalogueVendor {
        id: text("id"),
        name: text("name"),
        category: text("category"),
        hosts: texts("hosts"),
        storage: both("storage").filter_map(|value| stored(value).ok()).collect(),
        calls: CallFamily::from_name(&text("calls")),
        consent: texts("consent"),
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

    use super::{CallFamily, Code, DATA, catalogue, is_host, stored};
    use crate::site::consent::TYPES;

    #[test]
    fn the_catalogue_is_sound() {
        assert!(catalogue().len() >= 40);
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
    fn every_row_says_only_what_is_read() {
        let document = toml_edit::Document::parse(DATA).unwrap();
        for row in document["vendor"].as_array_of_tables().unwrap() {
            let more = row.get("more").and_then(toml_edit::Item::as_table_like);
            let keys = row.iter().map(|(key, _)| key).chain(more.into_iter().flat_map(|more| more.iter().map(|(key, _)| key)));
            for key in keys {
                assert!(
                    ["id", "name", "category", "hosts", "storage", "calls", "consent", "more", "verified"].contains(&key),
                    "{key} in {}",
                    row["id"]
                );
            }
            assert!(more.is_none_or(|more| more.get("verified").and_then(toml_edit::Item::as_bool) == Some(false)), "{}", row["id"]);
            assert!(row.get("calls").is_none_or(|calls| CallFamily::from_name(calls.as_str().unwrap()).is_some()), "{}", row["id"]);
            let types = row.get("consent").and_then(toml_edit::Item::as_array).into_iter().flatten();
            assert!(types.map(|name| name.as_str().unwrap()).all(|name| TYPES.contains(&name)), "{}", row["id"]);
        }
    }

    /// The vendor of the longest rule that fits a host and a path: the reading of `hosts` that gates, fence and calls share.
    fn vendor_of(host: &str, path: &str) -> Option<&'static str> {
        let fits = |rule: &str| {
            let (name, prefix) = rule.split_once('/').unwrap_or((rule, ""));
            let inside = host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            let below = path.strip_prefix('/').and_then(|path| path.strip_prefix(prefix));
            inside && below.is_some_and(|rest| prefix.is_empty() || rest.is_empty() || rest.starts_with('/'))
        };
        let rules = catalogue().iter().flat_map(|vendor| vendor.hosts.iter().map(move |rule| (rule, vendor)));
        rules.filter(|(rule, _)| fits(rule)).max_by_key(|(rule, _)| rule.len()).map(|(_, vendor)| vendor.id.as_str())
    }

    #[test]
    fn hosts_with_several_purposes_are_told_apart() {
        for (host, path, expected) in [
            ("www.googletagmanager.com", "/gtm.js", Some("google-tag-manager")),
            ("www.googletagmanager.com", "/gtag/js", Some("google-analytics")),
            ("region1.google-analytics.com", "/g/collect", Some("google-analytics")),
            ("stats.g.doubleclick.net", "/j/collect", Some("google-analytics")),
            ("googleads.g.doubleclick.net", "/pagead/viewthroughconversion/1", Some("google-ads")),
            ("1234.fls.doubleclick.net", "/activityi", Some("doubleclick")),
            ("www.google.com", "/pagead/1p-user-list/1", Some("google-ads")),
            ("www.google.com", "/recaptcha/api.js", Some("recaptcha")),
            ("www.recaptcha.net", "/recaptcha/api.js", Some("recaptcha")),
            ("www.google.com", "/maps/embed", Some("google-maps")),
            ("www.google.com", "/search", None),
            ("accounts.google.com", "/gsi/client", None),
            ("fonts.googleapis.com", "/css2", Some("google-fonts")),
            ("www.youtube-nocookie.com", "/embed/x", Some("youtube")),
            ("www.facebook.com", "/tr", Some("meta")),
            ("www.facebook.com", "/tr/", Some("meta")),
            ("www.facebook.com", "/trending", None),
            ("www.facebook.com", "/plugins/post.php", Some("meta-embeds")),
            ("bat.bing.com", "/action/0", Some("microsoft-advertising")),
            ("www.bing.com", "/", None),
            ("c.clarity.ms", "/c.gif", Some("microsoft-clarity")),
            ("hm.baidu.com", "/hm.js", Some("baidu-tongji")),
            ("pos.baidu.com", "/x", Some("baidu-ads")),
            ("api.map.baidu.com", "/api", Some("baidu-maps")),
            ("www.baidu.com", "/", None),
            ("s4.cnzz.com", "/z_stat.php", Some("umeng")),
            ("g.alicdn.com", "/alilog/mlog/aplus_v2.js", Some("alibaba-log")),
            ("g.alicdn.com", "/code/lib/react.js", None),
            ("mcs.snssdk.com", "/v1/list", Some("volcengine")),
            ("log.snssdk.com", "/", Some("bytedance")),
            ("pingjs.qq.com", "/h5/stats.js", Some("tencent-analytics")),
            ("e.qq.com", "/", Some("tencent-ads")),
            ("v.qq.com", "/txp/iframe/player.html", Some("tencent-video")),
            ("map.qq.com", "/api/gljs", Some("tencent-maps")),
            ("im.qq.com", "/", None),
            ("challenges.cloudflare.com", "/turnstile/v0/api.js", Some("cloudflare-challenge")),
            ("notcriteo.com", "/", None),
            ("sdk.51.la", "/js-sdk-pro.min.js", Some("51la")),
            ("layang.datasink.sensorsdata.cn", "/sa.gif", Some("sensors-data")),
        ] {
            assert_eq!(vendor_of(host, path), expected, "{host}{path}");
        }
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
