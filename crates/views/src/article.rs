//! The full text as HTML: the document's words, all of them, in their order, and no others (REQUIREMENTS NL-09, LG-07, LG-11).
//!
//! Enters: a document. Leaves: headings with anchors, paragraphs, nested lists, tables, and contents lists whose entries are links. The text
//! content, white space folded, is the document's text, white space folded. Rendered by the build alone: the dialog shows the same bytes
//! from a file. Absent: bullets and numbers of our own in the text.

use countersign_core::{Block, BlockKind, Document, LinkTarget, Notice, Run, START};
use maud::{Markup, html};

use crate::contents::{Entry, entries};
use crate::runs::inline;

/// Whether headings bear their anchors.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Anchors {
    /// In the page, which needs no script.
    Written,
    /// In the file for the dialog, where `src/ports/contents.ts` counts them: a number at each heading is more than a percent of the text.
    Counted,
}

/// The full text for the dialog: what stands inside the article element of the policy page, without the anchors of headings.
#[must_use]
pub fn policy_text(notice: &Notice, document: &Document) -> String {
    text(notice, document, &entries(document), Anchors::Counted).into_string()
}

/// The article element around the full text.
pub(crate) fn article(inside: &Markup) -> Markup {
    html! { article.cs-text #(START) part="text" data-cs-text { (inside) } }
}

/// The full text with its headings at hand.
pub(crate) fn text(notice: &Notice, document: &Document, entries: &[Entry<'_>], anchors: Anchors) -> Markup {
    let mut walk = Walk { notice, document, at: 0, entries: entries.iter(), anchors };
    html! {
        @while let Some(block) = walk.peek() {
            @match block.kind {
                BlockKind::Paragraph => { (walk.space()) p id=[walk.id()] { (walk.runs()) } },
                BlockKind::Heading => { (walk.space()) (walk.heading()) },
                BlockKind::ListItem => (walk.list(block.depth)),
                BlockKind::TableRow => (walk.table()),
                BlockKind::ContentsEntry => (walk.contents()),
            }
        }
    }
}

/// A place in the document that moves forward as its blocks are rendered.
struct Walk<'a, Entries> {
    notice: &'a Notice,
    document: &'a Document,
    at: usize,
    entries: Entries,
    anchors: Anchors,
}

impl<'a, Entries> Walk<'a, Entries>
where
    Entries: Iterator<Item = &'a Entry<'a>>,
{
    /// The block to render next.
    fn peek(&self) -> Option<&'a Block> {
        self.document.blocks().get(self.at)
    }

    /// The block to render next, if it is of this kind.
    fn peek_kind(&self, kind: BlockKind) -> Option<&'a Block> {
        self.peek().filter(|block| block.kind == kind)
    }

    /// The white space between the block before and the next one, as one line end; nothing where they touch, so that no word is parted.
    fn space(&self) -> &'static str {
        let before = self.at.checked_sub(1).and_then(|at| self.document.blocks().get(at));
        match (before, self.peek()) {
            (Some(before), Some(block)) if before.end < block.start => "\n",
            _ => "",
        }
    }

    /// The anchor of the next block, where a link leads to it.
    fn id(&self) -> Option<String> {
        self.document.is_target(self.at).then(|| LinkTarget::Block(self.at).anchor()).flatten()
    }

    /// The runs of the next block; moves on.
    fn take(&mut self) -> Vec<Run<'a>> {
        let block = self.peek();
        self.at += 1;
        block.into_iter().flat_map(|block| self.document.runs(block)).collect()
    }

    /// The content of the next block; moves on.
    fn runs(&mut self) -> Markup {
        inline(self.notice, &self.take())
    }

    /// A heading at its level.
    fn heading(&mut self) -> Markup {
        let entry = self.entries.next();
        let level = entry.map_or(6, |entry| entry.level);
        let id = entry.filter(|_| self.anchors == Anchors::Written).map(|entry| entry.heading.anchor.as_str());
        // A heading is bold already.
        let runs: Vec<Run<'_>> = self.take().into_iter().map(|run| Run { bold: false, ..run }).collect();
        let runs = inline(self.notice, &runs);
        html! {
            @match level {
                2 => h2 id=[id] { (runs) },
                3 => h3 id=[id] { (runs) },
                4 => h4 id=[id] { (runs) },
                5 => h5 id=[id] { (runs) },
                _ => h6 id=[id] { (runs) },
            }
        }
    }

    /// The items from here on that are at least this deep; deeper ones in lists inside the item before them.
    fn list(&mut self, depth: u8) -> Markup {
        // Items that print a number of their own get no second sign beside it.
        let numbered = self.peek().is_some_and(|block| is_numbered(self.document.content(block)));
        html! {
            ul class=[numbered.then_some("cs-numbered")] {
                @while let Some(block) = self.peek_kind(BlockKind::ListItem).filter(|block| block.depth >= depth) {
                    (self.space())
                    li class=[(block.content > block.start).then_some("cs-printed")] id=[self.id()] {
                        @if let Some(bullet) = self.document.text().get(block.start..block.content).filter(|bullet| !bullet.is_empty()) {
                            span.cs-bullet { (bullet) }
                        }
                        (self.runs())
                        @while let Some(below) = self.peek_kind(BlockKind::ListItem).filter(|below| below.depth > depth) { (self.list(below.depth)) }
                    }
                }
            }
        }
    }

    /// The rows from here on; the first of several is their heading.
    fn table(&mut self) -> Markup {
        let first = self.at;
        html! {
            div.cs-scroll tabindex="0" {
                table {
                    @while self.peek_kind(BlockKind::TableRow).is_some() {
                        (self.space())
                        tr id=[self.id()] { (self.cells(first)) }
                    }
                }
            }
        }
    }

    /// The cells of the next row; the tabs that part them stay in the text as white space.
    fn cells(&mut self, first: usize) -> Markup {
        let head = self.at == first;
        let mut cells: Vec<Vec<Run<'_>>> = vec![Vec::new()];
        for run in self.take() {
            for (place, text) in run.text.split('\t').enumerate() {
                if place > 0 {
                    cells.push(Vec::new());
                }
                if let Some(cell) = cells.last_mut().filter(|_| !text.is_empty()) {
                    cell.push(Run { text, ..run });
                }
            }
        }
        let head = head && self.peek_kind(BlockKind::TableRow).is_some();
        html! {
            @for (place, cell) in cells.iter().enumerate() {
                @if place > 0 { "\t" }
                @let inside = inline(self.notice, cell);
                @if head { th scope="col" { (inside) } } @else { td { (inside) } }
            }
        }
    }

    /// The entries of a printed contents list from here on.
    fn contents(&mut self) -> Markup {
        html! {
            ul.cs-toc {
                @while self.peek_kind(BlockKind::ContentsEntry).is_some() {
                    (self.space())
                    li id=[self.id()] { (self.runs()) }
                }
            }
        }
    }
}

/// Whether a text begins with a number as lists print them: `1)`, `(a)`, `2.1`, `iv.`, `三、`, `①`.
fn is_numbered(text: &str) -> bool {
    let inner = text.trim_start_matches(['(', '（', '[']);
    let end = inner.find([')', '）', ']', '.', '．', '、']).unwrap_or(inner.len());
    let number = inner.get(..end).unwrap_or_default();
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X') || "一二三四五六七八九十百".contains(c);
    let one_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_alphabetic());
    let short = end < inner.len() && (1..=5).contains(&number.chars().count());
    text.starts_with(|c| ('①'..='⑳').contains(&c)) || short && (one_letter || number.chars().all(is_sign))
}

#[cfg(test)]
mod tests {
    use super::is_numbered;

    #[test]
    fn numbers_are_told_from_words() {
        for (text, expected) in [
            ("1) first", true),
            ("(a) first", true),
            ("2.1 first", true),
            ("iv. first", true),
            ("（三）甲", true),
            ("十二、甲", true),
            ("①甲", true),
            ("first. second", false),
            ("I agree.", false),
            ("2021", false),
            ("", false),
        ] {
            assert_eq!(is_numbered(text), expected, "{text}");
        }
    }
}
