//! Third-party code that a policy lists: name, purpose, needs, link.
//!
//! In: a page. Out: one row for each member of the lists that stand in sections about such code. Deliberately absent: companies that only
//! receive data, which statements on sharing name.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::page::{Page, fold};
use crate::facts::{Found, pattern};
use crate::outline::number;
use crate::topic::{Topic, Topics};

/// Code of a third party.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DraftSdk {
    /// Its name as printed.
    pub name: Found<String>,
    /// What it is used for.
    pub purpose: String,
    /// What it needs of the device.
    pub needs: Option<String>,
    /// Its own policy.
    pub link: Option<String>,
}

/// Bytes behind a row's purpose in which its needs and link can stand.
const REST: usize = 500;

static ROW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[.;:：；。\n\t])\s*(?P<name>[^.:;：；。\n\t]{2,60}?)\s*[:：]\s*(?P<purpose>(?i:(?:it is )?(?:mainly )?used (?:to|for|in)\b|digunakan untuk)[^.;。；\n]*|(?:主要)?(?:用于|使用目的)[^;。；\n]*)",
    )
});
static NEEDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:needs? to|need|it is necessary to|you need to|perlu)\s+(?:be )?([^.;]{3,200})|(?:需要|获取|收集)([^。；;]{2,120})")
});
static USED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\s*((?:it is )?(?:mainly )?used (?:to|for)\b[^.;]*|(?:主要)?用于[^。；]*)"));
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"https?://[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&'*+,;=%-]*[A-Za-z0-9/=]"));

/// The rows of a page, in text order, each name once.
pub(super) fn find(page: &Page<'_>, topics: &Topics) -> Vec<DraftSdk> {
    let mut list: Vec<DraftSdk> = Vec::new();
    for span in topics.spans_of(Topic::ThirdPartySdks) {
        let words = page.words(&span);
        let rows: Vec<_> = ROW.captures_iter(words).collect();
        for (at, captures) in rows.iter().enumerate() {
            let (Some(name), Some(purpose)) = (captures.name("name"), captures.name("purpose")) else { continue };
            let next = rows.get(at + 1).and_then(|next| next.get(0)).map_or(words.len(), |next| next.start());
            let rest = words.get(purpose.end()..next.min(words.floor_char_boundary(purpose.end() + REST))).unwrap_or_default();
            add(&mut list, page, &(span.start + name.start()..span.start + name.end()), purpose.as_str(), rest);
        }
        let headings = page.reading.headings().iter().enumerate();
        for (place, heading) in headings.filter(|(_, heading)| span.contains(&heading.start)) {
            let end = page.reading.headings().get(place + 1).map_or(span.end, |next| next.start);
            let body = page.words(&(heading.end..end)).trim_start_matches([':', '：', ' ']);
            if let Some(purpose) = USED.captures(body).and_then(|captures| captures.get(1)) {
                add(&mut list, page, &(heading.start..heading.end), purpose.as_str(), body.get(purpose.end()..).unwrap_or_default());
            }
        }
    }
    list.sort_by_key(|sdk| sdk.name.span.start);
    list
}

fn add(list: &mut Vec<DraftSdk>, page: &Page<'_>, name: &Range<usize>, purpose: &str, rest: &str) {
    let found = page.found(name);
    let number = number::parse(&found.value).map_or(0, |number| number.len);
    let bare = found.value.get(number..).unwrap_or_default();
    let value = bare.trim_matches([':', '：', ' ', '"', '“', '”']).trim_start_matches("and ").to_owned();
    if value.is_empty() || list.iter().any(|known| known.name.value == value) {
        return;
    }
    let needs = NEEDS.captures(rest).and_then(|captures| captures.get(1).or_else(|| captures.get(2))).map(|needs| fold(needs.as_str()));
    let link = LINK.find(rest).map(|link| link.as_str().to_owned());
    list.push(DraftSdk { name: Found { value, span: found.span }, purpose: fold(purpose), needs, link });
}

#[cfg(test)]
mod tests {
    use crate::draft::draft;
    use crate::mark::Lexicon;
    use crate::read::{TextFormat, read_text};

    #[test]
    fn rows_have_purpose_and_needs() {
        let text = "# Policy\n\n## Third-party SDKs\n\nWe use these: Kite Maps SDK: used for maps; needs to read the location. Wau Push: used to push news.\n\n## Rights\n\nParcel: used for goods.\n";
        let found = draft(&read_text(text, TextFormat::Markdown), &Lexicon::shipped().unwrap()).sdks;
        let rows: Vec<_> = found.iter().map(|sdk| (sdk.name.value.as_str(), sdk.purpose.as_str(), sdk.needs.as_deref())).collect();
        assert_eq!(rows, [("Kite Maps SDK", "used for maps", Some("read the location")), ("Wau Push", "used to push news", None)]);
    }
}
