//! The listing of headings.
//!
//! In: a text and its blocks. Out: number, title, depth and place of each heading. Deliberately absent: bodies.

use countersign_core::{Block, BlockKind};

use super::{lines, number};
use crate::space::one_line;

/// One heading, as a contents list shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    /// The number as printed, its mark included, or the bullet; empty where there is none.
    pub number: String,
    /// The title with white space folded, without a final colon or full stop.
    pub title: String,
    /// 1 to 6.
    pub depth: u8,
    /// Where the heading starts, in bytes of the reading's text.
    pub start: usize,
    /// Where its words end, exclusive.
    pub end: usize,
    /// `s-` and the place among headings, from 1.
    pub anchor: String,
    /// The place of the heading in the list of blocks.
    pub block: usize,
}

/// The headings among blocks, in text order.
pub(crate) fn sections(text: &str, blocks: &[Block]) -> Vec<Section> {
    let headings = blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Heading);
    headings.zip(1..).map(|((place, block), count)| section(text, place, block, count)).collect()
}

fn section(text: &str, place: usize, block: &Block, count: usize) -> Section {
    let words = text.get(block.start..block.end).unwrap_or_default();
    let len = number::parse(words).map_or_else(|| lines::bullet_len(words), |number| number.len);
    let (printed, title) = words.split_at_checked(len).unwrap_or(("", words));
    let title = one_line(title);
    let title = title.trim_matches([':', '：', '.', '。', ' ']).to_owned();
    Section {
        number: printed.to_owned(),
        title,
        depth: block.depth,
        start: block.start,
        end: block.end,
        anchor: format!("s-{count}"),
        block: place,
    }
}
