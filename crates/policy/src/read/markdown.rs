//! Markdown: takes the marks out and keeps what they say as blocks.
//!
//! In: CommonMark with tables and footnotes. Out: plain text, blocks, stretches that the author set off, and the way back. Printed numbers of
//! ordered lists stay in the text; list bullets, emphasis, link targets and tags are marks and go, and with them what HTML never shows, such
//! as scripts. A file without any heading mark is read like plain text, so that its printed numbers give the outline. Deliberately absent:
//! images other than their description; front matter.

use countersign_core::BlockKind;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::elements::Elements;
use super::html;
use super::tags::{self, Piece};
use super::writer::{Parts, Say, Writer};
use crate::outline;

/// Reads Markdown.
pub(super) fn read(source: &str) -> Parts {
    let body = source.strip_prefix('\u{feff}').unwrap_or(source);
    let shift = source.len() - body.len();
    let mut reader = Reader::new(source, shift);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.take(body, event, range.start, range.end);
    }
    reader.writer.finish(|text, blocks, set| {
        let titles = outline::titles(text, &set.bold);
        let heading = blocks.iter().any(|block| block.kind == BlockKind::Heading);
        if heading { outline::promote(text, blocks, &titles) } else { outline::blocks(text, &titles) }
    })
}

/// Whether a text without a telling name is Markdown: two of its lines are marked as headings or as bold.
pub(super) fn is_likely(text: &str) -> bool {
    let marked = |line: &&str| {
        let rest = line.trim_start_matches('#');
        let heading = (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ') && !rest.trim().is_empty();
        let bold = line.trim().strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
        heading || bold.is_some_and(|words| !words.trim().is_empty() && !words.contains('*'))
    };
    text.lines().filter(marked).take(2).count() == 2
}

/// What is open while the parser runs.
struct Reader {
    writer: Writer,
    shift: usize,
    lists: u8,
    /// The marker of an item whose first words are still to come.
    item: bool,
    cells: usize,
    /// How many stretches were open before each open `**`.
    strong: Vec<usize>,
    /// Elements of HTML; they end with their block.
    elements: Elements,
    /// Front matter is running.
    front: bool,
    /// The lines of the open HTML block.
    html: Option<Gathered>,
}

/// Lines put together, and where each stands in the body.
#[derive(Default)]
struct Gathered {
    text: String,
    lines: Vec<(usize, usize)>,
}

impl Gathered {
    fn add(&mut self, line: &str, from: usize) {
        self.lines.push((self.text.len(), from));
        self.text.push_str(line);
    }

    fn from(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= at).checked_sub(1).and_then(|line| self.lines.get(line));
        line.map_or(0, |(start, from)| from + (at - start))
    }
}

impl Reader {
    fn new(source: &str, shift: usize) -> Self {
        let writer = Writer::new(source, "\n");
        Self { writer, shift, lists: 0, item: false, cells: 0, strong: Vec::new(), elements: Elements::default(), front: false, html: None }
    }

    fn take(&mut self, body: &str, event: Event<'_>, start: usize, end: usize) {
        match event {
            Event::Start(tag) => self.start(body, &tag, start, end),
            Event::End(tag) => self.end(tag),
            // Within an HTML block, text is only the white space before it.
            Event::Text(words) if self.html.is_none() => self.words(&words, start),
            Event::Code(words) => self.code(&words, body.get(start..end).unwrap_or_default(), start),
            Event::InlineHtml(tags) => self.inline(&tags, start),
            Event::Html(line) => {
                if let Some(html) = &mut self.html {
                    html.add(&line, start);
                }
            }
            Event::SoftBreak | Event::HardBreak => self.words("\n", start),
            Event::FootnoteReference(label) => self.label(&label, start),
            _ => {}
        }
    }

    fn start(&mut self, body: &str, tag: &Tag<'_>, start: usize, end: usize) {
        match tag {
            Tag::Heading { level, .. } => {
                self.close();
                self.writer.open(BlockKind::Heading, *level as u8);
            }
            Tag::List(_) => {
                self.close();
                self.lists = self.lists.saturating_add(1);
            }
            Tag::Item => {
                self.close();
                self.item = true;
                self.writer.open(BlockKind::ListItem, self.lists.max(1));
                let marker = body.get(start..end).unwrap_or_default();
                let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
                if digits > 0
                    && let Some(printed) = marker.get(..digits + 1)
                {
                    self.words(printed, start);
                    self.words(" ", start + digits + 1);
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.close();
                self.item = true;
                self.writer.open(BlockKind::Paragraph, 0);
                self.label(label, start);
                self.words(" ", start);
            }
            Tag::HtmlBlock => self.html = Some(Gathered::default()),
            Tag::MetadataBlock(_) => self.front = true,
            Tag::Paragraph | Tag::CodeBlock(_) if !self.item => {
                self.close();
                self.writer.open(BlockKind::Paragraph, 0);
            }
            Tag::Paragraph => self.item = false,
            Tag::TableHead | Tag::TableRow => {
                self.close();
                self.cells = 0;
                self.writer.open(BlockKind::TableRow, 0);
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.words("\t", start);
                }
                self.cells += 1;
            }
            Tag::Strong => {
                self.strong.push(self.writer.said());
                self.writer.say(Say::Bold);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::TableHead | TagEnd::TableRow => self.close(),
            TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close();
                self.item = false;
            }
            TagEnd::List(_) => {
                self.close();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::MetadataBlock(_) => self.front = false,
            TagEnd::Strong => {
                if let Some(said) = self.strong.pop() {
                    self.writer.unsay_to(said);
                }
            }
            _ => {}
        }
    }

    /// The printed label of a footnote, without its caret.
    fn label(&mut self, label: &str, start: usize) {
        self.words("[", start);
        self.words(label, start + "[^".len());
        self.words("]", start + "[^".len() + label.len());
    }

    fn words(&mut self, words: &str, from: usize) {
        if self.elements.is_unshown() || self.front {
            return;
        }
        let mut at = from + self.shift;
        for piece in words.split_inclusive('\r') {
            self.writer.add(piece.trim_end_matches('\r'), at);
            at += piece.len();
        }
    }

    /// Code within a line loses its marks, escapes of tables and, where it is broken, marks of quotes: each letter is looked up in the file.
    fn code(&mut self, words: &str, raw: &str, start: usize) {
        let marks = raw.bytes().take_while(|byte| *byte == b'`').count();
        let mut letters = raw.char_indices().skip(marks);
        let mut last = 0;
        for (at, letter) in words.char_indices() {
            let same = |found: &(usize, char)| found.1 == letter || (letter == ' ' && found.1.is_whitespace());
            last = letters.find(same).map_or(last, |(at, _)| at);
            self.words(words.get(at..at + letter.len_utf8()).unwrap_or_default(), start + last);
        }
    }

    /// An HTML block is gathered line by line, since quotes and lists have marks of their own between; it is then read as HTML is.
    fn html_block(&mut self) {
        let Some(html) = self.html.take() else { return };
        if !self.item {
            self.close();
        }
        let shift = self.shift;
        let writer = std::mem::replace(&mut self.writer, Writer::new("", ""));
        self.writer = html::fragment(&html.text, writer, &|at| html.from(at) + shift);
        self.close();
    }

    /// Keeps the words between the tags of one line, and what the tags say of them.
    fn inline(&mut self, tags: &str, from: usize) {
        tags::pieces(tags, |piece| match piece {
            Piece::Words { at, raw } => tags::resolve(raw, |inner, words| self.words(words, from + at + inner)),
            Piece::Open(tag) => self.elements.start(&tag, from + tag.start + self.shift, &mut self.writer),
            Piece::Close { name, .. } => self.elements.end(&name, &mut self.writer),
        });
    }

    /// Ends the block, and with it what its HTML left open.
    fn close(&mut self) {
        self.writer.close();
        self.elements.clear(&mut self.writer);
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{TextFormat, read_text};

    #[test]
    fn letters_of_code_lead_back() {
        for source in ["Say ```\nñ`ñ\n``` now.", "> Say `ñ\n> ñ` now.", "| a |\n|---|\n| `ñ\\|ñ` |", "Say `` `ñ` `` now.\r\nSay `ñ\r\nñ`."]
        {
            let reading = read_text(source, TextFormat::Markdown);
            let solid = reading.text().char_indices().filter(|(_, letter)| !letter.is_whitespace());
            for (at, letter) in solid {
                let from = reading.source_offset(at);
                assert!(source.get(from..).is_some_and(|rest| rest.starts_with(letter)), "{letter:?} of {source:?}");
            }
        }
    }
}
