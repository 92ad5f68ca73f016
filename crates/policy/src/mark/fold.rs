//! Folding for matching: case, white space, hyphens, apostrophes and traditional characters, with the way back.
//!
//! In: text. Out: folded text and, for each of its bytes, where it came from. Deliberately absent: words.

use std::collections::HashMap;
use std::ops::Range;

use crate::outline::is_han;

/// How letters fold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folding {
    simplified: HashMap<char, char>,
}

/// Folded text and the way back.
#[derive(Clone, Debug)]
pub(crate) struct Folded {
    /// The folded text.
    pub(crate) text: String,
    /// For each byte of the folded text, where its letter starts in the original; one more for the end.
    from: Vec<usize>,
    /// For each byte, where its letter ends in the original.
    to: Vec<usize>,
}

impl Folding {
    /// A folding with pairs of a traditional and a simplified character, parted by white space.
    pub(crate) fn new(pairs: &str) -> Self {
        let pair = |text: &str| {
            let mut letters = text.chars();
            Some((letters.next()?, letters.next()?))
        };
        Self { simplified: pairs.split_whitespace().filter_map(pair).collect() }
    }

    /// Folds text.
    pub(crate) fn fold(&self, text: &str) -> Folded {
        let mut folded =
            Folded { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()), to: Vec::with_capacity(text.len()) };
        let mut letters = text.char_indices().peekable();
        let mut last = None;
        while let Some((at, letter)) = letters.next() {
            if letter.is_whitespace() || is_hyphen(letter) {
                let mut end = at + letter.len_utf8();
                while let Some((at, letter)) = letters.next_if(|(_, letter)| letter.is_whitespace()) {
                    end = at + letter.len_utf8();
                }
                let next = letters.peek().map(|(_, letter)| *letter);
                // Chinese is written without spaces: a gap between two characters is a broken line.
                if !(last.is_some_and(is_han) && next.is_some_and(is_han)) {
                    folded.push(' ', at, end);
                }
            } else {
                let end = at + letter.len_utf8();
                for lower in letter.to_lowercase() {
                    let plain = match lower {
                        '’' | '‘' | '＇' => '\'',
                        _ if lower.is_ascii() => lower,
                        _ => self.simplified.get(&lower).copied().unwrap_or(lower),
                    };
                    folded.push(plain, at, end);
                }
            }
            last = Some(letter);
        }
        folded
    }
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

impl Folded {
    fn push(&mut self, letter: char, from: usize, to: usize) {
        self.text.push(letter);
        for _ in 0..letter.len_utf8() {
            self.from.push(from);
            self.to.push(to);
        }
    }

    /// The original range of a folded range.
    pub(crate) fn range(&self, start: usize, end: usize) -> Range<usize> {
        let from = self.from.get(start).copied().unwrap_or(0);
        let to = end.checked_sub(1).and_then(|last| self.to.get(last)).copied().unwrap_or(from);
        from..to.max(from)
    }
}
