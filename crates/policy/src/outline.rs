//! The outline: which stretches of a text are headings, list items, contents entries and paragraphs.
//!
//! In: plain text. Out: blocks in order that cover every word, and the headings with number, title and depth. The rules weigh how lines read
//! and what stands around them; none names a known text. Deliberately absent: Markdown, whose marks say all this (`read/markdown.rs`).

mod contents;
mod digits;
mod inline;
mod inner;
mod levels;
mod lines;
pub(crate) mod number;
pub(crate) mod numeral;
mod promised;
mod sections;
mod shape;
mod siblings;
mod titles;
mod unnumbered;

pub(crate) use lines::width;
pub(crate) use number::{Number, Scheme, is_han, parse as parse_number, printed_len as number_len, word_scheme};
pub use sections::Section;
pub(crate) use sections::sections;
pub(crate) use shape::has_verb;
pub(crate) use titles::{promote, titles};

use std::ops::Range;

use countersign_core::{Block, BlockKind};
use levels::Levels;
use lines::Unit;

/// What a unit turned out to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    /// The title of the whole text.
    Title,
    /// A heading; the bytes of the unit that belong to it, up to this offset.
    Heading(usize),
    /// A list item or clause.
    Item,
    /// An entry of a printed contents list.
    Contents,
    /// Running text.
    Paragraph,
}

/// The blocks of a plain text; `titles` are lines that the author set as titles.
pub(crate) fn blocks(text: &str, titles: &[Range<usize>]) -> Vec<Block> {
    let (units, wrapped) = lines::units(text);
    let known = contents::titles(text, &units);
    let units = inline::cut(text, units, &known);
    let mut units = siblings::doubted(text, units);
    titles::label(&mut units, titles);
    let mut parts = siblings::judge(text, &units);
    contents::find(text, &units, &mut parts);
    contents::keep_promises(text, &units, &known, &mut parts);
    unnumbered::find(text, &units, wrapped, &mut parts);
    unnumbered::find_kin(text, &units, &mut parts);
    unnumbered::find_told(text, &units, &mut parts);
    titles::take(&units, titles, &mut parts);
    title(text, &units, &mut parts);
    assemble(text, &units, &parts)
}

fn set(parts: &mut [Part], at: usize, part: Part) {
    if let Some(slot) = parts.get_mut(at) {
        *slot = part;
    }
}

/// The title of the text: one of the first lines, naming a policy or notice.
fn title(text: &str, units: &[Unit], parts: &mut [Part]) {
    const NAMES: &[&str] =
        &["privacy", "policy", "notice", "statement", "隐私", "隱私", "政策", "声明", "聲明", "privasi", "dasar", "notis", "保护指引"];
    for (at, unit) in units.iter().enumerate().take(8) {
        let words = text.get(unit.start..unit.end).unwrap_or_default();
        let lower = words.to_lowercase();
        let named = NAMES.iter().any(|name| lower.contains(name));
        let open = matches!(parts.get(at), Some(Part::Paragraph)) || parts.get(at) == Some(&Part::Heading(unit.end));
        if matches!(parts.get(at), Some(Part::Heading(_))) && !named || unit.number.is_some() {
            return;
        }
        if open && named && lines::width(words) <= 90 && shape::is_title(words) && !words.contains([':', '：']) {
            set(parts, at, Part::Title);
            return;
        }
        if lines::width(words) > 120 {
            return;
        }
    }
}

/// Turns units into blocks with their depths.
fn assemble(text: &str, units: &[Unit], parts: &[Part]) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(units.len());
    let mut headings = Levels::default();
    let mut items = Levels::default();
    let base = usize::from(parts.contains(&Part::Title));
    for (unit, part) in units.iter().zip(parts) {
        let whole = |kind, depth: usize, content| Block { kind, depth: small(depth, u8::MAX), start: unit.start, content, end: unit.end };
        match *part {
            Part::Title => blocks.push(whole(BlockKind::Heading, 1, unit.start)),
            Part::Heading(end) => {
                items.clear();
                let depth = match &unit.number {
                    Some(number) => base + headings.place(number).depth,
                    None => base + headings.depth() + 1,
                };
                blocks.push(Block { kind: BlockKind::Heading, depth: small(depth, 6), start: unit.start, content: unit.start, end });
                rest(text, end, unit.end, &mut blocks);
            }
            Part::Item => {
                let depth = match &unit.number {
                    Some(number) => items.place(number).depth,
                    None => items.depth() + 1,
                };
                blocks.push(whole(BlockKind::ListItem, depth.max(1), if unit.bullet { unit.body } else { unit.start }));
            }
            Part::Contents => blocks.push(whole(BlockKind::ContentsEntry, 0, unit.start)),
            Part::Paragraph => blocks.push(whole(BlockKind::Paragraph, 0, unit.start)),
        }
    }
    blocks
}

/// What follows a heading in its own unit becomes a paragraph.
fn rest(text: &str, from: usize, end: usize, blocks: &mut Vec<Block>) {
    let words = text.get(from..end).unwrap_or_default();
    if !words.trim().is_empty() {
        let start = from + (words.len() - words.trim_start().len());
        blocks.push(Block { kind: BlockKind::Paragraph, depth: 0, start, content: start, end });
    }
}

fn small(depth: usize, limit: u8) -> u8 {
    u8::try_from(depth).unwrap_or(limit).min(limit)
}
