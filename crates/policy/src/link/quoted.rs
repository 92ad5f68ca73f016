//! Titles in quotes or brackets: `“(ii) Lockers”`, `[IX. How to reach us]`, `【如何联系我们】`, `(see Your rights)`.
//!
//! In: the words of a block. Out: stretches inside the quotes, with number and title. Deliberately absent: whether such a title exists.

use std::ops::Range;

use crate::outline::{Number, parse_number};

/// A stretch in quotes or brackets.
#[derive(Debug)]
pub(crate) struct Quoted {
    /// The bytes of the words inside.
    pub(crate) span: Range<usize>,
    /// The number in front, if there is one.
    pub(crate) number: Option<Number>,
    /// Where the title begins.
    pub(crate) title: usize,
    /// In brackets, as titles are and terms are not.
    pub(crate) bracketed: bool,
}

/// Bytes that a title may take.
const LONGEST: usize = 240;
const PAIRS: &[(char, char)] = &[('“', '”'), ('「', '」'), ('『', '』'), ('【', '】'), ('[', ']'), ('"', '"')];
const SENDERS: &[&str] = &["see ", "refer to ", "please see ", "lihat ", "rujuk ", "参见", "參見", "详见", "詳見", "见", "見"];

/// Every stretch in quotes or brackets that could be a title, in order. A straight quote may open or close: both are tried.
pub(crate) fn find(words: &str) -> Vec<Quoted> {
    let mut found = Vec::new();
    for (at, letter) in words.char_indices() {
        let from = at + letter.len_utf8();
        let inside = || words.get(from..words.floor_char_boundary(from + LONGEST));
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == letter) {
            let Some(end) = inside().and_then(|inside| inside.find(*close)) else { continue };
            found.extend(title(words, from, from + end, letter));
        } else if matches!(letter, '(' | '（') {
            let Some(end) = inside().and_then(|inside| inside.find([')', '）'])) else { continue };
            let inner = words.get(from..from + end).unwrap_or_default();
            let sent = SENDERS.iter().find(|sender| inner.get(..sender.len()).is_some_and(|head| head.eq_ignore_ascii_case(sender)));
            found.extend(sent.and_then(|sender| title(words, from + sender.len(), from + end, letter)));
        }
    }
    found
}

fn title(words: &str, from: usize, end: usize, open: char) -> Option<Quoted> {
    let inner = words.get(from..end)?;
    if open == '"' && (inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace)) {
        return None;
    }
    let start = from + (inner.len() - inner.trim_start().len());
    let end = from + inner.trim_end().len();
    let inner = words.get(start..end)?;
    let number = parse_number(inner);
    let rest = inner.get(number.as_ref().map_or(0, |number| number.len)..)?;
    let title = end - rest.trim_start().len();
    let named = rest.chars().any(char::is_alphabetic) && !rest.contains(['“', '”', '"', '。']);
    named.then_some(Quoted { span: start..end, number, title, bracketed: matches!(open, '[' | '【' | '(' | '（') })
}
