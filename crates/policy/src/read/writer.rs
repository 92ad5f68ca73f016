//! Writing a reading down: text, blocks, stretches set off by the author, and the way back, while a format's parser runs.
//!
//! In: blocks and words in the order of the file. Out: [`Parts`]. A stretch never leaves its block: one that the author drew over several
//! blocks is cut at their borders. Deliberately absent: what a format's marks mean.

use std::ops::Range;

use countersign_core::{Block, BlockKind, Category};

use super::source::SourceMap;
use crate::space::trimmed;

/// What a format's own reader leaves.
pub(super) struct Parts {
    pub(super) text: String,
    /// The blocks where the format itself says them.
    pub(super) blocks: Option<Vec<Block>>,
    pub(super) set: Set,
    pub(super) map: SourceMap,
}

/// The stretches that the author set off, each list in text order, no stretch longer than its block.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    pub(super) bold: Vec<Range<usize>>,
    pub(super) plain: Vec<Range<usize>>,
    pub(super) named: Vec<(Range<usize>, Category)>,
    /// Values that name neither a category nor `plain`, with the byte of the file at which their tag begins.
    pub(super) misnamed: Vec<(usize, String)>,
}

impl Set {
    /// Cuts every stretch at the borders of the blocks, which the outline may have drawn anew.
    pub(super) fn cut(&mut self, text: &str, blocks: &[Block]) {
        let pieces = |range: &Range<usize>| {
            let first = blocks.partition_point(|block| block.end <= range.start);
            let touched = blocks.iter().skip(first).take_while(|block| block.start < range.end);
            let piece = |block: &Block| trimmed(text, block.content.max(range.start)..block.end.min(range.end));
            touched.map(piece).filter(|piece| !piece.is_empty()).collect::<Vec<_>>()
        };
        self.bold = self.bold.iter().flat_map(pieces).collect();
        self.plain = self.plain.iter().flat_map(pieces).collect();
        self.named = self.named.iter().flat_map(|(range, category)| pieces(range).into_iter().map(|piece| (piece, *category))).collect();
    }
}

/// What an author says of a stretch.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Say {
    /// `**words**`, `<b>`, `<strong>`.
    Bold,
    /// `data-cs-mark="plain"`.
    Plain,
    /// `data-cs-mark="location"` and so on.
    Named(Category),
}

struct Open {
    from: usize,
    kind: BlockKind,
    depth: u8,
}

/// Builds the text.
pub(super) struct Writer {
    text: String,
    map: SourceMap,
    blocks: Vec<Block>,
    set: Set,
    open: Option<Open>,
    /// What is open, innermost last, and from where in the text.
    said: Vec<(Say, usize)>,
    /// Stretches open beyond the ones that are followed.
    beyond: usize,
    /// What parts list items and table rows.
    gap: &'static str,
}

/// Stretches inside stretches that are followed; deeper ones say nothing that counts.
const NESTED: usize = 32;

impl Writer {
    pub(super) fn new(source: &str, gap: &'static str) -> Self {
        Self {
            text: String::with_capacity(source.len()),
            map: SourceMap::new(source),
            blocks: Vec::new(),
            set: Set::default(),
            open: None,
            said: Vec::new(),
            beyond: 0,
            gap,
        }
    }

    /// Whether a block is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The words of the open block so far.
    pub(super) fn words(&self) -> &str {
        self.open.as_ref().and_then(|open| self.text.get(open.from..)).unwrap_or_default()
    }

    /// Opens a block unless one is open.
    pub(super) fn open_as(&mut self, (kind, depth): (BlockKind, u8)) {
        if self.open.is_none() {
            self.open(kind, depth);
        }
    }

    /// Opens a block; the one before must be closed.
    pub(super) fn open(&mut self, kind: BlockKind, depth: u8) {
        if !self.text.is_empty() {
            let gap = if kind == BlockKind::ListItem || kind == BlockKind::TableRow { self.gap } else { "\n\n" };
            self.text.push_str(gap);
        }
        self.open = Some(Open { from: self.text.len(), kind, depth });
        let from = self.text.len();
        self.said.iter_mut().for_each(|said| said.1 = from);
    }

    /// Closes the open block; one without words leaves no block.
    pub(super) fn close(&mut self) {
        let Some(Open { from, kind, depth }) = self.open.take() else { return };
        for place in 0..self.said.len() {
            self.flush(place);
        }
        let words = self.text.get(from..).unwrap_or_default();
        let start = from + (words.len() - words.trim_start().len());
        let end = from + words.trim_end().len();
        if start < end {
            self.blocks.push(Block { kind, depth: if kind == BlockKind::Paragraph { 0 } else { depth }, start, content: start, end });
        }
    }

    /// Adds words that stand in the file from `at` on, one byte for one byte.
    pub(super) fn add(&mut self, words: &str, at: usize) {
        if self.open.is_none() {
            self.open(BlockKind::Paragraph, 0);
        }
        self.map.add(self.text.len(), at);
        self.text.push_str(words);
    }

    /// Begins a stretch.
    pub(super) fn say(&mut self, say: Say) {
        if self.said.len() < NESTED {
            self.said.push((say, self.text.len()));
        } else {
            self.beyond += 1;
        }
    }

    /// Ends the innermost stretch.
    pub(super) fn unsay(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(place) = self.said.len().checked_sub(1) {
            self.flush(place);
            self.said.pop();
        }
    }

    /// Ends stretches until so many are open.
    pub(super) fn unsay_to(&mut self, count: usize) {
        if count < NESTED {
            self.beyond = 0;
        }
        while self.said.len() > count {
            self.unsay();
        }
    }

    /// How many stretches are open.
    pub(super) fn said(&self) -> usize {
        self.said.len()
    }

    /// Notes a value that means nothing, of a tag at this byte of the file.
    pub(super) fn misname(&mut self, at: usize, value: &str) {
        self.set.misnamed.push((at, value.to_owned()));
    }

    /// Writes down what an open stretch covers so far.
    fn flush(&mut self, place: usize) {
        let Some((say, from)) = self.said.get(place).copied() else { return };
        let range = trimmed(&self.text, from..self.text.len());
        if range.is_empty() {
            return;
        }
        // Inside another of its kind, a stretch adds nothing.
        let inner = self.said.iter().take(place).any(|(outer, _)| *outer == say);
        match say {
            Say::Bold if !inner => self.set.bold.push(range),
            Say::Plain if !inner => self.set.plain.push(range),
            Say::Bold | Say::Plain => {}
            Say::Named(category) => self.set.named.push((range, category)),
        }
    }

    /// Everything written; `blocks` makes of the format's own blocks those of the reading.
    pub(super) fn finish(mut self, blocks: impl FnOnce(&str, Vec<Block>, &Set) -> Vec<Block>) -> Parts {
        self.close();
        self.set.named.sort_by_key(|(range, _)| range.start);
        let blocks = Some(blocks(&self.text, self.blocks, &self.set));
        Parts { text: self.text, blocks, set: self.set, map: self.map }
    }
}
