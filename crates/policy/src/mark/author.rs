//! The author's word about marks: phrases of `site.toml`, and stretches of the policy that carry `data-cs-mark`.
//!
//! In: marks found by the lists. Out: the same marks, corrected. The longest phrase decides: "password" kept plain leaves "login password"
//! marked. Deliberately absent: bold, which says that words weigh and not that they are sensitive.

use std::collections::BTreeMap;
use std::ops::Range;

use countersign_core::{Category, Mark};

use super::SensitiveMark;
use super::lexicon::{Lexicon, Meaning};
use super::list::List;
use crate::read::Reading;
use crate::space::trimmed;

/// What an author says about a phrase.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuthorPhrase {
    /// The words, in any case, and in either script where they are Chinese.
    pub words: String,
    /// The category they are marked with; `None`: they stay plain.
    pub category: Option<Category>,
}

/// The phrases, ready for matching.
pub(super) struct Author(Lexicon);

impl Author {
    /// `None` where the author says nothing.
    pub(super) fn new(phrases: &[AuthorPhrase]) -> Option<Self> {
        if phrases.is_empty() {
            return None;
        }
        Lexicon::of_author(phrases.iter().map(|phrase| (phrase.words.as_str(), phrase.category))).ok().map(Self)
    }

    /// Corrects the marks of one text, which are in order.
    pub(super) fn correct(&self, lexicon: &Lexicon, words: &str, marks: &mut Vec<SensitiveMark>) {
        let folded = lexicon.fold(words);
        let mut edits = Edits::default();
        for (place, category) in self.0.longest(&folded.text) {
            let range = folded.range(place.start, place.end);
            let first = marks.get(marks.partition_point(|found| found.mark.end <= range.start));
            let longer = |mark: &Mark| mark.start <= range.start && range.end <= mark.end && mark.end - mark.start > range.len();
            if !first.is_some_and(|found| longer(&found.mark)) {
                edits.add(range, category);
            }
        }
        edits.apply(marks);
    }
}

/// Whether a text holds the words, however they are written.
pub(crate) fn occurs(words: &str, text: &str) -> bool {
    let phrase = Lexicon::of_author(std::iter::once((words, None)));
    phrase.is_ok_and(|phrase| !phrase.hits(&phrase.fold(text).text).is_empty())
}

/// Does what the author wrote into the policy itself: plain stretches carry no mark, named ones carry theirs.
pub(super) fn obey(reading: &Reading, marks: &mut Vec<SensitiveMark>) {
    let mut plain = Edits::default();
    for range in reading.plain_ranges() {
        plain.add(range.clone(), None);
    }
    plain.apply(marks);
    // Of two named stretches, one inside the other, the inner one is the more precise.
    let mut ranges: Vec<_> = reading.named_ranges().iter().collect();
    ranges.sort_by_key(|(range, _)| range.len());
    let mut named = Edits::default();
    for (range, category) in ranges {
        let range = trimmed(reading.text(), range.clone());
        // What the author keeps plain inside a named stretch leaves nothing of it to be marked as a whole.
        let inner = reading.plain_ranges().partition_point(|plain| plain.start < range.start);
        if reading.plain_ranges().get(inner).is_some_and(|plain| plain.end <= range.end && plain.len() < range.len()) {
            continue;
        }
        if in_one_block(reading, &range) {
            named.add(range, Some(*category));
        }
    }
    named.apply(marks);
}

/// Stretches and what becomes of them; none overlaps another.
#[derive(Default)]
struct Edits(BTreeMap<usize, (usize, Option<Category>)>);

impl Edits {
    /// Whether a stretch shares a byte with a range.
    fn touch(&self, range: &Range<usize>) -> bool {
        self.0.range(..range.end).next_back().is_some_and(|(_, (end, _))| *end > range.start)
    }

    /// Adds a stretch, unless an earlier one holds a part of it.
    fn add(&mut self, range: Range<usize>, category: Option<Category>) {
        if !range.is_empty() && !self.touch(&range) {
            self.0.insert(range.start, (range.end, category));
        }
    }

    /// Takes out the marks that share a byte with a stretch, and marks the stretches that have a category.
    fn apply(self, marks: &mut Vec<SensitiveMark>) {
        if self.0.is_empty() {
            return;
        }
        marks.retain(|found| !self.touch(&(found.mark.start..found.mark.end)));
        let new = self.0.into_iter().filter_map(|(start, (end, category))| {
            category.map(|category| SensitiveMark { mark: Mark { start, end, category }, list: List::Author })
        });
        marks.extend(new);
        marks.sort_by_key(|found| found.mark.start);
    }
}

fn in_one_block(reading: &Reading, range: &Range<usize>) -> bool {
    let blocks = reading.blocks();
    let place = blocks.partition_point(|block| block.end <= range.start);
    blocks.get(place).is_some_and(|block| block.content <= range.start && range.end <= block.end)
}

impl Lexicon {
    /// The phrases of an author's lexicon in folded text: the leftmost first, the longest of those at one place, none overlapping.
    fn longest(&self, folded: &str) -> Vec<(Range<usize>, Option<Category>)> {
        let mut kept: Vec<(Range<usize>, Option<Category>)> = Vec::new();
        for hit in self.hits(folded) {
            if kept.last().is_none_or(|(last, _)| last.end <= hit.start) {
                let category = match hit.meaning {
                    Meaning::Sensitive(term) => Some(term.category),
                    Meaning::Denied | Meaning::Ordinary => None,
                };
                kept.push((hit.start..hit.end, category));
            }
        }
        kept
    }
}
