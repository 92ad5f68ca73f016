//! Links inside a document: references to its own sections, terms to their definitions, entries of its own contents list to the headings.
//!
//! In: ranges and targets. Out: names of anchors. Deliberately absent: addresses outside the document, which stay plain words.

use crate::decimal::push_decimal;
use crate::notice::Mark;

/// Words that lead to another place of the same document, or claim to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Link {
    /// Where the words begin.
    pub start: usize,
    /// Where they end, exclusive.
    pub end: usize,
    /// Where they lead.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LinkTarget {
    /// To the heading with this number, counted from 1 in text order.
    Heading(usize),
    /// To the heading with this number, although the words name it wrongly: shown as a wrong reference that can still be followed.
    Doubtful(usize),
    /// To the block with this index, counted from 0; never a heading.
    Block(usize),
    /// Nowhere: the words name a place that the document does not have.
    Broken,
}

impl Link {
    /// Whether a mark begins outside and ends inside, or the other way around; marks are in text order.
    pub(super) fn crosses(&self, marks: &[Mark]) -> bool {
        let from = marks.partition_point(|mark| mark.end <= self.start);
        let to = marks.partition_point(|mark| mark.start < self.end);
        marks.get(from..to).unwrap_or_default().iter().any(|mark| {
            let holds = self.start <= mark.start && mark.end <= self.end;
            let lies = mark.start <= self.start && self.end <= mark.end;
            !holds && !lies
        })
    }
}

impl LinkTarget {
    /// The name of the anchor to jump to: `s-` and the number of a heading, `b-` and the index of a block; none where the link is broken.
    #[must_use]
    pub fn anchor(self) -> Option<String> {
        match self {
            Self::Heading(number) | Self::Doubtful(number) => Some(anchor("s-", number)),
            Self::Block(index) => Some(anchor("b-", index)),
            Self::Broken => None,
        }
    }
}

/// A prefix and a number.
pub(super) fn anchor(prefix: &str, number: usize) -> String {
    let mut text = String::from(prefix);
    push_decimal(&mut text, number as u64);
    text
}
