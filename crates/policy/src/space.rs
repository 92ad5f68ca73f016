//! White space: what is the same text on a screen.
//!
//! In: text and ranges of it. Out: the words of a stretch in one line, and the stretch without the space around them.

use std::ops::Range;

/// White space folded: every run of it is one blank, and none stands at the ends.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A range without the white space at its ends; where it holds no words, the empty range at its end.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (words.len() - words.trim_start().len());
    start..(range.start + words.trim_end().len()).max(start)
}

#[cfg(test)]
mod tests {
    use super::{one_line, trimmed};

    #[test]
    fn space_around_words_goes() {
        for (text, range, expected) in
            [(" a  b\n", 0..6, "a  b"), ("收集\u{3000}", 0..9, "收集"), ("a   b", 1..4, ""), ("", 0..0, ""), ("ab", 5..9, "")]
        {
            assert_eq!(text.get(trimmed(text, range)).unwrap_or_default(), expected, "{text:?}");
        }
        assert_eq!(one_line(" a \n\u{3000}b\t"), "a b");
    }
}
