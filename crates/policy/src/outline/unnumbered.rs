//! Headings without a number.
//!
//! In: units and what the others turned out to be. Out: more headings: short lines of their own before running text, and lines that look like
//! such headings, and bullets that only name what as many bullets behind them tell. Deliberately absent: lines that the author set in bold (`titles.rs`).

use super::lines::{self, Unit, is_ended};
use super::number::is_han;
use super::{Part, set, shape};

/// Headings without a number: a short line of its own before running text.
pub(super) fn find(text: &str, units: &[Unit], wrapped: bool, parts: &mut [Part]) {
    let numbered_first = parts.iter().position(|part| matches!(part, Part::Heading(_))).unwrap_or(usize::MAX);
    for (at, unit) in units.iter().enumerate() {
        let Some(next) = units.get(at + 1) else { break };
        let words = text.get(unit.start..unit.end).unwrap_or_default();
        let body = parts.get(at + 1) == Some(&Part::Paragraph) || (at + 1 < numbered_first && parts.get(at + 1) == Some(&Part::Item));
        let alone = parts.get(at) == Some(&Part::Paragraph) && !unit.inline;
        let bracketed = words.starts_with('【') && words.ends_with('】') && lines::width(words) <= 60;
        let next_words = text.get(next.start..next.end).unwrap_or_default();
        let next_long = lines::width(next_words) >= 2 * lines::width(words).max(30) || is_ended(next_words);
        // In wrapped text a short line may be the start of a paragraph, unless the next line is clearly one by itself.
        let apart = unit.after_blank || !wrapped || lines::width(next_words.lines().next().unwrap_or_default()) > 200;
        if alone && body && (bracketed || (next_long && apart && is_bare_title(words))) {
            set(parts, at, Part::Heading(unit.end));
        }
    }
}

fn is_bare_title(words: &str) -> bool {
    let plain = !words.contains(['\t', '@', '|', '《', '。', '，', ',', '/', '"', '“']);
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let label = words.trim_end_matches([':', '：']);
    let short = lines::width(words) <= 64 && words.split_whitespace().count() <= 10;
    let colon_ok = label.len() == words.len() || (words.split_whitespace().count() <= 3 && lines::width(words) <= 24);
    let lead_in = shape::has_verb(label) || ["如下", "包括", "以下"].iter().any(|mark| label.contains(mark));
    plain && digits <= 2 && short && colon_ok && !lead_in && shape::is_title(words) && lines::width(words) >= 4
}

/// How an unnumbered heading looks, beyond being short.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Look {
    /// `INFORMATION WE COLLECT`
    Capitals,
    /// `What do we collect?`
    Question,
    /// `Conditions, Notices, and Changes`
    TitleCase,
    /// A blank line before, none behind.
    Apart,
}

impl Look {
    const ALL: [Self; 4] = [Self::Capitals, Self::Question, Self::TitleCase, Self::Apart];

    fn fits(self, text: &str, units: &[Unit], at: usize) -> bool {
        let (Some(unit), Some(next)) = (units.get(at), units.get(at + 1)) else { return false };
        let words = text.get(unit.start..unit.end).unwrap_or_default();
        if unit.inline || unit.bullet || unit.number.is_some() || lines::width(words) > 90 || !shape::is_title(words) {
            return false;
        }
        match self {
            Self::Capitals => is_capitals(words) && !text.get(next.start..next.end).is_some_and(is_capitals),
            Self::Question => (unit.after_blank || next.after_blank) && is_question(words),
            Self::TitleCase => (unit.after_blank || next.after_blank) && is_title_case(words),
            Self::Apart => unit.after_blank && !next.after_blank && is_bare_title(words),
        }
    }
}

/// Whether words ask something; the mark itself may be lost.
fn is_question(words: &str) -> bool {
    const ASKING: &[&str] = &[
        "what",
        "how",
        "why",
        "who",
        "which",
        "where",
        "do",
        "does",
        "is",
        "are",
        "can",
        "will",
        "may",
        "should",
        "apakah",
        "apa",
        "bagaimana",
        "bagaimanakah",
        "siapa",
        "siapakah",
        "mengapa",
        "adakah",
        "bolehkah",
    ];
    let first = words.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    let asks = ASKING.iter().any(|word| word.eq_ignore_ascii_case(first)) && words.split_whitespace().count() > 2;
    words.ends_with(['?', '？']) || (asks && !is_ended(words) && !words.contains([',', ':']))
}

fn is_capitals(words: &str) -> bool {
    let letters = || words.chars().filter(|letter| letter.is_alphabetic());
    letters().count() >= 4 && letters().all(char::is_uppercase) && !words.chars().any(is_han)
}

/// Whether every longer word begins with a capital, and there is more than one word.
fn is_title_case(words: &str) -> bool {
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let upper = |word: &str| word.chars().find(|letter| letter.is_alphabetic()).is_none_or(char::is_uppercase);
    let count = words.split_whitespace().count();
    let cased = words.chars().any(char::is_lowercase) && words.split_whitespace().filter(|word| word.len() >= 4).all(upper);
    (2..=12).contains(&count) && digits <= 2 && cased && !words.contains([':', '：', '/', '@', '|', '\t']) && !words.contains("  ")
}

/// Lines that look like headings already found, before whatever stands below them.
pub(super) fn find_kin(text: &str, units: &[Unit], parts: &mut [Part]) {
    for look in Look::ALL {
        let fits = |at: &usize| look.fits(text, units, *at);
        let headings = (0..units.len()).filter(|at| matches!(parts.get(*at), Some(Part::Heading(_)))).filter(fits).take(2).count();
        // Questions that stand apart need no others that are known: nothing else looks like them.
        let known = headings >= 2 || (look == Look::Question && (0..units.len()).filter(fits).take(3).count() == 3);
        if !known {
            continue;
        }
        let kin: Vec<usize> = (0..units.len()).filter(|at| parts.get(*at) == Some(&Part::Paragraph)).filter(fits).collect();
        for at in kin {
            if let Some(unit) = units.get(at) {
                set(parts, at, Part::Heading(unit.end));
            }
        }
    }
}

/// A list of titles followed by a list of as many paragraphs: the titles are headings, told before all of their bodies.
pub(super) fn find_told(text: &str, units: &[Unit], parts: &mut [Part]) {
    let bullets = |from: usize, titled: bool| {
        let fits = |unit: &&Unit| {
            let words = text.get(unit.body..unit.end).unwrap_or_default();
            unit.bullet && shape::is_title(words) == titled && (titled || lines::width(words) > 60)
        };
        units.get(from..).unwrap_or_default().iter().take_while(fits).count()
    };
    let mut at = 0;
    while at < units.len() {
        let titles = bullets(at, true);
        let told = bullets(at + titles, false);
        let closed = units.get(at + titles + told).is_none_or(|unit| !unit.bullet);
        if titles >= 3 && told == titles && closed {
            for (place, unit) in units.iter().enumerate().skip(at).take(titles) {
                set(parts, place, Part::Heading(unit.end));
            }
        }
        at += (titles + told).max(1);
    }
}
