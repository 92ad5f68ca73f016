//! Folding for matching: case, white space, hyphens, apostrophes, forms of letters and traditional characters, with the way back.
//!
//! In: text. Out: folded text and the stretches of the original that its letters come from. Traditional characters fold by
//! `data/traditional.txt`. Deliberately absent: words.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::decompose_compatible;

use crate::outline::is_han;

/// The first and the last character that the table of traditional characters can hold.
const HAN: Range<u32> = 0x4e00..0xa000;

/// For each character from the first of `HAN`, the character it folds to.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = HAN.filter_map(char::from_u32).collect();
    let lines = include_str!("../../data/traditional.txt").lines().filter(|line| !line.starts_with('#'));
    for (from, to) in lines.flat_map(str::split_whitespace).filter_map(pair) {
        if let Some(cell) = han_place(from).and_then(|place| table.get_mut(place)) {
            *cell = to;
        }
    }
    // 帐 is the older way to write 账, in either script, and nothing else in these texts.
    for letter in ['帳', '帐'] {
        if let Some(cell) = han_place(letter).and_then(|place| table.get_mut(place)) {
            *cell = '账';
        }
    }
    table
});

fn han_place(letter: char) -> Option<usize> {
    u32::from(letter).checked_sub(HAN.start).and_then(|place| usize::try_from(place).ok())
}

fn pair(text: &str) -> Option<(char, char)> {
    let mut letters = text.chars();
    Some((letters.next()?, letters.next()?))
}

/// How letters fold.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Folding;

/// Folded text and the way back.
#[derive(Clone, Debug)]
pub(crate) struct Folded {
    /// The folded text.
    pub(crate) text: String,
    runs: Vec<Run>,
}

/// A stretch of the folded text that comes from one stretch of the original.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it starts in the folded text.
    at: usize,
    /// Where it starts in the original.
    from: usize,
    /// Where it ends in the original, if all of it comes from that stretch as a whole; otherwise byte follows byte.
    whole: Option<usize>,
}

impl Folding {
    /// Folds text; a hyphen at the end of a line parts two words.
    pub(crate) fn fold(self, text: &str) -> Folded {
        self.run(text, false)
    }

    /// Folds text; a hyphen at the end of a line breaks one word.
    pub(crate) fn fold_joined(self, text: &str) -> Folded {
        self.run(text, true)
    }

    fn run(self, text: &str, joins: bool) -> Folded {
        let mut folded = Folded { text: String::with_capacity(text.len()), runs: Vec::new() };
        let mut letters = text.char_indices().peekable();
        let mut last = None;
        while let Some((at, letter)) = letters.next() {
            let end = at + letter.len_utf8();
            if letter.is_whitespace() || is_hyphen(letter) {
                let mut gap = Gap { end, line: letter == '\n', cell: letter == '\t' };
                while let Some((at, letter)) = letters.next_if(|(_, letter)| letter.is_whitespace()) {
                    gap.end = at + letter.len_utf8();
                    gap.line |= letter == '\n';
                    gap.cell |= letter == '\t';
                }
                let next = letters.peek().map(|(_, letter)| *letter);
                let beside_slash = last == Some('/') || next == Some('/');
                let between_han = last.is_some_and(is_han) && next.is_some_and(is_han);
                if gap.cell && !gap.line {
                    folded.push('\t', at, gap.end);
                } else if !((between_han || beside_slash) && letter.is_whitespace() || joins && is_hyphen(letter) && gap.line) {
                    // Chinese is written without spaces: a gap between two characters is a broken line. A slash stands with and without.
                    folded.push(' ', at, gap.end);
                }
            } else if !is_invisible(letter) {
                self.letter(&mut folded, letter, at, end);
            }
            last = Some(letter);
        }
        folded
    }

    fn letter(self, folded: &mut Folded, letter: char, at: usize, end: usize) {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase(), at, end);
        } else if is_presentation_form(letter) {
            decompose_compatible(letter, |plain| self.lower(folded, plain, at, end));
        } else {
            self.lower(folded, letter, at, end);
        }
    }

    fn lower(self, folded: &mut Folded, letter: char, at: usize, end: usize) {
        for lower in letter.to_lowercase() {
            let plain = match lower {
                '’' | '‘' | '＇' => '\'',
                _ => han_place(lower).and_then(|place| SIMPLIFIED.get(place)).copied().unwrap_or(lower),
            };
            folded.push(plain, at, end);
        }
    }
}

/// White space, with or without a hyphen before it.
struct Gap {
    end: usize,
    line: bool,
    cell: bool,
}

/// Whether a hyphen ends a line of this text.
pub(crate) fn has_broken_word(text: &str) -> bool {
    text.contains("-\n") || text.contains("-\r\n") || text.contains("\u{2010}\n")
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

/// Soft hyphens and marks of zero width.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Letters in another shape: ligatures, letters of full width, radicals and compatibility characters of copied PDF text.
fn is_presentation_form(letter: char) -> bool {
    let wide = matches!(letter, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    wide || matches!(letter, '\u{fb00}'..='\u{fb06}' | '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}')
}

impl Folded {
    fn push(&mut self, letter: char, from: usize, to: usize) {
        let at = self.text.len();
        self.text.push(letter);
        let follows = |run: &Run| run.whole.is_none() && run.from + (at - run.at) == from;
        if letter.len_utf8() != to - from {
            self.runs.push(Run { at, from, whole: Some(to) });
        } else if !self.runs.last().is_some_and(follows) {
            self.runs.push(Run { at, from, whole: None });
        }
    }

    /// The original range of a folded range.
    pub(crate) fn range(&self, start: usize, end: usize) -> Range<usize> {
        let run = |at: usize| self.runs.get(self.runs.partition_point(|run| run.at <= at).checked_sub(1)?);
        let from = run(start).map_or(0, |run| if run.whole.is_some() { run.from } else { run.from + (start - run.at) });
        let to = end.checked_sub(1).and_then(run).map_or(from, |run| run.whole.unwrap_or(run.from + (end - run.at)));
        from..to.max(from)
    }
}

#[cfg(test)]
mod tests {
    use super::Folding;

    fn check(text: &str, folded: &str) {
        let folding = Folding;
        assert_eq!(folding.fold(text).text, folded, "{text:?}");
    }

    #[test]
    fn letters_and_gaps_fold() {
        check("Your  E-Mail\n Address’s", "your e mail address's");
        check("個人\n資訊 ＩＰ 地址", "个人资讯 ip 地址");
        check("帳戶与帐户", "账户与账户");
        check("⽤⼾ ﬁnger\u{ad}print", "用户 fingerprint");
        check("a\tb\n\tc", "a\tb c");
    }

    #[test]
    fn every_folded_letter_leads_back() {
        let text = "Ab \n\t帳\u{200b}戶 ﬁx  İ-\nz";
        for folded in [Folding.fold(text), Folding.fold_joined(text)] {
            let mut last = 0;
            for (at, letter) in folded.text.char_indices() {
                let range = folded.range(at, at + letter.len_utf8());
                assert!(last <= range.start && range.start < range.end && text.get(range.clone()).is_some(), "{letter:?} {range:?}");
                last = range.start;
            }
            assert_eq!(folded.range(0, folded.text.len()), 0..text.len());
        }
        assert_eq!(Folding.fold_joined("finger-\nprint").text, "fingerprint");
    }
}
