//! One side of a comparison: a reading cut into parts (a heading and what stands under it) and clauses (the blocks of a part).
//!
//! In: a reading. Out: parts and clauses with their folded words. A printed number or bullet is no word of its clause, so that renumbering
//! changes none. Deliberately absent: the other side.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use countersign_core::BlockKind;

use super::fold::{Folder, Word};
use crate::outline::{Section, number_len};
use crate::read::Reading;

/// A reading prepared for comparison.
pub(super) struct Side<'a> {
    pub(super) reading: &'a Reading,
    /// The first stands for what comes before any heading.
    pub(super) parts: Vec<Part<'a>>,
    pub(super) clauses: Vec<Clause>,
}

/// A heading and the clauses up to the next one.
pub(super) struct Part<'a> {
    /// The heading and its place among the reading's.
    pub(super) heading: Option<(usize, &'a Section)>,
    /// The part under whose heading this one stands.
    pub(super) parent: Option<usize>,
    pub(super) title: Vec<Word>,
    /// The printed number without white space.
    pub(super) number: String,
    pub(super) clauses: Range<usize>,
    /// Of the title's words.
    pub(super) title_key: u64,
    /// Of the clauses' words; `None` where there are none.
    pub(super) body_key: Option<u64>,
    /// How many words it has, its title included.
    pub(super) weight: usize,
}

/// A paragraph, list item or table row.
pub(super) struct Clause {
    pub(super) part: usize,
    /// The printed number of a list item, without white space.
    pub(super) number: String,
    /// Its words in the text, without number and bullet.
    pub(super) span: Range<usize>,
    pub(super) words: Vec<Word>,
    /// Of its words.
    pub(super) key: u64,
}

/// A number for a run of words.
pub(super) fn key<'a>(words: impl IntoIterator<Item = &'a Word>) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.into_iter().for_each(|word| word.id.hash(&mut hasher));
    hasher.finish()
}

impl<'a> Side<'a> {
    /// Cuts a reading; the headings at the places in `plain` count as clauses of the part before them.
    pub(super) fn new(reading: &'a Reading, folder: &mut Folder, plain: &HashSet<usize>) -> Self {
        let mut side = Self { reading, parts: vec![Part::new(None, None, Vec::new(), 0)], clauses: Vec::new() };
        let mut headings = reading.headings().iter().enumerate();
        let mut above: Vec<(u8, usize)> = Vec::new();
        for block in reading.blocks() {
            if block.kind == BlockKind::Heading {
                let Some((place, section)) = headings.next() else { continue };
                if plain.contains(&place) {
                    side.clause(section.number.len(), section.start..section.end, folder);
                    continue;
                }
                above.retain(|(depth, _)| *depth < section.depth);
                let title = folder.words(reading.text(), section.start + section.number.len()..section.end);
                let parent = above.last().map(|(_, part)| *part);
                above.push((section.depth, side.parts.len()));
                side.parts.push(Part::new(Some((place, section)), parent, title, side.clauses.len()));
                continue;
            }
            let printed = reading.text().get(block.content..block.end).unwrap_or_default();
            let len = if block.kind == BlockKind::ListItem { number_len(printed) } else { 0 };
            side.clause(len, block.content..block.end, folder);
        }
        side.close_parts();
        side
    }

    /// Adds a clause whose printed number takes the first `len` bytes of its range; none where it has no words.
    fn clause(&mut self, len: usize, range: Range<usize>, folder: &mut Folder) {
        let text = self.reading.text();
        let words = folder.words(text, range.start + len..range.end);
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            // A number with nothing behind it is all that there is to compare.
            return if len > 0 {
                self.clause(0, range, folder)
            };
        };
        let number = close(text.get(range.start..range.start + len).unwrap_or_default());
        let part = self.parts.len() - 1;
        self.clauses.push(Clause { part, number, span: first.start..last.end, key: key(&words), words });
    }

    /// Fills in what a part only knows once its clauses are there.
    fn close_parts(&mut self) {
        let starts: Vec<usize> = self.parts.iter().map(|part| part.clauses.start).collect();
        for (place, part) in self.parts.iter_mut().enumerate() {
            part.clauses.end = starts.get(place + 1).copied().unwrap_or(self.clauses.len());
            let clauses = self.clauses.get(part.clauses.clone()).unwrap_or_default();
            part.body_key = (!clauses.is_empty()).then(|| key(clauses.iter().flat_map(|clause| &clause.words)));
            part.weight = 1 + part.title.len() + clauses.iter().map(|clause| clause.words.len()).sum::<usize>();
        }
    }

    /// The key of the clause beside another in its part, before (-1) or behind (1); none at the ends, and of the clause itself (0).
    pub(super) fn beside(&self, clause: usize, by: isize) -> Option<u64> {
        let other = self.clauses.get(clause.checked_add_signed(by)?)?;
        (by != 0 && self.clauses.get(clause)?.part == other.part).then_some(other.key)
    }

    /// The key of the title of the part before (-1) or behind (1) another; none at the ends, and of the part itself (0).
    pub(super) fn title_beside(&self, part: usize, by: isize) -> Option<u64> {
        self.parts.get(part.checked_add_signed(by)?).filter(|_| by != 0).map(|part| part.title_key)
    }

    /// The words under a heading, its subsections not included.
    pub(super) fn body(&self, part: usize) -> Vec<Word> {
        let range = self.parts.get(part).map_or(0..0, |part| part.clauses.clone());
        self.clauses.get(range).unwrap_or_default().iter().flat_map(|clause| clause.words.iter().copied()).collect()
    }

    /// The printed characters of a span.
    pub(super) fn text(&self, span: &Range<usize>) -> &'a str {
        self.reading.text().get(span.clone()).unwrap_or_default()
    }
}

impl<'a> Part<'a> {
    fn new(heading: Option<(usize, &'a Section)>, parent: Option<usize>, title: Vec<Word>, first_clause: usize) -> Self {
        Self {
            heading,
            parent,
            title_key: key(&title),
            title,
            number: close(heading.map_or("", |(_, section)| &section.number)),
            clauses: first_clause..first_clause,
            body_key: None,
            weight: 0,
        }
    }
}

/// A printed number without white space.
fn close(number: &str) -> String {
    number.split_whitespace().collect()
}
