//! How long and where a policy says data is kept, and which laws it names.
//!
//! In: a reading and its topics. Out: periods as ISO 8601 durations with the sentence that says them; countries as ISO 3166-1 codes. Deliberately
//! absent: times to answer, which `time` finds, and "as long as necessary", which is a statement.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::Serialize;
use toml_edit::DocumentMut;

use super::statements::{Statement, StatementKind};
use super::{Found, pattern, said};
use crate::outline::numeral;
use crate::read::Reading;
use crate::sentence::{self, Cut};
use crate::terms::{Named, Script, Terms};
use crate::topic::{Topic, Topics};

/// How long something is kept.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Retention {
    /// ISO 8601, such as `P30D`.
    pub period: String,
    /// The sentence.
    pub sentence: String,
}

/// More bytes are no single statement.
const LONGEST: usize = 1_200;

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    let number = numeral::pattern();
    pattern(&format!(
        r"(?i)(?P<n1>{number})(?:\s*\(\s*\d+\s*\))?\s*(?P<u1>days?|weeks?|months?|years?|hari|minggu|bulan|tahun)\b|(?P<n2>\d{{1,3}}|[一二两三四五六七八九十]{{1,4}})\s*(?:个|個)?(?P<u2>天|日|周|週|月|年)(?:内|內|后|後|间|間|以上|以内)?"
    ))
});
static WORDS: LazyLock<Option<[Terms; 2]>> = LazyLock::new(|| {
    const KEEP: &[&str] = &[
        "retain*",
        "retention",
        "keep",
        "kept",
        "store*",
        "reserved for",
        "preserve*",
        "delete*",
        "erase*",
        "保存",
        "存储",
        "保留",
        "留存",
        "删除",
        "匿名",
        "simpan*",
        "disimpan",
        "dipadam*",
        "menyimpan",
        "dikekalkan",
    ];
    const NOT: &[&str] = &[
        "respond*",
        "reply",
        "replies",
        "request* & within",
        "notice",
        "notify",
        "答复",
        "回复",
        "通知",
        "告知",
        "响应",
        "maklum balas",
        "membalas",
        "aged",
        "under the age",
        "岁",
        "anniversary",
        "tahun ke bawah",
        "umur",
    ];
    Some([Terms::new([KEEP.to_vec()], Script::shipped())?, Terms::new([NOT.to_vec()], Script::shipped())?])
});

/// The periods for which data is kept, in text order.
pub(super) fn retention(reading: &Reading, topics: &Topics) -> Vec<Found<Retention>> {
    let Some([keep, not]) = &*WORDS else { return Vec::new() };
    let holds = |terms: &Terms, words: &str| !terms.groups(&terms.see(&terms.fold(words).text)).is_empty();
    let mut list = Vec::new();
    for (_, span) in sentence::of(reading, Cut::Clauses).filter(|(_, span)| span.len() <= LONGEST) {
        let words = reading.text().get(span.clone()).unwrap_or_default();
        let Some(period) = PERIOD.captures_iter(words).find_map(|captures| duration(&captures)) else { continue };
        let told = topics.at(span.start).contains(&Topic::Retention) || holds(keep, words);
        if told && !holds(not, words) {
            list.push(Found { value: Retention { period, sentence: said(reading, span.clone()).value }, span });
        }
    }
    list
}

/// A printed period as an ISO 8601 duration.
fn duration(captures: &Captures<'_>) -> Option<String> {
    let (count, unit) =
        ["1", "2"].iter().find_map(|side| Some((captures.name(&format!("n{side}"))?, captures.name(&format!("u{side}"))?)))?;
    let count = numeral::value(&count.as_str().replace('两', "二")).filter(|count| (1..=999).contains(count))?;
    let unit = unit.as_str().to_lowercase();
    let letter = match unit.as_str() {
        "天" | "日" | "hari" | "day" | "days" => 'D',
        "周" | "週" | "minggu" | "week" | "weeks" => 'W',
        "月" | "bulan" | "month" | "months" => 'M',
        _ => 'Y',
    };
    Some(format!("P{count}{letter}"))
}

/// The names of a table of places.
fn places(table: &str) -> Option<Named> {
    let file = include_str!("../../data/facts/places.toml").parse::<DocumentMut>().ok()?;
    Named::parse(file.get(table)?.as_table()?)
}

static COUNTRIES: LazyLock<Option<Named>> = LazyLock::new(|| places("country"));
static LAWS: LazyLock<Option<Named>> = LazyLock::new(|| places("law"));

/// The countries in which the text says that data is kept, each once.
pub(super) fn stored(statements: &[Statement]) -> Vec<Found<String>> {
    let Some(places) = &*COUNTRIES else { return Vec::new() };
    let mut list: Vec<Found<String>> = Vec::new();
    for statement in statements.iter().filter(|statement| statement.kind == StatementKind::StoredIn) {
        for (code, _) in places.find(&places.fold(&statement.said.value)) {
            if list.iter().all(|known| known.value != code) {
                list.push(Found { value: code.to_owned(), span: statement.said.span.clone() });
            }
        }
    }
    list
}

/// The countries whose data protection laws the text names, each once.
pub(super) fn laws(text: &str) -> Vec<Found<String>> {
    let Some(places) = &*LAWS else { return Vec::new() };
    let mut list: Vec<_> = places.find(&places.fold(text)).into_iter().map(|(code, span)| Found { value: code.to_owned(), span }).collect();
    list.sort_by_key(|found| found.span.start);
    list
}

#[cfg(test)]
mod tests {
    use crate::facts::facts;
    use crate::read::{TextFormat, read_text};

    #[test]
    fn periods_are_those_of_keeping() {
        for (text, expected) in [
            ("Waybills are kept for thirty (30) days.", Some("P30D")),
            ("We delete accounts after 2 years.", Some("P2Y")),
            ("您的订单信息保存三年。", Some("P3Y")),
            ("帳號註銷後六個月內刪除。", Some("P6M")),
            ("Rekod disimpan selama 7 tahun.", Some("P7Y")),
            ("We reply within 30 days.", None),
            ("We store data of children under the age of 16 years nowhere.", None),
        ] {
            let found = facts(&read_text(text, TextFormat::Plain));
            assert_eq!(found.retention.first().map(|found| found.value.period.as_str()), expected, "{text}");
        }
    }

    #[test]
    fn places_are_stated() {
        for (text, expected) in [
            ("Your data is stored in Malaysia.", Some("MY")),
            ("我们在中华人民共和国境内收集的信息存储于中国境内。", Some("CN")),
            ("Data anda disimpan di Singapura.", Some("SG")),
            ("We deliver to Malaysia.", None),
        ] {
            let found = facts(&read_text(text, TextFormat::Plain));
            assert_eq!(found.stored.first().map(|found| found.value.as_str()), expected, "{text}");
        }
        let found = facts(&read_text("We follow the Personal Data Protection Act 2010.", TextFormat::Plain));
        assert_eq!(found.laws.first().map(|found| found.value.as_str()), Some("MY"));
    }
}
