//! The document: a policy's full text, verbatim, with the places of its blocks and its sensitive marks.
//!
//! All offsets are bytes of UTF-8 into [`Document::text`]. Words are never changed: a block or a mark is a range, not a copy.

use crate::decimal::push_decimal;
use crate::notice::Category;

/// A policy's full text and where its parts lie.
///
/// Shape: `blocks` in text order without overlap; text outside blocks is white space; each mark lies inside one block's content, in
/// text order without overlap. [`Document::new`] holds these.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Document {
    text: String,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
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

/// What a block is; the order is the wire format's number.
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

impl BlockKind {
    /// Every kind, in wire order.
    pub const ALL: [Self; 5] = [Self::Paragraph, Self::Heading, Self::ListItem, Self::TableRow, Self::ContentsEntry];
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
        let mut at = 0;
        let mut rest = blocks.iter();
        let mut block = rest.next();
        for (number, mark) in marks.iter().enumerate() {
            while block.is_some_and(|block| block.end <= mark.start) {
                block = rest.next();
            }
            let inside = block.is_some_and(|block| block.content <= mark.start && mark.end <= block.end);
            if !inside || mark.start < at || mark.start >= mark.end || text.get(mark.start..mark.end).is_none() {
                return Err(DocumentError::Mark(number));
            }
            at = mark.end;
        }
        Ok(Self { text, blocks, marks })
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

    /// A block's content, without the bullet.
    #[must_use]
    pub fn content(&self, block: &Block) -> &str {
        self.text.get(block.content..block.end).unwrap_or_default()
    }

    /// The headings, in text order, with their anchors.
    pub fn headings(&self) -> impl Iterator<Item = Heading<'_>> {
        let headings = self.blocks.iter().filter(|block| block.kind == BlockKind::Heading);
        headings.zip(1_u32..).map(|(block, number)| Heading { anchor: anchor(number), depth: block.depth, text: self.content(block) })
    }

    /// A block's content cut at its marks: runs of text, each with the category of its mark or none.
    pub fn runs(&self, block: &Block) -> impl Iterator<Item = (&str, Option<Category>)> {
        let from = self.marks.partition_point(|mark| mark.end <= block.content);
        let to = self.marks.partition_point(|mark| mark.start < block.end);
        let mut marks = self.marks.get(from..to).unwrap_or_default().iter().peekable();
        let mut at = block.content;
        let end = block.end;
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let (stop, category) = match marks.peek() {
                Some(mark) if mark.start == at => (mark.end, Some(mark.category)),
                Some(mark) => (mark.start, None),
                None => (end, None),
            };
            if category.is_some() {
                marks.next();
            }
            let run = self.text.get(at..stop).unwrap_or_default();
            at = stop;
            Some((run, category))
        })
    }
}

/// The anchor of the heading with this number, counted from 1.
fn anchor(number: u32) -> String {
    let mut text = String::from("s-");
    push_decimal(&mut text, number.into());
    text
}

#[cfg(test)]
mod tests {
    use super::{Block, BlockKind, Document, DocumentError, Mark};
    use crate::notice::Category;

    fn block(start: usize, content: usize, end: usize) -> Block {
        Block { kind: BlockKind::ListItem, depth: 1, start, content, end }
    }

    fn mark(start: usize, end: usize) -> Mark {
        Mark { start, end, category: Category::Location }
    }

    fn check(text: &str, blocks: &[Block], marks: &[Mark], expected: Result<(), DocumentError>) {
        let built = Document::new(text.to_owned(), blocks.to_vec(), marks.to_vec());
        assert_eq!(built.map(|_| ()), expected, "{text:?}");
    }

    #[test]
    fn ranges_are_held_to_the_shape() {
        check("- a b\n", &[block(0, 2, 5)], &[mark(2, 3), mark(4, 5)], Ok(()));
        check("a b", &[block(0, 0, 1)], &[], Err(DocumentError::Uncovered(1)));
        check("a b", &[block(2, 2, 3)], &[], Err(DocumentError::Uncovered(0)));
        check("a b", &[block(0, 0, 2), block(1, 1, 3)], &[], Err(DocumentError::Block(1)));
        check("é", &[block(0, 0, 1)], &[], Err(DocumentError::Block(0)));
        check("a", &[block(0, 0, 9)], &[], Err(DocumentError::Block(0)));
        check("- a", &[block(0, 2, 3)], &[mark(0, 3)], Err(DocumentError::Mark(0)));
        check("a b", &[block(0, 0, 1), block(2, 2, 3)], &[mark(0, 3)], Err(DocumentError::Mark(0)));
        check("abc", &[block(0, 0, 3)], &[mark(0, 2), mark(1, 3)], Err(DocumentError::Mark(1)));
    }

    #[test]
    fn runs_join_to_the_content() {
        let text = "- your GPS and more\nnext";
        let document = Document::new(text.into(), vec![block(0, 2, 19), block(20, 20, 24)], vec![mark(7, 10)]).unwrap();
        let runs: Vec<_> = document.runs(&document.blocks()[0]).collect();
        assert_eq!(runs, [("your ", None), ("GPS", Some(Category::Location)), (" and more", None)]);
        assert_eq!(document.runs(&document.blocks()[1]).collect::<Vec<_>>(), [("next", None)]);
    }
}
