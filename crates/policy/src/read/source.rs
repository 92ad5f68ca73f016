//! The way back from the plain text to the file.
//!
//! In: where each stretch of text came from. Out: offsets and lines of the file. Deliberately absent: columns.

/// Stretches of text and where they begin in the file.
#[derive(Clone, Debug)]
pub(crate) struct SourceMap {
    /// Offset in the text, offset in the file; both grow.
    stretches: Vec<(usize, usize)>,
    /// Where each line of the file starts.
    lines: Vec<usize>,
}

impl SourceMap {
    /// A map for a file, still without stretches.
    pub(crate) fn new(source: &str) -> Self {
        let lines = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { stretches: Vec::new(), lines }
    }

    /// From the text's byte `at` on, the text stands in the file from `from` on.
    pub(crate) fn add(&mut self, at: usize, from: usize) {
        match self.stretches.last_mut() {
            Some(last) if last.0 == at => last.1 = from,
            // The stretch goes on.
            Some(last) if last.1 + (at - last.0) == from => {}
            _ => self.stretches.push((at, from)),
        }
    }

    /// The byte of the file from which a byte of the text comes.
    pub(crate) fn offset(&self, at: usize) -> usize {
        let place = self.stretches.partition_point(|(start, _)| *start <= at);
        let Some((start, from)) = place.checked_sub(1).and_then(|place| self.stretches.get(place)) else { return at };
        let next = self.stretches.get(place).map_or(usize::MAX, |(_, from)| *from);
        (from + (at - start)).min(next)
    }

    /// The line of the file, from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        let offset = self.offset(at);
        self.lines.partition_point(|start| *start <= offset)
    }
}
