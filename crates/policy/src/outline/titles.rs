//! Titles that an author set in bold on a line of their own, where no mark of the format says heading.
//!
//! In: the stretches in bold, in text order. Out: the lines that they fill, and headings made of them. Deliberately absent: bold inside
//! running text.

use std::ops::Range;

use countersign_core::{Block, BlockKind};

use super::levels::Levels;
use super::lines::Unit;
use super::{Part, number, shape, small};

/// The lines that read like a title and stand in bold as a whole, but for a number before them.
pub(crate) fn titles(text: &str, bold: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut lines, mut from) = (0_usize, 0);
    let mut rest = bold.iter().peekable();
    for printed in text.split_inclusive('\n') {
        let line = from + (printed.len() - printed.trim_start().len())..from + printed.trim_end().len();
        from += printed.len();
        while rest.next_if(|stretch| stretch.end <= line.start).is_some() {}
        if line.start >= line.end {
            continue;
        }
        lines += 1;
        let words = text.get(line.clone()).unwrap_or_default();
        let len = number::parse(words).map_or(0, |number| number.len);
        let mut at = line.start;
        while let Some(stretch) = rest.next_if(|stretch| stretch.end <= line.end) {
            let before = text.get(at..stretch.start).unwrap_or_default();
            if before.trim().is_empty() || stretch.start <= line.start + len + (before.len() - before.trim_end().len()) {
                at = stretch.end;
            }
        }
        let unset = text.get(at..line.end).unwrap_or_default();
        let filled = at > line.start + len && unset.trim_matches([':', '：', '.', ' ']).is_empty();
        if filled && shape::is_title(words.get(len..).unwrap_or_default()) {
            found.push(line);
        }
    }
    // Where every other line is bold, bold says nothing.
    if found.len() * 2 > lines { Vec::new() } else { found }
}

/// Makes headings of units that are such lines.
pub(crate) fn take(units: &[Unit], titles: &[Range<usize>], parts: &mut [Part]) {
    let mut rest = titles.iter().peekable();
    for (unit, part) in units.iter().zip(parts) {
        while rest.next_if(|title| title.start < unit.start).is_some() {}
        let whole = rest.peek().is_some_and(|title| title.start == unit.start && title.end == unit.end);
        if whole && matches!(part, Part::Paragraph | Part::Item) && !unit.bullet {
            *part = Part::Heading(unit.end);
        }
    }
}

/// Makes headings of paragraphs that are such lines, one level inside the heading above them.
pub(crate) fn promote(text: &str, mut blocks: Vec<Block>, titles: &[Range<usize>]) -> Vec<Block> {
    let mut rest = titles.iter().peekable();
    let mut levels = Levels::default();
    let mut base = 0;
    for block in &mut blocks {
        while rest.next_if(|title| title.start < block.start).is_some() {}
        if block.kind == BlockKind::Heading {
            base = usize::from(block.depth);
            levels.clear();
        } else if block.kind == BlockKind::Paragraph
            && rest.peek().is_some_and(|title| title.start == block.start && title.end == block.end)
        {
            let words = text.get(block.start..block.end).unwrap_or_default();
            let inner = number::parse(words).map_or(1, |number| levels.place(&number).depth);
            *block = Block { kind: BlockKind::Heading, depth: small(base + inner, 6), ..*block };
        }
    }
    blocks
}
