//! Figures: ages and times as numbers, with whom or what they are about.
//!
//! In: a reading and its speech. Out: values with their places. Deliberately absent: whether they agree, which `conflict` asks.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::speech::{Sentence, Speech};
use crate::facts::{self, pattern};
use crate::outline::numeral;
use crate::read::Reading;

/// Whom an age is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Who {
    /// Children, by that word.
    Child,
    /// Minors, by that word: in some laws older than children.
    Minor,
    /// Those whose data a definition counts as sensitive.
    Sensitive,
}

/// An age and whom it is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Age {
    pub(super) years: u32,
    pub(super) who: Who,
    pub(super) span: Range<usize>,
}

const CHILD: &[&str] = &["child", "儿童", "兒童", "孩子", "kanak"];
const MINOR: &[&str] = &["minor", "juvenile", "未成年", "bawah umur"];
const SENSITIVE: &[&str] = &["sensitive", "敏感", "sensitif"];

/// The ages of children and minors that a text names.
pub(super) fn ages(reading: &Reading, speech: &Speech) -> Vec<Age> {
    let text = reading.text();
    let one = |found: facts::Found<u32>| {
        let sentence = sentence_at(speech, found.span.start)?;
        let words = text.get(sentence.range.clone())?.to_lowercase();
        let at = found.span.start - sentence.range.start;
        Some(Age { years: found.value, who: who(&words, at)?, span: found.span })
    };
    facts::ages(text).filter_map(one).collect()
}

/// Whom a sentence is about near a place: what it defines, or the nearest word.
fn who(words: &str, at: usize) -> Option<Who> {
    if SENSITIVE.iter().any(|word| words.contains(word)) {
        return Some(Who::Sensitive);
    }
    if CHILD.iter().any(|word| words.starts_with(word)) {
        return Some(Who::Child);
    }
    let near = |list: &[&str]| list.iter().flat_map(|word| words.match_indices(word)).map(|(place, _)| place.abs_diff(at)).min();
    match (near(CHILD), near(MINOR)) {
        (Some(child), Some(minor)) if minor < child => Some(Who::Minor),
        (Some(_), _) => Some(Who::Child),
        (None, Some(_)) => Some(Who::Minor),
        (None, None) => None,
    }
}

/// The sentence that holds a byte.
pub(super) fn sentence_at(speech: &Speech, at: usize) -> Option<&Sentence> {
    let place = speech.sentences.partition_point(|sentence| sentence.range.start <= at).checked_sub(1)?;
    speech.sentences.get(place).filter(|sentence| at < sentence.range.end)
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    let words = numeral::words_pattern();
    pattern(&format!(
        r"(?i)\b(?P<n1>\d{{1,4}}|{words})\s*(?:\(\s*\d+\s*\)\s*)?(?:calendar |natural )?(?P<u1>days?|months?|years?|hari|bulan|tahun)\b|(?P<n2>\d{{1,4}}|[一二三四五六七八九十]{{1,3}})\s*(?:个|個)?(?P<u2>天|日|月|年)"
    ))
});

/// The times that a stretch names, in days, each as printed.
pub(super) fn times(text: &str) -> Vec<(u32, String)> {
    let one = |captures: regex::Captures<'_>| {
        let printed = captures.name("n1").or_else(|| captures.name("n2"))?.as_str();
        let count = numeral::value(printed)?;
        let unit = captures.name("u1").or_else(|| captures.name("u2"))?.as_str().to_lowercase();
        let days = match unit.as_str() {
            unit if unit.starts_with("month") || matches!(unit, "bulan" | "月") => 30,
            unit if unit.starts_with("year") || matches!(unit, "tahun" | "年") => 365,
            _ => 1,
        };
        Some((days * count, captures.get(0)?.as_str().to_owned()))
    };
    TIME.captures_iter(text).filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::times;

    #[test]
    fn times_are_read_in_three_languages() {
        for (text, expected) in [
            ("for two years, then 30 days", &[730, 30][..]),
            ("within thirty (30) days", &[30]),
            ("保存六个月，删除后30天", &[180, 30]),
            ("selama 7 tahun", &[2555]),
            ("2 kilometers", &[]),
        ] {
            assert_eq!(times(text).iter().map(|(days, _)| *days).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
