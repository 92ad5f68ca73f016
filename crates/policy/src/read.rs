//! Reading: a policy file to plain text, blocks and the way back to the file.
//!
//! In: the file's text and its format. Out: a [`Reading`]. Words are never changed. Deliberately absent: sensitive marks, facts, files.

mod decode;
mod elements;
mod error;
mod file;
mod html;
mod markdown;
mod points;
mod source;
mod tags;
mod utf16;
mod writer;

use std::ops::Range;

use countersign_core::{Block, Category, Document, DocumentError, Mark};

use crate::outline::{self, Section};
pub use decode::Encoding;
pub use error::ReadError;
pub use file::{MAX_POLICY_BYTES, PolicyFile, format_of, read_policy};
pub(crate) use points::CodePoints;
use source::SourceMap;
use writer::{Parts, Set};

/// How a policy file is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TextFormat {
    /// Lines of text.
    Plain,
    /// CommonMark with tables and footnotes.
    Markdown,
    /// A page, or a piece of one.
    Html,
}

/// A policy as read: its text, where its blocks lie, and the way back to the file.
#[derive(Clone, Debug)]
pub struct Reading {
    text: String,
    blocks: Vec<Block>,
    sections: Vec<Section>,
    set: Set,
    map: SourceMap,
}

/// Reads a policy.
///
/// A byte order mark and carriage returns are taken out; of Markdown and HTML, the marks. Any text can be read: there is no error.
#[must_use]
pub fn read_text(source: &str, format: TextFormat) -> Reading {
    let mut parts = match format {
        TextFormat::Plain => plain(source),
        TextFormat::Markdown => markdown::read(source),
        TextFormat::Html => html::read(source),
    };
    let blocks = parts.blocks.unwrap_or_else(|| outline::blocks(&parts.text, &[]));
    parts.set.cut(&parts.text, &blocks);
    let sections = outline::sections(&parts.text, &blocks);
    Reading { text: parts.text, blocks, sections, set: parts.set, map: parts.map }
}

fn plain(source: &str) -> Parts {
    let mut text = String::with_capacity(source.len());
    let mut map = SourceMap::new(source);
    let mut at = 0;
    for piece in source.split_inclusive(['\r', '\u{feff}']) {
        let words = piece.trim_end_matches('\r');
        // A byte order mark counts as one only at the start of the file.
        let words = if at == 0 { words.trim_start_matches('\u{feff}') } else { words };
        let skipped = if at == 0 && piece.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        map.add(text.len(), at + skipped);
        text.push_str(words);
        at += piece.len();
        if piece.ends_with('\r') && !source.get(at..).unwrap_or_default().starts_with('\n') {
            // A carriage return alone is the line break of old systems.
            text.push('\n');
        }
    }
    Parts { text, blocks: None, set: Set::default(), map }
}

impl Reading {
    /// The plain text; all offsets count its bytes.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in text order, covering every word.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The headings, in text order.
    #[must_use]
    pub fn headings(&self) -> &[Section] {
        &self.sections
    }

    /// The stretches that the author wrote in bold, in text order, each inside one block.
    #[must_use]
    pub fn bold(&self) -> &[Range<usize>] {
        &self.set.bold
    }

    /// The stretches that the author keeps plain (`data-cs-mark="plain"`), in text order: no mark belongs there.
    #[must_use]
    pub fn plain_ranges(&self) -> &[Range<usize>] {
        &self.set.plain
    }

    /// The stretches that the author marks with a category (`data-cs-mark="location"`), in text order; one may lie inside another.
    #[must_use]
    pub fn named_ranges(&self) -> &[(Range<usize>, Category)] {
        &self.set.named
    }

    /// Values of `data-cs-mark` that name neither a category nor `plain`, each with the byte of the file at which its tag begins.
    #[must_use]
    pub fn misnamed(&self) -> &[(usize, String)] {
        &self.set.misnamed
    }

    /// The heading under which a byte of the text stands, if any does.
    #[must_use]
    pub fn heading_at(&self, at: usize) -> Option<&Section> {
        self.sections.get(self.sections.partition_point(|section| section.start <= at).checked_sub(1)?)
    }

    /// The byte of the file from which a byte of the text comes.
    #[must_use]
    pub fn source_offset(&self, at: usize) -> usize {
        self.map.offset(at)
    }

    /// The line of the file, from 1, on which a byte of the text stands.
    #[must_use]
    pub fn source_line(&self, at: usize) -> usize {
        self.map.line(at)
    }

    /// The reading behind a document: its text as if read from a file that holds nothing else.
    #[must_use]
    pub fn from_document(document: &Document) -> Self {
        let (text, blocks) = (document.text().to_owned(), document.blocks().to_vec());
        let sections = outline::sections(&text, &blocks);
        let map = SourceMap::new(&text);
        Self { text, blocks, sections, set: Set::default(), map }
    }

    /// Puts text, blocks and marks together.
    ///
    /// # Errors
    /// Where a mark overlaps another or leaves its block; marks of [`crate::mark_sensitive`] never do.
    pub fn document(&self, marks: Vec<Mark>) -> Result<Document, DocumentError> {
        Ok(Document::new(self.text.clone(), self.blocks.clone(), marks)?.with_bold(&self.set.bold))
    }
}
