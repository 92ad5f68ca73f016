//! Titles that an author set in bold on a line of their own, where no mark of the format says heading.
//!
//! In: the stretches in bold, in text order. Out: the lines that they fill, and headings made of them. Deliberately absent: bold inside
//! running text.

use std::ops::Range;

use countersign_core::{Block, BlockKind};

use super::levels::Levels;
use super::lines::Unit;
use super::{Part, contents, inner, number, shape, small};

/// The lines that read like a title and stand in bold as a whole, but for a number before them; and of numbered lines that begin so and go
/// on plain, the part in bold.
pub(crate) fn titles(text: &str, bold: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut all, mut set, mut from) = (0, 0, 0);
    let mut rest = bold.iter().peekable();
    for printed in text.split_inclusive('\n') {
        let line = from + (printed.len() - printed.trim_start().len())..from + printed.trim_end().len();
        from += printed.len();
        while rest.next_if(|stretch| stretch.end <= line.start).is_some() {}
        if line.start >= line.end {
            continue;
        }
        all += line.len();
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
            set += line.len();
            found.push(line);
        } else if len > 0 && at > line.start + len && shape::is_title(text.get(line.start + len..at).unwrap_or_default()) {
            found.push(line.start..at);
        }
    }
    // Where half of the text is bold, bold says nothing.
    if set * 2 > all { Vec::new() } else { found }
}

/// Notes on numbered units where the title ends that they begin with.
pub(super) fn label(units: &mut [Unit], titles: &[Range<usize>]) {
    let mut rest = titles.iter().peekable();
    for unit in units.iter_mut().filter(|unit| unit.number.is_some()) {
        while rest.next_if(|title| title.start < unit.start).is_some() {}
        if let Some(title) = rest.peek().filter(|title| title.start == unit.start && unit.body < title.end && title.end < unit.end) {
            unit.title_end = Some(title.end);
        }
    }
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
pub(crate) fn promote(text: &str, blocks: Vec<Block>, titles: &[Range<usize>]) -> Vec<Block> {
    let mut blocks = inner::cut(text, blocks, titles);
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
    contents::find_items(text, &mut blocks);
    blocks
}
