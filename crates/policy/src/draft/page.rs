//! The sentences of a reading, with the groups of words they hold and the data they name.
//!
//! In: a reading and the lexicon. Out: sentences and data of stretches of it. Each block is read once. Deliberately absent: what they mean.

use std::ops::Range;

use countersign_core::BlockKind;

use super::DraftDatum;
use super::words::{Group, Groups, words};
use crate::facts::Found;
use crate::mark::{self, Lexicon};
use crate::outline::number;
use crate::read::Reading;
use crate::sentence::{Cut, ranges};
use crate::space;
pub(super) use crate::space::one_line as fold;

/// Bytes before a mention in which words can make it optional.
const NEAR: usize = 300;

/// One sentence or clause.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) span: Range<usize>,
    pub(super) groups: Groups,
    /// What it opens.
    pub(super) opens: Opens,
}

/// What a sentence is the first of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Opens {
    /// Nothing: it goes on in its block.
    Nothing,
    /// A paragraph.
    Paragraph,
    /// A list item; how many numbers its printed number has, 0 for a bullet.
    Item(usize),
}

/// The reading by sentences.
pub(super) struct Page<'a> {
    pub(super) reading: &'a Reading,
    pub(super) lexicon: &'a Lexicon,
}

impl Page<'_> {
    /// The words of a stretch.
    pub(super) fn words(&self, span: &Range<usize>) -> &str {
        self.reading.text().get(span.clone()).unwrap_or_default()
    }

    /// A stretch with white space folded.
    pub(super) fn found(&self, span: &Range<usize>) -> Found<String> {
        let span = self.trimmed(span.clone());
        Found { value: fold(self.words(&span)), span }
    }

    /// The groups in a stretch.
    pub(super) fn groups(&self, span: &Range<usize>) -> Groups {
        words().groups(&self.lexicon.fold(self.words(span)).text)
    }

    /// The places of the blocks between a heading and the next one.
    fn blocks(&self, place: usize) -> Range<usize> {
        let headings = self.reading.headings();
        let start = headings.get(place).map_or(0, |heading| heading.block + 1);
        start..headings.get(place + 1).map_or(self.reading.blocks().len(), |next| next.block).max(start)
    }

    /// A stretch without the white space at its ends.
    fn trimmed(&self, span: Range<usize>) -> Range<usize> {
        space::trimmed(self.reading.text(), span)
    }

    /// The sentences between a heading and the next one.
    pub(super) fn body(&self, place: usize) -> Vec<Sentence> {
        let mut list = Vec::new();
        for block in self.reading.blocks().get(self.blocks(place)).into_iter().flatten() {
            if block.kind == BlockKind::ContentsEntry {
                continue;
            }
            for piece in pieces(self.words(&(block.content..block.end))) {
                let piece = block.content + piece.start..block.content + piece.end;
                let words = self.words(&piece);
                let item = is_marked(words) || block.kind == BlockKind::ListItem && piece.start == block.content;
                let mut opens = if item { Opens::Item(depth(words)) } else { Opens::Paragraph };
                for range in ranges(words, Cut::Clauses) {
                    let span = self.trimmed(piece.start + range.start..piece.start + range.end);
                    if self.words(&span).contains(char::is_alphanumeric) {
                        let count = depth(self.words(&span));
                        if opens == Opens::Nothing && count > 1 {
                            // A clause in a paragraph that lost its line breaks.
                            opens = Opens::Item(count);
                        }
                        list.push(Sentence { groups: self.groups(&span), span, opens });
                        opens = Opens::Nothing;
                    }
                }
            }
        }
        list
    }

    /// The data named in the blocks of some headings, in text order.
    pub(super) fn named(&self, places: Range<usize>) -> Vec<(Range<usize>, Option<countersign_core::Category>)> {
        let blocks = places.flat_map(|place| self.reading.blocks().get(self.blocks(place)).into_iter().flatten());
        blocks
            .filter(|block| block.kind != BlockKind::ContentsEntry)
            .flat_map(|block| mark::named_data(self.reading, self.lexicon, block))
            .collect()
    }

    /// Data as rows of a function: each once, none that the text says is not taken; optional where its sentence leaves it open.
    pub(super) fn data(&self, sentences: &[Sentence], named: &[(Range<usize>, Option<countersign_core::Category>)]) -> Vec<DraftDatum> {
        let mut list: Vec<DraftDatum> = Vec::new();
        for sentence in sentences.iter().filter(|sentence| !sentence.groups.has(Group::NotTaken)) {
            let from = named.partition_point(|(span, _)| span.start < sentence.span.start);
            let inside = named.get(from..).into_iter().flatten().take_while(|(span, _)| span.start < sentence.span.end);
            for (span, sensitive) in inside {
                let label = fold(self.words(span));
                if !list.iter().any(|known| known.label.eq_ignore_ascii_case(&label)) {
                    list.push(DraftDatum { label, optional: self.is_optional(sentence, span), span: span.clone(), sensitive: *sensitive });
                }
            }
        }
        list
    }

    /// Whether the words before a mention, or right behind it, leave it to the visitor.
    fn is_optional(&self, sentence: &Sentence, span: &Range<usize>) -> bool {
        let behind: String =
            self.words(&(span.end..sentence.span.end)).chars().take(12).take_while(|letter| !",，、;；".contains(*letter)).collect();
        // The words that open an offer stand near its first data.
        let near = self.reading.text().floor_char_boundary(span.start.saturating_sub(NEAR)).max(sentence.span.start);
        sentence.groups.has(Group::Optional)
            && (words().groups(&self.lexicon.fold(self.words(&(near..span.start))).text).has(Group::Optional)
                || words().groups(&self.lexicon.fold(&behind).text).has(Group::Optional))
    }
}

/// How many numbers a printed number has.
pub(super) fn depth(words: &str) -> usize {
    number::parse(words).map_or(0, |number| number.path.len())
}

/// Whether a paragraph begins with a printed number or bullet, as a list item that its format does not know.
fn is_marked(words: &str) -> bool {
    words.starts_with(['◼', '●', '•', '·', '■', '◆', '○', '▪', '-', '–', '*']) || number::parse(words).is_some_and(|number| number.marked)
}

/// A block cut before the lines that begin with a number of several parts or a bullet.
fn pieces(words: &str) -> Vec<Range<usize>> {
    let mut list = Vec::new();
    let mut start = 0;
    for (at, _) in words.match_indices('\n') {
        let line = words.get(at + 1..).unwrap_or_default().split('\n').next().unwrap_or_default().trim_start();
        let bracketed = line.starts_with(['(', '（']);
        if is_marked(line) && (bracketed || depth(line) != 1) && !line.starts_with(['-', '–', '*']) {
            list.push(start..at);
            start = at + 1;
        }
    }
    list.push(start..words.len());
    list
}
