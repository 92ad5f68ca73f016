//! Broken numbering: numbers that jump, stand twice or are lost.
//!
//! In: the numbered blocks of a reading. Out: faults. A number is compared with the one before it of the same scheme under the same heading;
//! numbers such as `3.4.2` say themselves what they stand under. Deliberately absent: whether a heading should have a number at all.

use std::collections::HashMap;

use countersign_core::{Block, BlockKind};

use super::{Fault, Judge};
use crate::outline::{Number, Scheme, parse_number};

/// A jump over more than this is another list or no number at all.
const FAR: u32 = 10;

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
}

/// Finds broken numbers.
pub(super) fn find(judge: &Judge<'_>) -> Vec<Fault> {
    let text = judge.text();
    let mut walk = Walk { open: Vec::new(), last: HashMap::new(), found: Vec::new() };
    for (place, block) in judge.policy.reading.blocks().iter().enumerate() {
        let printed = text.get(block.start..block.end).unwrap_or_default();
        let numbered = matches!(block.kind, BlockKind::Heading | BlockKind::ListItem);
        let number = if numbered { parse_number(printed) } else { None };
        if block.kind == BlockKind::Heading {
            while walk.open.pop_if(|(_, depth)| *depth >= block.depth).is_some() {}
        }
        if let Some(number) = &number {
            walk.step(block, number, printed.get(..number.len).unwrap_or_default().trim().trim_end_matches(['.', '、', ':']));
        }
        if block.kind == BlockKind::Heading {
            walk.open.push((place, block.depth));
        }
    }
    walk.found
}

struct Walk {
    /// The headings that are open, outermost first, with their depths.
    open: Vec<(usize, u8)>,
    last: HashMap<Parent, Last>,
    found: Vec<Fault>,
}

impl Walk {
    fn step(&mut self, block: &Block, number: &Number, printed: &str) {
        let heading = block.kind == BlockKind::Heading;
        let parent = self.parent(number, heading);
        let value = number.value();
        let last = self.last.get(&parent);
        let lost = value == 0;
        let value = if lost { last.map_or(1, |last| last.value + 1) } else { value };
        let fault = match last {
            _ if lost => Some(("CS-T002", "a number is lost here".to_owned())),
            Some(last) if value > last.value + 1 && value <= last.value + FAR => {
                Some(("CS-T002", format!("{printed} follows {}", last.printed)))
            }
            Some(last) if value == last.value && heading && last.heading => Some(("CS-T003", printed.to_owned())),
            None if heading && (2..=FAR).contains(&value) => Some(("CS-T002", format!("the first is {printed}"))),
            _ => None,
        };
        if let Some((code, list)) = fault {
            self.found.push(Fault { code, span: block.start..block.end, list });
        }
        self.last.insert(parent, Last { value, scheme: number.scheme, heading, printed: printed.to_owned() });
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
            heading: self.open.get(..depth).and_then(<[_]>::last).map(|(place, _)| *place),
            path: path.clone(),
        };
        let goes_on = |parent: &Parent| {
            self.last.get(parent).is_some_and(|last| last.heading && last.scheme == number.scheme && last.value + 1 == number.value())
        };
        let above = (0..self.open.len()).rev().map(under).find(|parent| !heading && goes_on(parent));
        above.unwrap_or_else(|| under(self.open.len()))
    }
}
