//! Speech: the sentences of a policy, and the statements that each makes.
//!
//! In: a reading, its topics and the book. Out: sentences with their statements, and where each statement stands. The words of a line that
//! ends with a colon count for the list items below it, and those of a table's first row for the other rows. Deliberately absent: rules.

use std::ops::Range;

use countersign_core::{Block, BlockKind};

use super::book::Book;
use crate::read::Reading;
use crate::sentence::{self, Cut};
use crate::space::trimmed;
use crate::terms::Seen;
use crate::topic::{Topic, Topics};

/// A policy as somebody says it.
#[derive(Debug)]
pub(super) struct Speech {
    pub(super) sentences: Vec<Sentence>,
    /// For each statement, where it stands, in text order; at most [`KEPT`].
    said: Vec<Vec<Range<usize>>>,
}

/// One sentence, heading, item or row.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Bytes of the reading's text.
    pub(super) range: Range<usize>,
    /// The statements it makes, in order.
    pub(super) statements: Vec<usize>,
    /// The topics of the section and of those around it.
    pub(super) topics: Vec<Topic>,
}

/// More sightings of one statement prove nothing more.
const KEPT: usize = 64;

impl Speech {
    /// Listens to a reading.
    pub(super) fn of(reading: &Reading, topics: &Topics, book: &Book) -> Self {
        let mut listener = Listener { book, text: reading.text(), sentences: Vec::new(), said: vec![Vec::new(); book.statements.len()] };
        let around = topics_around(reading, topics);
        let mut lead = Seen::default();
        let mut head: Option<Seen> = None;
        for block in reading.blocks().iter().filter(|block| block.kind != BlockKind::ContentsEntry) {
            let place = topics.section_at(block.start);
            let about = place.and_then(|place| around.get(place)).map_or(&[][..], Vec::as_slice);
            let listed = matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow);
            if !listed {
                lead = Seen::default();
            }
            if block.kind != BlockKind::TableRow {
                head = None;
            }
            let mut carried = lead.clone();
            if let Some(head) = &head {
                carried.join(head);
            }
            let heard = listener.block(block, about, &carried);
            if block.kind == BlockKind::TableRow {
                head.get_or_insert(heard);
            } else if reading.text().get(block.content..block.end).is_some_and(|text| text.trim_end().ends_with([':', '：'])) {
                lead = heard;
            }
        }
        Self { sentences: listener.sentences, said: listener.said }
    }

    /// Where a statement stands.
    pub(super) fn said(&self, statement: Option<&usize>) -> &[Range<usize>] {
        statement.and_then(|place| self.said.get(*place)).map_or(&[], Vec::as_slice)
    }
}

/// For each heading, its topics and those of every heading above it.
fn topics_around(reading: &Reading, topics: &Topics) -> Vec<Vec<Topic>> {
    let mut all: Vec<Vec<Topic>> = Vec::with_capacity(reading.headings().len());
    let mut open: Vec<(usize, u8)> = Vec::new();
    for (place, heading) in reading.headings().iter().enumerate() {
        while open.pop_if(|(_, depth)| *depth >= heading.depth).is_some() {}
        let mut list = topics.own(place).to_vec();
        list.extend(open.last().and_then(|(above, _)| all.get(*above)).into_iter().flatten().copied());
        list.sort_unstable();
        list.dedup();
        all.push(list);
        open.push((place, heading.depth));
    }
    all
}

struct Listener<'a> {
    book: &'a Book,
    text: &'a str,
    sentences: Vec<Sentence>,
    said: Vec<Vec<Range<usize>>>,
}

impl Listener<'_> {
    /// Takes a block in; what its last sentence says.
    fn block(&mut self, block: &Block, about: &[Topic], carried: &Seen) -> Seen {
        let mut last = Seen::default();
        for range in sentences(self.text, block.content..block.end) {
            let folded = self.book.terms.fold(self.text.get(range.clone()).unwrap_or_default());
            let mut seen = self.book.terms.see(&folded.text);
            last = seen.clone();
            seen.join(carried);
            about.iter().for_each(|topic| self.book.terms.state(&mut seen, topic.name()));
            match block.kind {
                BlockKind::ListItem => self.book.terms.state(&mut seen, "item"),
                BlockKind::TableRow => self.book.terms.state(&mut seen, "row"),
                BlockKind::Heading => self.book.terms.state(&mut seen, "heading"),
                BlockKind::Paragraph | BlockKind::ContentsEntry => {}
            }
            let found = self.book.terms.groups(&seen);
            for sighting in &found {
                let place = folded.range(sighting.start, sighting.end);
                if let Some(list) = self.said.get_mut(sighting.group).filter(|list| list.len() < KEPT) {
                    list.push(range.start + place.start..range.start + place.end);
                }
            }
            let statements = found.iter().map(|sighting| sighting.group).collect();
            self.sentences.push(Sentence { range, statements, topics: about.to_vec() });
        }
        last
    }
}

/// The sentences of a stretch, without the white space around them; none is empty.
pub(super) fn sentences(text: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
    let words = text.get(stretch.clone()).unwrap_or_default();
    let ranges = sentence::ranges(words, Cut::Stops).into_iter();
    let trimmed = ranges.map(|range| trimmed(text, stretch.start + range.start..stretch.start + range.end));
    trimmed.filter(|range| !range.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::Speech;
    use crate::law::book::BOOK;
    use crate::read::{TextFormat, read_text};
    use crate::topic::topics;

    fn check(text: &str, statement: &str, expected: bool) {
        let book = BOOK.as_ref().unwrap();
        let reading = read_text(text, TextFormat::Markdown);
        let speech = Speech::of(&reading, &topics(&reading), book);
        assert_eq!(!speech.said(book.statements.get(statement)).is_empty(), expected, "{statement} in {text:?}");
    }

    #[test]
    fn a_list_takes_in_the_words_that_announce_it() {
        check("# Title\n\nYou have the right to:\n\n- access\n- correct your data\n", "right-correct", true);
        check("# Title\n\nYou have the right to dance.\n\n- access\n", "right-access", false);
        check("## Our pets\n\nDeletion.\n", "right-delete", false);
        check("## Your rights\n\n- Delete your data.\n", "right-delete", true);
        check("| Data | Kept for |\n|---|---|\n| Waybill | 2 years |\n", "retention-figure", true);
    }
}
