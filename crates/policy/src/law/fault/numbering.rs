//! Broken numbering: numbers that jump, stand twice or are lost.
//!
//! In: the numbered blocks of a reading. Out: faults. A number is compared with the one before it of the same scheme under the same heading;
//! numbers such as `3.4.2` say themselves what they stand under. Deliberately absent: whether a heading should have a number at all.

use std::collections::HashMap;
use std::ops::Range;

use countersign_core::{Block, BlockKind};

use super::{Fault, Judge};
use crate::outline::{Number, Scheme, is_han, parse_number};

/// A jump over more than this is another list or no number at all.
const FAR: u32 = 10;
/// Jumps whose missing number is looked for in the text between, and how many bytes of it.
const SEARCHES: usize = 200;
const SEARCHED: usize = 65_536;

/// What numbers are siblings under.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Parent {
    scheme: Scheme,
    /// The place of the heading; none for numbers that say it themselves.
    heading: Option<usize>,
    path: Vec<u32>,
}

/// The last sibling.
struct Last {
    value: u32,
    scheme: Scheme,
    heading: bool,
    printed: String,
    /// Where it stands.
    start: usize,
}

/// Finds broken numbers.
pub(super) fn find(judge: &Judge<'_>) -> Vec<Fault> {
    let text = judge.text();
    let mut walk = Walk { text, open: Vec::new(), last: HashMap::new(), beside: HashMap::new(), found: Vec::new(), searches: 0 };
    for (place, block) in judge.policy.reading.blocks().iter().enumerate() {
        let printed = text.get(block.start..block.end).unwrap_or_default();
        let numbered = matches!(block.kind, BlockKind::Heading | BlockKind::ListItem);
        let number = if numbered { parse_number(printed) } else { None };
        if block.kind == BlockKind::Heading {
            while walk.open.pop_if(|(_, depth, _)| *depth >= block.depth).is_some() {}
        }
        if number.is_none() && block.kind == BlockKind::Heading {
            walk.beside.insert(block.depth, None);
        }
        if let Some(number) = &number {
            walk.step(block, number, printed.get(..number.len).unwrap_or_default().trim().trim_end_matches(['.', '、', ':']));
        }
        if block.kind == BlockKind::Heading {
            walk.open.push((place, block.depth, block.start));
        }
    }
    walk.found
}

struct Walk<'a> {
    text: &'a str,
    /// The headings that are open, outermost first, with their depths and starts.
    open: Vec<(usize, u8, usize)>,
    last: HashMap<Parent, Last>,
    /// What the last heading of each depth is a sibling under; none where it has no number.
    beside: HashMap<u8, Option<Parent>>,
    found: Vec<Fault>,
    searches: usize,
}

impl Walk<'_> {
    fn step(&mut self, block: &Block, number: &Number, printed: &str) {
        let heading = block.kind == BlockKind::Heading;
        let parent = self.parent(number, heading);
        let value = number.value();
        let last = self.last.get(&parent);
        let lost = value == 0;
        let value = if lost { last.map_or(1, |last| last.value + 1) } else { value };
        let fault = match last {
            _ if lost => Some(("CS-T002", "a number is lost here".to_owned(), None)),
            // Behind a lost number nobody knows what should follow.
            Some(last) if value > last.value + 1 && value <= last.value + FAR && !last.printed.is_empty() => {
                Some(("CS-T002", format!("{printed} follows {}", last.printed), Some((last.start, last.value + 1))))
            }
            // Behind a heading of another kind a count may begin anew.
            Some(last)
                if value == last.value && heading && last.heading && self.beside.get(&block.depth) == Some(&Some(parent.clone())) =>
            {
                Some(("CS-T003", printed.to_owned(), None))
            }
            None if heading && (2..=FAR).contains(&value) => {
                let from = self.open.last().map_or(0, |(_, _, start)| *start);
                Some(("CS-T002", format!("the first is {printed}"), Some((from, value - 1))))
            }
            _ => None,
        };
        if let Some((code, list, missing)) = fault
            && !missing.is_some_and(|(from, value)| self.stands_between(from..block.start, number, value))
        {
            self.found.push(Fault { code, span: block.start..block.end, list });
        }
        if heading {
            self.beside.insert(block.depth, Some(parent.clone()));
        }
        self.last.insert(parent, Last { value, scheme: number.scheme, heading, printed: printed.to_owned(), start: block.start });
    }

    /// Whether a sibling that no block begins with stands inside the text between two others.
    fn stands_between(&mut self, stretch: Range<usize>, like: &Number, value: u32) -> bool {
        self.searches += 1;
        let from = self.text.ceil_char_boundary(stretch.end.saturating_sub(SEARCHED).max(stretch.start));
        let Some(words) = self.text.get(from..stretch.end).filter(|_| self.searches <= SEARCHES) else { return true };
        let mut before = '\n';
        words.char_indices().any(|(at, letter)| {
            let border = !before.is_alphanumeric() && before != '.' || is_han(before);
            before = letter;
            let found = if border { words.get(at..).and_then(parse_number) } else { None };
            found.is_some_and(|found| found.value() == value && is_alike(&found, like))
        })
    }

    /// What a number stands under: an item that goes on with a heading above it stands beside that heading.
    fn parent(&self, number: &Number, heading: bool) -> Parent {
        let path = number.path.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default();
        if !path.is_empty() {
            return Parent { scheme: number.scheme, heading: None, path };
        }
        // Authors mix the schemes of the top level.
        let scheme = if heading && number.scheme.is_top() { Scheme::Dotted(1) } else { number.scheme };
        let under = |depth: usize| Parent {
            scheme,
            heading: self.open.get(..depth).and_then(<[_]>::last).map(|(place, _, _)| *place),
            path: path.clone(),
        };
        let goes_on = |parent: &Parent| {
            self.last.get(parent).is_some_and(|last| last.heading && last.scheme == number.scheme && last.value + 1 == number.value())
        };
        let above = (0..self.open.len()).rev().map(under).find(|parent| !heading && goes_on(parent));
        above.unwrap_or_else(|| under(self.open.len()))
    }
}

/// Whether two numbers could be siblings, though their marks differ.
fn is_alike(one: &Number, other: &Number) -> bool {
    let digits = |scheme| matches!(scheme, Scheme::Dotted(1) | Scheme::DigitMark | Scheme::DigitParen | Scheme::DigitClose);
    let above = |number: &Number| number.path.split_last().map(|(_, above)| above.to_vec());
    above(one) == above(other) && (one.scheme == other.scheme || (digits(one.scheme) && digits(other.scheme)))
}
