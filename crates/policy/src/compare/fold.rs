//! Folding: a stretch of text to words that compare equal where only typography differs.
//!
//! In: text. Out: numbered words with their place. White space and line wrapping go; full-width forms, quotation marks, dashes and composed
//! letters fold to one form (Unicode NFKD and a short list of our own). Words are those of Unicode Standard Annex 29, which parts Chinese into
//! characters. Deliberately absent: letter case, which can change what a defined term means.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::decompose_compatible;
use unicode_segmentation::UnicodeSegmentation as _;

/// One word or mark of punctuation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Word {
    /// Equal for words that read the same.
    pub(super) id: u32,
    /// Where it starts in the text.
    pub(super) start: usize,
    /// Where it ends, exclusive.
    pub(super) end: usize,
}

/// Numbers words, the same word with the same number on both sides.
#[derive(Default)]
pub(super) struct Folder {
    known: HashMap<String, u32>,
}

/// A text in its folded form, with the way back.
#[derive(Default)]
struct Folded {
    text: String,
    /// For each folded character: its byte in `text`, and the character of the source that it came from.
    from: Vec<(usize, Range<usize>)>,
}

impl Folder {
    /// The words in a range of a text; a word never overlaps the one before.
    pub(super) fn words(&mut self, text: &str, range: Range<usize>) -> Vec<Word> {
        let folded = fold(text, range);
        let mut words: Vec<Word> = Vec::new();
        let mut places = folded.from.iter();
        let mut joined = String::new();
        for piece in folded.text.split_word_bounds() {
            let taken: Vec<_> = places.by_ref().take(piece.chars().count()).collect();
            let (Some(first), Some(last)) = (taken.first(), taken.last()) else { continue };
            if piece.chars().all(char::is_whitespace) {
                joined.clear();
                continue;
            }
            let (start, end) = (first.1.start, last.1.end);
            // An ellipsis is one character or three full stops; dashes are printed single or double.
            let touches = words.last().is_some_and(|word| start < word.end || (start == word.end && piece == "." && joined.ends_with('.')));
            if let Some(word) = words.last_mut().filter(|word| touches || (start == word.end && piece == "-" && joined == "-")) {
                if piece != "-" {
                    joined.push_str(piece);
                }
                *word = Word { id: self.id(&joined), start: word.start, end: word.end.max(end) };
            } else {
                joined.clear();
                joined.push_str(piece);
                words.push(Word { id: self.id(piece), start, end });
            }
        }
        words
    }

    fn id(&mut self, word: &str) -> u32 {
        if let Some(id) = self.known.get(word) {
            return *id;
        }
        let id = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.insert(word.to_owned(), id);
        id
    }
}

/// Whether two stretches have the same characters, white space aside.
pub(super) fn same_print(old: &str, new: &str) -> bool {
    let printed = |text: &'_ str| text.chars().filter(|letter| !letter.is_whitespace() && !is_invisible(*letter)).collect::<String>();
    old == new || printed(old) == printed(new)
}

fn fold(text: &str, range: Range<usize>) -> Folded {
    let mut folded = Folded::default();
    let shift = range.start;
    for (at, letter) in text.get(range).unwrap_or_default().char_indices() {
        if is_invisible(letter) {
            continue;
        }
        let from = shift + at..shift + at + letter.len_utf8();
        let mut put = |letter: char| {
            folded.from.push((folded.text.len(), from.clone()));
            folded.text.push(plain(letter));
        };
        if letter.is_ascii() { put(letter) } else { decompose_compatible(letter, put) }
    }
    folded
}

/// Characters that print nothing and part nothing.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The form that marks of the same meaning share.
fn plain(letter: char) -> char {
    match letter {
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | '′' | '`' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '。' => '.',
        '、' => ',',
        '【' | '〔' | '〖' => '[',
        '】' | '〕' | '〗' => ']',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Folder, same_print};

    fn check(old: &str, new: &str, expected: bool) {
        let mut folder = Folder::default();
        let mut ids = |text: &str| folder.words(text, 0..text.len()).into_iter().map(|word| word.id).collect::<Vec<_>>();
        assert_eq!(ids(old) == ids(new), expected, "{old:?} {new:?}");
    }

    #[test]
    fn typography_folds_and_words_do_not() {
        for (old, new) in [
            ("We keep it.\nAlways.", "We  keep\tit. Always."),
            ("信息\n收集", "信息收集"),
            ("您的信息，（手机）：１２", "您的信息,(手机):12"),
            ("“data”", "\"data\""),
            ("don’t", "don't"),
            ("「個人資料」。", "\"個人資料\"."),
            ("1–2 — 3", "1-2 - 3"),
            ("so on…", "so on..."),
            ("保密——永远", "保密—永远"),
            ("café", "cafe\u{301}"),
            ("soft\u{ad}ware\u{200b}", "software"),
            ("", " \n"),
        ] {
            check(old, new, true);
        }
        for (old, new) in [("data", "Data"), ("30 days", "15 days"), ("信息", "資訊"), ("a b", "ab"), ("end.", "end..."), ("a-b", "a b")]
        {
            check(old, new, false);
        }
    }

    #[test]
    fn words_keep_their_places() {
        let text = "x “您的…” 30天";
        let words = Folder::default().words(text, 2..text.len());
        let pieces: Vec<_> = words.iter().map(|word| &text[word.start..word.end]).collect();
        assert_eq!(pieces, ["“", "您", "的", "…", "”", "30", "天"]);
        assert!(words.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }

    #[test]
    fn print_is_compared_without_white_space() {
        for (old, new, expected) in [("a b\n", "a  b", true), ("“a”", "\"a\"", false), ("中 文", "中文", true)] {
            assert_eq!(same_print(old, new), expected, "{old} {new}");
        }
    }
}
