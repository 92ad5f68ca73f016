//! Markdown: takes the marks out and keeps what they say as blocks.
//!
//! In: CommonMark with tables. Out: plain text, blocks, bold stretches and the way back. Printed numbers of ordered lists stay in the text; list
//! bullets, emphasis, link targets and tags are marks and go. A file without any heading mark is read like plain text, so that its
//! printed numbers give the outline. Deliberately absent: images other than their description, footnotes.

use countersign_core::{Block, BlockKind};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Parts;
use super::source::SourceMap;

/// Reads Markdown.
pub(super) fn read(source: &str) -> Parts {
    let body = source.strip_prefix('\u{feff}').unwrap_or(source);
    let shift = source.len() - body.len();
    let mut writer = Writer::new(source, shift);
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        writer.take(body, event, range.start, range.end);
    }
    writer.finish()
}

/// Builds the text while the parser runs.
struct Writer {
    text: String,
    map: SourceMap,
    shift: usize,
    blocks: Vec<Block>,
    bold: Vec<std::ops::Range<usize>>,
    /// Where the open block starts, and what it is.
    open: Option<(usize, BlockKind, u8)>,
    bold_from: Option<usize>,
    lists: u8,
    /// The marker of an item whose first words are still to come.
    item: bool,
    heading: bool,
    cells: usize,
}

impl Writer {
    fn new(source: &str, shift: usize) -> Self {
        Self {
            text: String::with_capacity(source.len()),
            map: SourceMap::new(source),
            shift,
            blocks: Vec::new(),
            bold: Vec::new(),
            open: None,
            bold_from: None,
            lists: 0,
            item: false,
            heading: false,
            cells: 0,
        }
    }

    fn take(&mut self, body: &str, event: Event<'_>, start: usize, end: usize) {
        match event {
            Event::Start(tag) => self.start(body, &tag, start, end),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(&words, start),
            Event::Code(words) => {
                let inner = body.get(start..end).and_then(|code| code.find(&*words)).unwrap_or(0);
                self.words(&words, start + inner);
            }
            Event::Html(tags) | Event::InlineHtml(tags) => self.html(&tags, start),
            Event::SoftBreak | Event::HardBreak => self.words("\n", start),
            _ => {}
        }
    }

    fn start(&mut self, body: &str, tag: &Tag<'_>, start: usize, end: usize) {
        match tag {
            Tag::Heading { level, .. } => {
                self.close();
                self.heading = true;
                self.open(BlockKind::Heading, *level as u8);
            }
            Tag::List(_) => {
                self.close();
                self.lists = self.lists.saturating_add(1);
            }
            Tag::Item => {
                self.close();
                self.item = true;
                self.open(BlockKind::ListItem, self.lists.max(1));
                let marker = body.get(start..end).unwrap_or_default();
                let digits = marker.len() - marker.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
                if digits > 0
                    && let Some(printed) = marker.get(..digits + 1)
                {
                    self.words(printed, start);
                    self.words(" ", start + digits + 1);
                }
            }
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock if !self.item => {
                self.close();
                self.open(BlockKind::Paragraph, 0);
            }
            Tag::Paragraph => self.item = false,
            Tag::TableHead | Tag::TableRow => {
                self.close();
                self.cells = 0;
                self.open(BlockKind::TableRow, 0);
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.text.push('\t');
                }
                self.cells += 1;
            }
            Tag::Strong => self.bold_from = Some(self.text.len()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::TableHead | TagEnd::TableRow => {
                self.close()
            }
            TagEnd::Item => {
                self.close();
                self.item = false;
            }
            TagEnd::List(_) => {
                self.close();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::Strong => {
                if let Some(from) = self.bold_from.take().filter(|from| *from < self.text.len()) {
                    self.bold.push(from..self.text.len());
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str, from: usize) {
        if self.open.is_none() {
            self.open(BlockKind::Paragraph, 0);
        }
        let mut at = from + self.shift;
        for piece in words.split_inclusive('\r') {
            self.map.add(self.text.len(), at);
            self.text.push_str(piece.trim_end_matches('\r'));
            at += piece.len();
        }
    }

    /// Keeps the words between tags.
    fn html(&mut self, tags: &str, from: usize) {
        let mut at = 0;
        while let Some(rest) = tags.get(at..).filter(|rest| !rest.is_empty()) {
            let close = if rest.starts_with("<!--") { "-->" } else { ">" };
            if rest.starts_with('<') {
                at += rest.find(close).map_or(rest.len(), |end| end + close.len());
            } else {
                let end = rest.find('<').unwrap_or(rest.len());
                self.words(rest.get(..end).unwrap_or_default(), from + at);
                at += end;
            }
        }
    }

    fn open(&mut self, kind: BlockKind, depth: u8) {
        if !self.text.is_empty() {
            let gap = if kind == BlockKind::ListItem || kind == BlockKind::TableRow { "\n" } else { "\n\n" };
            self.text.push_str(gap);
        }
        self.open = Some((self.text.len(), kind, depth));
    }

    fn close(&mut self) {
        let Some((from, kind, depth)) = self.open.take() else { return };
        let words = self.text.get(from..).unwrap_or_default();
        let start = from + (words.len() - words.trim_start().len());
        let end = from + words.trim_end().len();
        if start < end {
            self.blocks.push(Block { kind, depth: if kind == BlockKind::Paragraph { 0 } else { depth }, start, content: start, end });
        }
    }

    fn finish(mut self) -> Parts {
        self.close();
        let blocks = self.heading.then_some(self.blocks);
        Parts { text: self.text, blocks, bold: self.bold, map: self.map }
    }
}
