//! Numbered headings and clauses inside the paragraphs of a format that marks only some of its headings.
//!
//! In: the format's own blocks. Out: the same blocks, paragraphs cut where one of their lines begins with a number. Numbers are judged among
//! those of the same stretch between two headings of the format, which stay as they are. Deliberately absent: lines without a number.

use std::ops::Range;

use countersign_core::{Block, BlockKind};

use super::levels::Levels;
use super::lines::{self, Unit};
use super::{Part, siblings, small, titles};

/// Cuts paragraphs at the numbered lines inside them.
pub(super) fn cut(text: &str, blocks: Vec<Block>, titles: &[Range<usize>]) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut base = 0;
    for stretch in blocks.chunk_by(|_, next| next.kind != BlockKind::Heading) {
        base = stretch.first().filter(|block| block.kind == BlockKind::Heading).map_or(base, |block| usize::from(block.depth));
        let from = titles.partition_point(|title| title.start < stretch.first().map_or(0, |block| block.start));
        Stretch::new(text, stretch, titles.get(from..).unwrap_or_default()).write(text, base, &mut out);
    }
    out
}

/// The blocks of one stretch with the units of its paragraphs.
struct Stretch<'a> {
    blocks: &'a [Block],
    /// Units in text order, each with the place of its block.
    units: Vec<Unit>,
    owners: Vec<usize>,
    parts: Vec<Part>,
}

impl<'a> Stretch<'a> {
    fn new(text: &str, blocks: &'a [Block], titles: &[Range<usize>]) -> Self {
        let (mut units, mut owners) = (Vec::new(), Vec::new());
        for (place, block) in blocks.iter().enumerate() {
            let words = text.get(block.content..block.end).unwrap_or_default();
            // What goes on behind the first line of an item may have been no part of the list: Markdown takes it in.
            let skip = match block.kind {
                BlockKind::Paragraph => 0,
                BlockKind::ListItem => words.find('\n').map_or(words.len(), |line| line + 1),
                _ => words.len(),
            };
            let (own, _) = lines::units(words.get(skip..).unwrap_or_default());
            owners.extend(std::iter::repeat_n(place, own.len()));
            units.extend(own.into_iter().map(|unit| unit.moved(block.content + skip)));
        }
        let mut units = siblings::doubted(text, units);
        titles::label(&mut units, titles);
        let parts = siblings::judge(text, &units);
        Self { blocks, units, owners, parts }
    }

    /// Writes the blocks; a paragraph without a numbered line stays whole.
    fn write(&self, text: &str, base: usize, out: &mut Vec<Block>) {
        let (mut headings, mut items) = (Levels::default(), Levels::default());
        let mut at = 0;
        for (place, block) in self.blocks.iter().enumerate() {
            let from = at;
            at += self.owners.get(at..).unwrap_or_default().iter().take_while(|owner| **owner == place).count();
            let own = self.units.get(from..at).unwrap_or_default();
            let parts = self.parts.get(from..at).unwrap_or_default();
            let headed = parts.iter().any(|part| matches!(part, Part::Heading(_)));
            if !headed && (block.kind == BlockKind::ListItem || own.iter().filter(|unit| unit.number.is_some()).count() < 2) {
                out.push(*block);
                continue;
            }
            if let (BlockKind::ListItem, Some(first)) = (block.kind, own.first()) {
                let words = text.get(block.start..first.start).unwrap_or_default();
                out.push(Block { end: block.start + words.trim_end().len(), ..*block });
            }
            for (unit, part) in own.iter().zip(parts) {
                let paragraph = Block { kind: BlockKind::Paragraph, depth: 0, start: unit.start, content: unit.start, end: unit.end };
                match (part, &unit.number) {
                    (Part::Heading(end), Some(number)) => {
                        items.clear();
                        let depth = small(base + headings.place(number).depth, 6);
                        out.push(Block { kind: BlockKind::Heading, depth, end: *end, ..paragraph });
                        super::rest(text, *end, unit.end, out);
                    }
                    (Part::Item, Some(number)) => {
                        let depth = small(items.place(number).depth.max(1), u8::MAX);
                        out.push(Block { kind: BlockKind::ListItem, depth, ..paragraph });
                    }
                    _ => out.push(paragraph),
                }
            }
        }
    }
}
