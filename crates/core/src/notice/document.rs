//! The document: a policy's full text, verbatim, with the places of its blocks, its sensitive marks and its links.
//!
//! All offsets are bytes of UTF-8 into [`Document::text`]. Words are never changed: a block, a mark or a link is a range, not a copy.
//! Deliberately absent: how links are found, which the policy compiler does.

use std::ops::Range;

use crate::notice::Category;
use crate::notice::link::{Link, LinkTarget, anchor};

/// A policy's full text and where its parts lie.
///
/// Shape: `blocks` in text order without overlap; text outside blocks is white space; each mark lies inside one block's content, in
/// text order without overlap; so does each link, and neither a mark nor a link crosses a border of the other. [`Document::new`] and
/// [`Document::with_links`] hold these. The author's bold is only a look: it lies inside one block's content and may cross marks and links.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Document {
    text: String,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
    links: Vec<Link>,
    bold: Vec<Range<usize>>,
    /// The blocks that a link leads to, in text order.
    targets: Vec<usize>,
}

/// One block: a heading, a paragraph, a list item.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// 1 to 6 for headings, 1 and up for list items, 0 otherwise.
    pub depth: u8,
    /// Where the block begins, a printed bullet included.
    pub start: usize,
    /// Where its content begins: behind the bullet of a list item, `start` for every other kind.
    pub content: usize,
    /// Where it ends, exclusive.
    pub end: usize,
}

/// What a block is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading, its printed number included.
    Heading,
    /// One item of a list.
    ListItem,
    /// One row of a table, cells parted by tabs.
    TableRow,
    /// One entry of a contents list that the text itself prints.
    ContentsEntry,
}

/// A heading's place in the contents.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Heading<'a> {
    /// `s-1`, `s-2`, in text order.
    pub anchor: String,
    /// 1 to 6.
    pub depth: u8,
    /// The heading as printed, its number included.
    pub text: &'a str,
}

/// A sensitive mention.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Mark {
    /// Where it begins.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// What kind of data it names.
    pub category: Category,
}

/// Why ranges do not fit their text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum DocumentError {
    /// A block with this number overlaps the one before, is empty, or does not lie on characters.
    Block(usize),
    /// Words stand before the block with this number (the count of blocks: after the last) and in no block.
    Uncovered(usize),
    /// A mark with this number overlaps the one before, is empty, does not lie on characters, or leaves its block.
    Mark(usize),
    /// A link with this number is placed like a wrong mark, crosses a border of a mark, or leads to a heading or block that is not there.
    Link(usize),
}

/// A stretch of a block's content with one look.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Run<'a> {
    /// The words.
    pub text: &'a str,
    /// What kind of sensitive data they name, if any.
    pub category: Option<Category>,
    /// Whether the author wrote them in bold.
    pub bold: bool,
    /// The link that they stand in, if any; runs that follow each other in one link have the same one.
    pub link: Option<&'a Link>,
}

impl Document {
    /// Puts a text and its ranges together.
    ///
    /// # Errors
    /// The first range that breaks the shape given at [`Document`].
    pub fn new(text: String, blocks: Vec<Block>, marks: Vec<Mark>) -> Result<Self, DocumentError> {
        let blank = |start: usize, end: usize| text.get(start..end).is_some_and(|gap| gap.chars().all(char::is_whitespace));
        let mut at = 0;
        for (number, block) in blocks.iter().enumerate() {
            let ordered = at <= block.start && block.start <= block.content && block.content < block.end;
            if !ordered || text.get(block.start..block.content).is_none() || text.get(block.content..block.end).is_none() {
                return Err(DocumentError::Block(number));
            }
            if !blank(at, block.start) {
                return Err(DocumentError::Uncovered(number));
            }
            at = block.end;
        }
        if !blank(at, text.len()) {
            return Err(DocumentError::Uncovered(blocks.len()));
        }
        if let Some(number) = misplaced(&text, &blocks, marks.iter().map(|mark| (mark.start, mark.end))) {
            return Err(DocumentError::Mark(number));
        }
        Ok(Self { text, blocks, marks, links: Vec::new(), bold: Vec::new(), targets: Vec::new() })
    }

    /// The same document with these links instead of those it had.
    ///
    /// # Errors
    /// [`DocumentError::Link`] for the first link that breaks the shape given at [`Document`], or whose target is a heading that is not
    /// there, or a block that is not there or is a heading.
    pub fn with_links(self, links: Vec<Link>) -> Result<Self, DocumentError> {
        if let Some(number) = misplaced(&self.text, &self.blocks, links.iter().map(|link| (link.start, link.end))) {
            return Err(DocumentError::Link(number));
        }
        let headings = self.blocks.iter().filter(|block| block.kind == BlockKind::Heading).count();
        let mut targets = Vec::new();
        for (number, link) in links.iter().enumerate() {
            let there = match link.target {
                LinkTarget::Heading(heading) | LinkTarget::Doubtful(heading) => (1..=headings).contains(&heading),
                LinkTarget::Block(index) => {
                    targets.push(index);
                    self.blocks.get(index).is_some_and(|block| block.kind != BlockKind::Heading)
                }
                LinkTarget::Broken => true,
            };
            if !there || link.crosses(&self.marks) {
                return Err(DocumentError::Link(number));
            }
        }
        targets.sort_unstable();
        targets.dedup();
        Ok(Self { links, targets, ..self })
    }

    /// The same document with these stretches in the author's bold, in text order; one that overlaps the one before or leaves its block's
    /// content is left out.
    #[must_use]
    pub fn with_bold(self, bold: &[Range<usize>]) -> Self {
        let mut kept: Vec<Range<usize>> = Vec::new();
        let mut blocks = self.blocks.iter().peekable();
        for range in bold {
            while blocks.next_if(|block| block.end <= range.start).is_some() {}
            let inside = blocks.peek().is_some_and(|block| block.content <= range.start && range.end <= block.end);
            let ordered = kept.last().map_or(0, |last| last.end) <= range.start;
            if inside && ordered && self.text.get(range.clone()).is_some_and(|words| !words.is_empty()) {
                kept.push(range.clone());
            }
        }
        Self { bold: kept, ..self }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in text order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The marks, in text order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The links, in text order.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Whether a link leads to the block with this index, so that it needs an anchor; its name is that of [`LinkTarget::anchor`].
    #[must_use]
    pub fn is_target(&self, index: usize) -> bool {
        self.targets.binary_search(&index).is_ok()
    }

    /// A block's content, without the bullet.
    #[must_use]
    pub fn content(&self, block: &Block) -> &str {
        self.text.get(block.content..block.end).unwrap_or_default()
    }

    /// The headings, in text order, with their anchors.
    pub fn headings(&self) -> impl Iterator<Item = Heading<'_>> {
        let headings = self.blocks.iter().filter(|block| block.kind == BlockKind::Heading);
        headings.zip(1..).map(|(block, number)| Heading { anchor: anchor("s-", number), depth: block.depth, text: self.content(block) })
    }

    /// A block's content cut at the borders of its marks, links and bold stretches: runs in text order that join to the content.
    pub fn runs(&self, block: &Block) -> impl Iterator<Item = Run<'_>> {
        let mut marks = within(&self.marks, block, |mark| (mark.start, mark.end));
        let mut links = within(&self.links, block, |link| (link.start, link.end));
        let mut bolds = within(&self.bold, block, |bold| (bold.start, bold.end));
        let mut at = block.content;
        let end = block.end;
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            marks.next_if(|mark| mark.end <= at);
            links.next_if(|link| link.end <= at);
            bolds.next_if(|bold| bold.end <= at);
            let mark = marks.peek().copied();
            let link = links.peek().copied();
            let bold = bolds.peek().copied();
            let ranges = [mark.map(|mark| mark.start..mark.end), link.map(|link| link.start..link.end), bold.cloned()];
            let cuts = ranges.into_iter().flatten().flat_map(|range| [range.start, range.end]);
            let stop = cuts.filter(|cut| *cut > at).min().unwrap_or(end);
            let run = Run {
                text: self.text.get(at..stop).unwrap_or_default(),
                category: mark.filter(|mark| mark.start <= at).map(|mark| mark.category),
                bold: bold.is_some_and(|bold| bold.start <= at),
                link: link.filter(|link| link.start <= at),
            };
            at = stop;
            Some(run)
        })
    }
}

/// The ranges that lie in a block.
fn within<'a, Item>(
    items: &'a [Item], block: &Block, place: impl Fn(&Item) -> (usize, usize),
) -> std::iter::Peekable<std::slice::Iter<'a, Item>> {
    let from = items.partition_point(|item| place(item).1 <= block.content);
    let to = items.partition_point(|item| place(item).0 < block.end);
    items.get(from..to).unwrap_or_default().iter().peekable()
}

/// The number of the first range that overlaps the one before, is empty, does not lie on characters, or leaves its block's content.
fn misplaced(text: &str, blocks: &[Block], ranges: impl Iterator<Item = (usize, usize)>) -> Option<usize> {
    let mut at = 0;
    let mut rest = blocks.iter();
    let mut block = rest.next();
    for (number, (start, end)) in ranges.enumerate() {
        while block.is_some_and(|block| block.end <= start) {
            block = rest.next();
        }
        let inside = block.is_some_and(|block| block.content <= start && end <= block.end);
        if !inside || start < at || start >= end || text.get(start..end).is_none() {
            return Some(number);
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests;
