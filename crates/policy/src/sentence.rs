//! Sentences: where running text can be cut without parting what belongs together.
//!
//! In: text. Out: ranges that cover it in order. A stop behind a number, an initial or "e.g." ends nothing. Deliberately absent: grammar.

use std::ops::Range;

use countersign_core::BlockKind;

use crate::read::Reading;
use crate::space::trimmed;

/// Where to cut.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Cut {
    /// Behind full stops, exclamation and question marks.
    Stops,
    /// Behind semicolons as well.
    Clauses,
}

/// The stretches of a text between cuts; joined, they are the text.
pub(crate) fn ranges(text: &str, cut: Cut) -> Vec<Range<usize>> {
    let mut list = Vec::new();
    let mut start = 0;
    let mut word = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let spaced = next.is_none_or(|next| next.is_whitespace() || "”\"’)）".contains(next));
        let ends = match letter {
            '。' | '！' | '？' => true,
            '.' => spaced && !is_abbreviated(text.get(word.max(start)..at).unwrap_or_default()),
            '!' | '?' => spaced,
            '；' => cut == Cut::Clauses,
            ';' => cut == Cut::Clauses && (spaced || next.is_some_and(|next| !next.is_ascii())),
            _ => false,
        };
        if letter.is_whitespace() {
            word = at + letter.len_utf8();
        }
        if ends {
            let end = at + letter.len_utf8();
            list.push(start..end);
            start = end;
        }
    }
    if text.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        list.push(start..text.len());
    }
    list
}

/// The sentences of a reading's text, headings and printed contents left out, with the places of their blocks.
pub(crate) fn of(reading: &Reading, cut: Cut) -> impl Iterator<Item = (usize, Range<usize>)> {
    let blocks = reading.blocks().iter().enumerate();
    let told = blocks.filter(|(_, block)| !matches!(block.kind, BlockKind::Heading | BlockKind::ContentsEntry));
    told.flat_map(move |(place, block)| {
        let words = reading.text().get(block.content..block.end).unwrap_or_default();
        ranges(words, cut).into_iter().filter_map(move |range| {
            let span = trimmed(reading.text(), block.content + range.start..block.content + range.end);
            (!span.is_empty()).then_some((place, span))
        })
    })
}

/// Whether the word before a stop is a printed number, an initial, or has stops inside.
fn is_abbreviated(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '（', '"', '“']);
    word.contains('.') || word.chars().all(|letter| letter.is_ascii_digit()) || (word.is_ascii() && word.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::{Cut, ranges};

    fn check(text: &str, cut: Cut, expected: &[&str]) {
        let found: Vec<_> = ranges(text, cut).into_iter().map(|range| text.get(range).unwrap().trim()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sentences_end_where_they_end() {
        check("We ask. You may refuse.", Cut::Stops, &["We ask.", "You may refuse."]);
        check("We use one (e.g. this) at A. Street; more.", Cut::Stops, &["We use one (e.g. this) at A. Street; more."]);
        check("We ask; you may refuse.", Cut::Clauses, &["We ask;", "you may refuse."]);
        check("我们收集姓名。您可拒绝；亦可同意。", Cut::Clauses, &["我们收集姓名。", "您可拒绝；", "亦可同意。"]);
        check("3. We ask within 30. Days", Cut::Stops, &["3. We ask within 30. Days"]);
    }
}
