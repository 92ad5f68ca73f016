//! The document on the wire: the text once, and the ranges as differences, so that structure costs little beside the words.
//! Deliberately absent: links, which the prerendered text carries.

use super::json::{Json, Object, array, quote};
use super::read::read;
use super::{WireError, parse};
use crate::decimal::decimal;
use crate::{Block, BlockKind, Category, Document, Mark};

/// Writes a document.
#[must_use]
pub fn document_to_json(document: &Document) -> String {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let mut blocks = Vec::with_capacity(document.blocks().len() * 5);
    let mut at = 0;
    for block in document.blocks() {
        let skip = block.content - block.start;
        blocks.extend([block.kind as u32, block.depth.into(), number(block.start - at), number(skip), number(block.end - block.content)]);
        at = block.end;
    }
    let mut marks = Vec::with_capacity(document.marks().len() * 3);
    let mut at = 0;
    for mark in document.marks() {
        marks.extend([number(mark.start - at), number(mark.end - mark.start), number(mark.category.index())]);
        at = mark.end;
    }
    let numbers = |numbers: &[u32]| array(numbers.iter().map(u32::to_string));
    let mut object = Object::new();
    object.raw("text", &quote(document.text())).raw("blocks", &numbers(&blocks)).raw("marks", &numbers(&marks));
    object.finish()
}

/// Reads a document from JSON text.
///
/// # Errors
/// As [`document_from`].
pub fn document_from_json(json: &str) -> Result<Document, WireError> {
    document_from(&parse(json)?)
}

/// Reads a document.
///
/// # Errors
/// [`WireError::Shape`] for wrong members or counts, [`WireError::Name`] for an unknown kind or category, [`WireError::Document`] for
/// ranges that do not fit the text.
pub fn document_from<J: Json>(value: &J) -> Result<Document, WireError> {
    let (text, blocks, marks) = read(value, |from| (from.text("text"), from.numbers("blocks"), from.numbers("marks")))?;
    let (fives, odd) = blocks.as_chunks::<5>();
    let (threes, left) = marks.as_chunks::<3>();
    if !odd.is_empty() || !left.is_empty() {
        return Err(WireError::Shape);
    }
    let mut at = 0_usize;
    let mut blocks = Vec::with_capacity(fives.len());
    for &[kind, depth, gap, skip, length] in fives {
        let kind = BlockKind::ALL.get(kind as usize).copied().ok_or_else(|| WireError::Name("block kind", decimal(kind.into())))?;
        let depth = u8::try_from(depth).map_err(|_| WireError::Shape)?;
        let start = at.saturating_add(gap as usize);
        let content = start.saturating_add(skip as usize);
        at = content.saturating_add(length as usize);
        blocks.push(Block { kind, depth, start, content, end: at });
    }
    let mut at = 0_usize;
    let mut marks = Vec::with_capacity(threes.len());
    for &[gap, length, category] in threes {
        let category = Category::from_index(category as usize).ok_or_else(|| WireError::Name("category", decimal(category.into())))?;
        let start = at.saturating_add(gap as usize);
        at = start.saturating_add(length as usize);
        marks.push(Mark { start, end: at, category });
    }
    Document::new(text, blocks, marks).map_err(WireError::Document)
}
