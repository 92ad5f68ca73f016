//! Places of an inspection: code points of the file instead of bytes of the reading.
//!
//! In: a file's text and a reading of it. Out: quotes with start, end and anchor. Deliberately absent: what is quoted.

use std::ops::Range;

use serde::Serialize;

use crate::facts::Found;
use crate::read::{CodePoints, Reading};

/// Words of the policy and where they stand.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InspectedQuote {
    /// The words, white space folded.
    pub text: String,
    /// Where they start, in code points of the file.
    pub start: usize,
    /// Where they end, exclusive.
    pub end: usize,
    /// The anchor of the heading above; empty before the first heading.
    pub anchor: String,
}

/// The way from a reading to the file.
pub(super) struct Places<'a> {
    pub(super) reading: &'a Reading,
    pub(super) points: &'a CodePoints<'a>,
}

impl Places<'_> {
    /// The code points of a span; the end is taken from the last byte, so that marks of Markdown behind it stay outside.
    pub(super) fn range(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.points.at(self.reading.source_offset(span.start));
        start..(self.points.at(self.reading.source_offset(span.end.saturating_sub(1))) + 1).max(start)
    }

    /// A found text as a quote.
    pub(super) fn quote(&self, found: &Found<String>) -> InspectedQuote {
        self.words(&found.value, &found.span)
    }

    /// Words at a span as a quote.
    pub(super) fn words(&self, text: &str, span: &Range<usize>) -> InspectedQuote {
        let Range { start, end } = self.range(span);
        let anchor = self.reading.heading_at(span.start).map_or_else(String::new, |heading| heading.anchor.clone());
        InspectedQuote { text: text.to_owned(), start, end, anchor }
    }
}
