//! The words of the pages that links lead to, in the four languages that ship; they stand in the message files beside all other words.
//! A request in, the language out that its reader asks for: by the address, else by `Accept-Language` (RFC 9110 section 12.5.4).

use axum::http::{HeaderMap, header};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use toml_edit::{Document, Item, Table};

/// A language that ships.
#[derive(Debug)]
pub(super) struct Words {
    /// BCP 47.
    pub(super) tag: &'static str,
    name: String,
    link: BTreeMap<String, String>,
    channels: BTreeMap<String, String>,
}

static ALL: LazyLock<[Words; 4]> = LazyLock::new(|| {
    [
        Words::read("en", include_str!("../../../../policy/data/messages/en.toml")),
        Words::read("zh-Hans", include_str!("../../../../policy/data/messages/zh-Hans.toml")),
        Words::read("zh-Hant", include_str!("../../../../policy/data/messages/zh-Hant.toml")),
        Words::read("ms", include_str!("../../../../policy/data/messages/ms.toml")),
    ]
});

impl Words {
    fn read(tag: &'static str, source: &str) -> Self {
        let table = |item: Option<&Item>| {
            let entries = item.and_then(Item::as_table).into_iter().flat_map(Table::iter);
            entries.filter_map(|(key, item)| Some((key.to_owned(), item.as_str()?.to_owned()))).collect()
        };
        // A file that is no TOML ends the build of the crate that it belongs to.
        let document = Document::parse(source).ok();
        let of = |name: &str| document.as_ref().and_then(|document| document.get(name));
        let name = of("name").and_then(Item::as_str).unwrap_or_default().to_owned();
        Self { tag, name, link: table(of("link")), channels: table(of("channel")) }
    }

    /// Every language.
    pub(super) fn all() -> &'static [Self] {
        ALL.as_slice()
    }

    /// The language of a request: of its address where that names one, else the one that the browser likes best, else the site's own.
    pub(super) fn of(named: Option<&str>, headers: &HeaderMap, own: &str) -> &'static Self {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let found = named.and_then(matching).or_else(|| best(accepted)).or_else(|| matching(own));
        found.unwrap_or_else(|| &ALL[0])
    }

    /// What the language calls itself.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// One of the words of these pages.
    pub(super) fn say(&self, key: &str) -> &str {
        self.link.get(key).map_or("", String::as_str)
    }

    /// The same with its holes filled.
    pub(super) fn fill(&self, key: &str, holes: &[(&str, &str)]) -> String {
        holes.iter().fold(self.say(key).to_owned(), |text, (hole, value)| text.replace(&format!("{{{hole}}}"), value))
    }

    /// What a channel is called; one that is not among the usual ones as the site calls it, by its id.
    pub(super) fn channel<'a>(&'a self, id: &'a str) -> &'a str {
        self.channels.get(id).map_or(id, String::as_str)
    }

    /// That messages about one's own parcels are not among these.
    pub(super) fn service(&self) -> &str {
        self.channels.get("note").map_or("", String::as_str)
    }
}

/// The language with this tag, or the nearest one: Chinese by script and region (Taiwan, Hong Kong and Macau write Traditional).
fn matching(tag: &str) -> Option<&'static Words> {
    let tag = tag.trim().to_ascii_lowercase();
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let is_traditional = parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) && !tag.contains("hans");
    let wanted = match primary {
        "zh" | "yue" if is_traditional => "zh-Hant",
        "zh" => "zh-Hans",
        "yue" => "zh-Hant",
        other => other,
    };
    ALL.iter().find(|words| words.tag == wanted)
}

/// The best one of a list with weights; the first of equal ones.
fn best(accepted: &str) -> Option<&'static Words> {
    let weighed = accepted.split(',').filter_map(|range| {
        let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        Some((matching(tag)?, weight)).filter(|(_, weight)| *weight > 0.0)
    });
    weighed.reduce(|kept, next| if next.1 > kept.1 { next } else { kept }).map(|(words, _)| words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn readers_get_their_language() {
        let check = |named: Option<&str>, accepted: &'static str, own: &str, expected: &str| {
            let headers = [(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted))].into_iter().collect();
            assert_eq!(Words::of(named, &headers, own).tag, expected, "{named:?} {accepted} {own}");
        };
        check(None, "en-GB,en;q=0.9", "ms", "en");
        check(None, "zh-CN,zh;q=0.9,en;q=0.8", "en", "zh-Hans");
        check(None, "zh-TW", "en", "zh-Hant");
        check(None, "zh-Hans-HK", "en", "zh-Hans");
        check(None, "yue", "en", "zh-Hant");
        check(None, "fr, ms;q=0.4, en;q=0.7", "zh-Hans", "en");
        check(None, "fr", "ms", "ms");
        check(None, "ms;q=0, *", "fr", "en");
        check(None, "", "", "en");
        check(Some("zh-Hant"), "en", "en", "zh-Hant");
        check(Some("<script>"), "ms", "en", "ms");
    }

    #[test]
    fn every_word_of_the_pages_is_there() {
        let english: Vec<_> = ALL[0].link.keys().collect();
        assert!(english.len() > 25);
        for words in Words::all() {
            assert_eq!(words.link.keys().collect::<Vec<_>>(), english, "{}", words.tag);
            assert!(!words.name().is_empty() && !words.service().is_empty());
            assert_ne!(words.channel("email"), "email");
        }
    }
}
