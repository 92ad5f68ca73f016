//! HTML: a page saved or pasted from a site, to the words that a browser shows.
//!
//! In: HTML of any quality. Out: plain text with one line for each block, blocks, stretches that the author set off, and the way back. White
//! space folds as on the screen, character references become their characters. What no browser shows as words goes: scripts, styles,
//! templates, comments, attributes. Kept: what a page hides until somebody clicks, since it is part of the policy. Not added: the numbers and
//! bullets that a browser draws before items. Where the page has a `<main>` that holds a fair part of its words, only that is the policy. A
//! page with fewer than two heading elements is read by its lines, as plain text is. Deliberately absent: images, links, forms.

use std::collections::HashMap;

use countersign_core::{Block, BlockKind};

use super::elements::Elements;
use super::tags::{self, Piece, Tag};
use super::writer::{Parts, Set, Writer};
use crate::outline;

/// Elements that begin and end a block.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// Reads HTML.
pub(super) fn read(source: &str) -> Parts {
    let whole = page(source, Scope::Page);
    if !contains_tag(source, "main") {
        return whole;
    }
    let main = page(source, Scope::Main);
    if main.text.len() * 5 >= whole.text.len() && !main.text.is_empty() { main } else { whole }
}

fn page(source: &str, scope: Scope) -> Parts {
    let body = source.strip_prefix('\u{feff}').unwrap_or(source);
    let shift = source.len() - body.len();
    let writer = Reader::new(body, Writer::new(source, "\n\n"), scope).run(&|at| at + shift);
    writer.finish(settle)
}

/// Reads a piece of HTML that stands in another format; `from` leads from its bytes to those of the file.
pub(super) fn fragment(html: &str, writer: Writer, from: &dyn Fn(usize) -> usize) -> Writer {
    Reader::new(html, writer, Scope::Page).run(from)
}

/// Whether a text without a telling name is HTML: it begins as a page does, or its tags are close together.
pub(super) fn is_likely(text: &str) -> bool {
    let start = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    let head: String = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    let page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag));
    let tagged = head.strip_prefix('<').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '!'));
    let tags = text.matches("</").count() + text.matches("<br").count();
    page || (tagged && tags >= 3) || (tags >= 10 && tags * 500 >= text.len())
}

fn contains_tag(source: &str, name: &str) -> bool {
    source.match_indices('<').any(|(at, _)| source.get(at + 1..at + 1 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

/// What of a page is read.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Scope {
    Page,
    Main,
}

/// What is open while the tokens come.
struct Reader<'a> {
    source: &'a str,
    writer: Writer,
    elements: Elements,
    scope: Scope,
    /// How many `<main>` are open.
    main: usize,
    /// How many lists are open.
    lists: u8,
    /// What the next words open.
    next: (BlockKind, u8),
    /// White space that waits for words, and where it stands.
    space: Option<usize>,
    pre: bool,
    /// Cells of the open row; none outside a row.
    cells: usize,
    /// The first cell of a row goes on in a new block: words that follow there show that the table only lays out the page.
    split: bool,
    /// Where the last end tag of each element stands that is not shown.
    ends: HashMap<String, Option<usize>>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, writer: Writer, scope: Scope) -> Self {
        Self {
            source,
            writer,
            elements: Elements::default(),
            scope,
            main: 0,
            lists: 0,
            next: (BlockKind::Paragraph, 0),
            space: None,
            pre: false,
            cells: 0,
            split: false,
            ends: HashMap::new(),
        }
    }

    /// Reads the whole source; `from` leads from its bytes to those of the file.
    fn run(mut self, from: &dyn Fn(usize) -> usize) -> Writer {
        tags::pieces(self.source, |piece| self.take(piece, from));
        self.writer.close();
        self.elements.clear(&mut self.writer);
        self.writer
    }

    fn take(&mut self, piece: Piece<'_>, from: &dyn Fn(usize) -> usize) {
        match piece {
            Piece::Words { at, raw } => {
                if !self.elements.is_unshown() && (self.scope == Scope::Page || self.main > 0) {
                    tags::resolve(raw, |inner, words| self.words(words, &|part| from(at + inner + part)));
                }
            }
            Piece::Open(tag) => self.open(&tag, from),
            Piece::Close { name, end } => self.shut(&name, from(end)),
        }
    }

    fn open(&mut self, tag: &Tag, from: &dyn Fn(usize) -> usize) {
        // Only what ends can be out of sight: an element that never ends would take the rest of the page along.
        if tag.is_unshown() && !tag.is_raw() && !self.ends_later(&tag.name, tag.end) {
            return;
        }
        if !self.elements.is_unshown() {
            self.begin(tag.name.as_str(), from(tag.end));
        }
        self.elements.start(tag, from(tag.start), &mut self.writer);
    }

    /// Whether an element's end tag stands behind a place.
    fn ends_later(&mut self, name: &str, from: usize) -> bool {
        let source = self.source;
        let is_end = |at: &usize| source.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        let find = || source.rmatch_indices("</").map(|(at, _)| at).find(is_end);
        self.ends.entry(name.to_owned()).or_insert_with(find).is_some_and(|last| last >= from)
    }

    fn begin(&mut self, name: &str, at: usize) {
        match name {
            "br" => self.line_break(at),
            "td" | "th" => self.cell(at),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close();
                let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
                self.next = (BlockKind::Heading, level);
            }
            "li" => {
                self.close();
                self.next = (BlockKind::ListItem, self.lists.max(1));
            }
            "tr" => {
                self.close();
                self.next = (BlockKind::TableRow, 0);
                self.cells = 1;
            }
            _ if BLOCKS.contains(&name) => {
                self.boundary(at);
                match name {
                    "ul" | "ol" | "menu" | "dir" => self.lists = self.lists.saturating_add(1),
                    "pre" => self.pre = true,
                    "main" => self.main += 1,
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn shut(&mut self, name: &str, at: usize) {
        if !self.elements.is_unshown() {
            match name {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "tr" | "table" => {
                    self.close();
                    self.next = (BlockKind::Paragraph, 0);
                }
                _ if BLOCKS.contains(&name) => {
                    self.boundary(at);
                    match name {
                        "ul" | "ol" | "menu" | "dir" => self.lists = self.lists.saturating_sub(1),
                        "pre" => self.pre = false,
                        "main" => self.main = self.main.saturating_sub(1),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        self.elements.end(name, &mut self.writer);
    }

    /// The border of a block: inside a row of several cells it parts words, elsewhere blocks.
    fn boundary(&mut self, at: usize) {
        if self.next.0 == BlockKind::TableRow && (self.cells > 2 || !self.writer.is_open()) {
            self.space = Some(at);
        } else if self.next.0 == BlockKind::TableRow {
            (self.space, self.split) = (Some(at), true);
        } else if self.writer.is_open() {
            self.close();
        }
    }

    fn cell(&mut self, at: usize) {
        self.split = false;
        if self.cells > 1 && self.next.0 == BlockKind::TableRow {
            self.space = None;
            self.writer.open_as(self.next);
            self.writer.add("\t", at);
        }
        self.cells += 1;
    }

    fn line_break(&mut self, at: usize) {
        if self.writer.words().ends_with('\n') {
            self.boundary(at);
        } else if self.writer.is_open() {
            self.writer.add("\n", at);
        }
        self.space = None;
    }

    /// Adds words with white space folded as on the screen.
    fn words(&mut self, words: &str, from: &dyn Fn(usize) -> usize) {
        let blank = |letter: char| matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if self.pre {
            if self.writer.is_open() || !words.chars().all(blank) {
                self.writer.open_as(self.next);
                let mut at = 0;
                for line in words.split_inclusive('\n') {
                    self.writer.add(&line.replace('\r', " "), from(at));
                    at += line.len();
                }
            }
            return;
        }
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let gap = rest.len() - rest.trim_start_matches(blank).len();
            if gap > 0 {
                self.space = self.space.or(Some(from(at)));
                at += gap;
                continue;
            }
            if self.split {
                self.close();
            }
            let len = rest.find(blank).unwrap_or(rest.len());
            self.writer.open_as(self.next);
            let before = self.writer.words();
            if let Some(space) = self.space.take()
                && !before.is_empty()
                && !before.ends_with(['\n', '\t', ' '])
            {
                self.writer.add(" ", space);
            }
            self.writer.add(rest.get(..len).unwrap_or_default(), from(at));
            at += len;
        }
    }

    /// Ends the open block; further words of the same item or row are a paragraph.
    fn close(&mut self) {
        (self.space, self.split) = (None, false);
        if self.writer.is_open() {
            self.writer.close();
            self.next = (BlockKind::Paragraph, 0);
        }
        self.cells = 0;
    }
}

/// The blocks: those of the page where it has headings, else those of its lines, with what the page knows about lists and tables.
fn settle(text: &str, blocks: Vec<Block>, set: &Set) -> Vec<Block> {
    let mut titles = outline::titles(text, &set.bold);
    let headings: Vec<_> = blocks.iter().filter(|block| block.kind == BlockKind::Heading).map(|block| block.start..block.end).collect();
    if headings.len() >= 2 {
        return outline::promote(text, blocks, &titles);
    }
    titles.extend(headings);
    titles.sort_by_key(|title| (title.start, title.end));
    let mut own = blocks.iter().peekable();
    let mut read = outline::blocks(text, &titles);
    for block in &mut read {
        while own.next_if(|known| known.end <= block.start).is_some() {}
        let Some(known) = own.peek().filter(|known| known.start == block.start) else { continue };
        match (known.kind, block.kind) {
            (BlockKind::ListItem, BlockKind::Paragraph) => (block.kind, block.depth) = (known.kind, known.depth),
            (BlockKind::TableRow, BlockKind::Paragraph) if known.end == block.end => block.kind = known.kind,
            _ => {}
        }
    }
    read
}
