//! Printed numbers at the start of a line: `I.`, `(i)`, `1.`, `1)`, `3.2.1`, `（一）`, `第三条`, `Part IV:`.
//!
//! In: text from the number on. Out: scheme, value and length in bytes. Deliberately absent: whether the line is a heading, which needs its
//! neighbors.

use super::digits::{closed, digits};
use super::numeral;

/// A way of numbering; two numbers are siblings only under the same scheme.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Scheme {
    /// `Part I`, `Section 2`, `Bahagian 3`, `附件一`: a word and a number; the word's place in the list of words.
    Word(u8),
    /// `第一章`, `第一节`, `第三条`: the counting word.
    Ordinal(char),
    /// `一、`
    ChineseMark,
    /// `（一）`
    ChineseParen,
    /// `I.`
    RomanUpper,
    /// `(I)`
    RomanUpperParen,
    /// `i.` or `i)`
    RomanLower,
    /// `(i)`
    RomanLowerParen,
    /// `1.` is 1, `3.2.1` is 3
    Dotted(u8),
    /// `1、`
    DigitMark,
    /// `(1)`
    DigitParen,
    /// `1)`
    DigitClose,
    /// `A.`
    LetterUpper,
    /// `a.` or `a)`
    LetterLower,
    /// `(a)` or `(A)`
    LetterParen,
    /// `①`
    Circled,
}

impl Scheme {
    /// Whether the scheme by itself says "heading" when the line reads like a title.
    pub(crate) fn is_main(self) -> bool {
        matches!(self, Self::Word(_) | Self::Ordinal(_) | Self::ChineseMark | Self::RomanUpper)
    }

    /// Whether the scheme numbers what is added at the end of a text.
    pub(crate) fn is_annex(self) -> bool {
        matches!(self, Self::Word(place) if place < ANNEXES)
    }

    /// Whether authors mix the scheme with another of these at the top level of one text.
    pub(crate) fn is_top(self) -> bool {
        matches!(self, Self::ChineseMark | Self::RomanUpper | Self::Dotted(1))
    }
}

/// A number as printed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Number {
    /// The way of numbering.
    pub(crate) scheme: Scheme,
    /// The value of each component; the last counts siblings. 0 where the digit was lost in printing.
    pub(crate) path: Vec<u32>,
    /// Bytes that the printed number takes, its mark included.
    pub(crate) len: usize,
    /// Whether a mark follows, so that a bare `1` before a title counts for less.
    pub(crate) marked: bool,
}

impl Number {
    /// The value among siblings.
    pub(crate) fn value(&self) -> u32 {
        self.path.last().copied().unwrap_or(0)
    }
}

/// Bytes that the printed number at the start of a text takes; 0 where there is none.
pub(crate) fn printed_len(text: &str) -> usize {
    parse(text).map_or(0, |number| number.len)
}

const WORDS: &[&str] = &[
    "appendix", "annex", "schedule", "lampiran", "附件", "附录", "附錄", "附表", "part", "section", "chapter", "article", "bahagian",
    "bab", "seksyen", "perkara", "fasal", "step", "langkah",
];
/// How many of the words name what is added at the end of a text.
const ANNEXES: u8 = 8;

/// The scheme of numbers behind a word such as `Part`, in any case, or its plural.
pub(crate) fn word_scheme(word: &str) -> Option<Scheme> {
    let is = |known: &str| known.eq_ignore_ascii_case(word) || word.strip_suffix('s').is_some_and(|one| known.eq_ignore_ascii_case(one));
    WORDS.iter().position(|known| is(known)).and_then(|place| u8::try_from(place).ok()).map(Scheme::Word)
}

/// The printed number at the start of `text`, if one stands there.
pub(crate) fn parse(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    match first {
        '第' => ordinal(text),
        '(' | '（' => parenthesized(text),
        '、' => text.chars().nth(1).filter(|next| is_han(*next)).map(|_| single(Scheme::ChineseMark, 0, first.len_utf8())),
        '①'..='⑳' => Some(single(Scheme::Circled, u32::from(first) - u32::from('①') + 1, first.len_utf8())),
        '0'..='9' | '０'..='９' => digits(text),
        _ if first.is_ascii_alphabetic() => worded(text).or_else(|| lettered(text)),
        '附' => annexed(text),
        _ if is_han(first) => chinese(text),
        _ => None,
    }
}

/// Whether a letter is a Han character.
pub(crate) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇')
}

fn single(scheme: Scheme, value: u32, len: usize) -> Number {
    Number { scheme, path: vec![value], len, marked: true }
}

fn ordinal(text: &str) -> Option<Number> {
    let inner = text.strip_prefix('第')?;
    let (at, unit) = inner.char_indices().take(6).find(|(_, letter)| "章节節条條部编編款".contains(*letter))?;
    let numeral = inner.get(..at)?.trim();
    let value = numeral.parse().ok().or_else(|| numeral::chinese(numeral))?;
    let mut len = '第'.len_utf8() + at + unit.len_utf8();
    if unit == '部' {
        len += text.get(len..)?.strip_prefix('分').map(|_| '分'.len_utf8())?;
    }
    let rest = text.get(len..)?;
    len += rest.chars().next().filter(|next| "、:：".contains(*next)).map_or(0, char::len_utf8);
    Some(single(Scheme::Ordinal(unit), value, len))
}

fn parenthesized(text: &str) -> Option<Number> {
    let open = text.chars().next()?;
    let inner = text.get(open.len_utf8()..)?;
    let (at, close) = inner.char_indices().take(8).find(|(_, letter)| matches!(letter, ')' | '）'))?;
    let len = open.len_utf8() + at + close.len_utf8();
    let len = len + closed(text.get(len..)?, &['.', '、', '．']);
    let body = inner.get(..at)?.trim();
    let (scheme, value) = if body.bytes().all(|byte| byte.is_ascii_digit()) {
        (Scheme::DigitParen, body.parse().ok().filter(|value| *value < 100)?)
    } else if let Some(value) = numeral::chinese(body) {
        (Scheme::ChineseParen, value)
    } else if let Some(value) = numeral::roman(body).filter(|_| body.chars().all(|letter| letter.is_ascii_uppercase())) {
        (Scheme::RomanUpperParen, value)
    } else if let Some(value) = numeral::roman(body).filter(|_| body.chars().all(|letter| letter.is_ascii_lowercase())) {
        (Scheme::RomanLowerParen, value)
    } else {
        (Scheme::LetterParen, letter_value(body)?)
    };
    Some(single(scheme, value, len))
}

fn letter_value(text: &str) -> Option<u32> {
    let mut letters = text.chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    letters.next().is_none().then(|| u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1)
}

/// Whether words are a printed number with its mark and nothing else, as where the title stands on the next line.
pub(super) fn is_alone(words: &str) -> bool {
    words.len() <= 24 && parse(&format!("{words} Title")).is_some_and(|number| number.marked && number.len >= words.len())
}

fn worded(text: &str) -> Option<Number> {
    let end = text.find(|letter: char| !letter.is_ascii_alphabetic())?;
    let word = text.get(..end)?;
    let place = WORDS.iter().position(|known| known.eq_ignore_ascii_case(word))?;
    if !word.starts_with(|letter: char| letter.is_ascii_uppercase()) {
        return None;
    }
    let rest = text.get(end..)?;
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let numeral = rest.get(gap..)?;
    let stop = numeral.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(numeral.len());
    let printed = numeral.get(..stop)?;
    let value = printed.parse().ok().or_else(|| numeral::roman(printed)).or_else(|| letter_value(printed))?;
    let mark = numeral.get(stop..)?.chars().next();
    let mark_len = mark.filter(|mark| ".:：、-–—".contains(*mark)).map_or(0, char::len_utf8);
    if gap == 0 || (mark_len == 0 && mark.is_some_and(|mark| !mark.is_whitespace())) {
        return None;
    }
    Some(single(Scheme::Word(u8::try_from(place).ok()?), value, end + gap + stop + mark_len))
}

/// `附件一：`, with a mark or a gap behind it.
fn annexed(text: &str) -> Option<Number> {
    let place = WORDS.iter().position(|word| text.starts_with(word))?;
    let from = WORDS.get(place)?.len();
    let rest = text.get(from..)?;
    let stop = rest.find(|letter: char| numeral::chinese(letter.encode_utf8(&mut [0; 4])).is_none() && !letter.is_ascii_alphanumeric());
    let printed = rest.get(..stop.unwrap_or(rest.len()))?;
    let value = printed.parse().ok().or_else(|| numeral::chinese(printed)).or_else(|| letter_value(printed))?;
    let mark = rest.get(printed.len()..)?.chars().next();
    let mark_len = mark.filter(|mark| ".:：、-–—".contains(*mark)).map_or(0, char::len_utf8);
    let apart = mark_len > 0 || mark.is_none_or(|mark| mark.is_whitespace() || "《“【".contains(mark));
    apart.then_some(single(Scheme::Word(u8::try_from(place).ok()?), value, from + printed.len() + mark_len))
}

fn lettered(text: &str) -> Option<Number> {
    let end = text.find(|letter: char| !letter.is_ascii_alphabetic())?;
    let printed = text.get(..end)?;
    let mark = text.get(end..)?.chars().next()?;
    let after = text.get(end + mark.len_utf8()..)?;
    let spaced = after.starts_with(char::is_whitespace) || mark == '、' || after.starts_with(is_han);
    if !matches!(mark, '.' | ')' | '、' | '．' | '）') || !spaced || printed.len() > 5 {
        return None;
    }
    let upper = printed.chars().all(|letter| letter.is_ascii_uppercase());
    let lower = printed.chars().all(|letter| letter.is_ascii_lowercase());
    let (scheme, value) = match numeral::roman(printed) {
        Some(value) if upper => (Scheme::RomanUpper, value),
        Some(value) if lower => (Scheme::RomanLower, value),
        _ => (if upper { Scheme::LetterUpper } else { Scheme::LetterLower }, letter_value(printed)?),
    };
    Some(single(scheme, value, end + mark.len_utf8()))
}

fn chinese(text: &str) -> Option<Number> {
    let (at, mark) = text.char_indices().take(6).find(|(_, letter)| matches!(letter, '、' | '.' | '．'))?;
    let value = numeral::chinese(text.get(..at)?)?;
    Some(single(Scheme::ChineseMark, value, at + mark.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::{Scheme, parse};

    fn check(text: &str, scheme: Scheme, value: u32, printed: &str) {
        let number = parse(text).unwrap_or_else(|| panic!("{text:?} has no number"));
        assert_eq!((number.scheme, number.value(), &text[..number.len]), (scheme, value, printed), "{text:?}");
    }

    #[test]
    fn every_scheme_is_read() {
        check("IV. Rights", Scheme::RomanUpper, 4, "IV.");
        check("(iv) Rights", Scheme::RomanLowerParen, 4, "(iv)");
        check("(II) Rights", Scheme::RomanUpperParen, 2, "(II)");
        check("12. Rights", Scheme::Dotted(1), 12, "12.");
        check("1.Rights", Scheme::Dotted(1), 1, "1.");
        check("3 Rights", Scheme::Dotted(1), 3, "3");
        check("3.2.1 Rights", Scheme::Dotted(3), 1, "3.2.1");
        check("3.2.1. Rights", Scheme::Dotted(3), 1, "3.2.1.");
        check("3.2权利", Scheme::Dotted(2), 2, "3.2");
        check("3权利", Scheme::Dotted(1), 3, "3");
        check("3.) Rights", Scheme::Dotted(1), 3, "3.)");
        check("3: Rights", Scheme::Dotted(1), 3, "3:");
        check("3 – Rights", Scheme::Dotted(1), 3, "3 –");
        check("(3). Rights", Scheme::DigitParen, 3, "(3).");
        check("參、權利", Scheme::ChineseMark, 3, "參、");
        check("3 . Rights", Scheme::Dotted(1), 3, "3 .");
        check("3 .2 Rights", Scheme::Dotted(2), 2, "3 .2");
        check("１２．权利", Scheme::Dotted(1), 12, "１２．");
        check("２．１权利", Scheme::Dotted(2), 1, "２．１");
        check("Step 2: Rights", Scheme::Word(17), 2, "Step 2:");
        check("2) Rights", Scheme::DigitClose, 2, "2)");
        check("（2）权利", Scheme::DigitParen, 2, "（2）");
        check("2、权利", Scheme::DigitMark, 2, "2、");
        check("十一、权利", Scheme::ChineseMark, 11, "十一、");
        check("（三）权利", Scheme::ChineseParen, 3, "（三）");
        check("(三) 权利", Scheme::ChineseParen, 3, "(三)");
        check("第三条 权利", Scheme::Ordinal('条'), 3, "第三条");
        check("第一部分 权利", Scheme::Ordinal('部'), 1, "第一部分");
        check("Part IV: Rights", Scheme::Word(8), 4, "Part IV:");
        check("Bahagian 2 Hak", Scheme::Word(12), 2, "Bahagian 2");
        check("附件一：设备权限", Scheme::Word(4), 1, "附件一：");
        check("B. Rights", Scheme::LetterUpper, 2, "B.");
        check("(b) Rights", Scheme::LetterParen, 2, "(b)");
        check("②权利", Scheme::Circled, 2, "②");
        check("、权利", Scheme::ChineseMark, 0, "、");
    }

    #[test]
    fn other_text_has_no_number() {
        for text in [
            "2021-11-29",
            "2021.11 x",
            "10,000 parcels",
            "1",
            "3 parcels",
            "3个月内",
            "10:30 a.m.",
            "3 – 5 days",
            "e.g. this",
            "(see below)",
            "一般情况下、",
            "Part of it",
            "I am",
            "",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
