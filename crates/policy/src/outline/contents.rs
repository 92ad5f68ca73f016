//! Contents lists that a text prints itself.
//!
//! In: units, or blocks. Out: which are entries of such a list, and the titles it promises. Deliberately absent: page numbers, which stay part of an entry.

use std::collections::HashMap;

use countersign_core::{Block, BlockKind};

use super::Part;
use super::lines::Unit;
use super::number::{self, Scheme};
use super::promised::Promised;
use super::shape;

/// The titles of entries in runs of short lines that look like a contents list; used to know titles inside flattened text.
pub(crate) fn titles(text: &str, units: &[Unit]) -> Promised {
    let titles: Vec<_> = runs(text, units)
        .into_iter()
        .filter(|run| announced(text, units, run.start))
        .flat_map(|run| units.get(run).unwrap_or_default())
        .map(|unit| entry(text, unit).to_owned())
        .collect();
    Promised::new(&titles)
}

/// Marks the entries whose titles come back as headings, or that are announced or dotted.
pub(crate) fn find(text: &str, units: &[Unit], parts: &mut [Part]) {
    let headings = Headings::new(units.iter().zip(parts.iter()).enumerate().filter_map(|(at, (unit, part))| match part {
        Part::Heading(end) => Some((at, fold(text.get(unit.body..*end).unwrap_or_default()))),
        _ => None,
    }));
    for run in runs(text, units) {
        let list = units.get(run.clone()).unwrap_or_default();
        let back = list.iter().filter(|unit| headings.come_back(&fold(entry(text, unit)), run.end)).count();
        let dotted = list.iter().filter(|unit| is_dotted(text.get(unit.start..unit.end).unwrap_or_default())).count();
        if back * 2 >= list.len() || dotted * 2 >= list.len() || (announced(text, units, run.start) && back > 0) {
            for at in run {
                if let Some(part) = parts.get_mut(at) {
                    *part = Part::Contents;
                }
            }
        }
    }
}

/// Marks the items of lists of a format whose titles come back as headings.
pub(super) fn find_items(text: &str, blocks: &mut [Block]) {
    let title = |block: &Block| {
        let words = text.get(block.content..block.end).unwrap_or_default();
        words.get(number::printed_len(words)..).unwrap_or_default()
    };
    let headings = Headings::new(
        blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Heading).map(|(at, block)| (at, fold(title(block)))),
    );
    let mut from = 0;
    for list in blocks.chunk_by_mut(|one, other| (one.kind == BlockKind::ListItem) == (other.kind == BlockKind::ListItem)) {
        from += list.len();
        let item = list.first().is_some_and(|block| block.kind == BlockKind::ListItem);
        if !item || list.len() < 3 || !list.iter().all(|block| shape::is_title(title(block))) {
            continue;
        }
        let back = list.iter().filter(|block| headings.come_back(&fold(title(block)), from)).count();
        if back * 2 >= list.len() {
            for block in list {
                (block.kind, block.depth) = (BlockKind::ContentsEntry, 0);
            }
        }
    }
}

/// A numbered title that a contents list promised is a heading, even where nothing else says so.
pub(crate) fn keep_promises(text: &str, units: &[Unit], known: &Promised, parts: &mut [Part]) {
    // The lists themselves promise and do not keep.
    let lists = runs(text, units);
    let mut lists = lists.iter().peekable();
    for (at, (unit, part)) in units.iter().zip(parts.iter_mut()).enumerate() {
        while lists.next_if(|list| list.end <= at).is_some() {}
        if lists.peek().is_some_and(|list| list.contains(&at)) {
            continue;
        }
        let promised = || known.holds(entry(text, unit));
        if *part == Part::Item && unit.number.is_some() && is_entry(text, unit) && promised() {
            *part = Part::Heading(unit.end);
        }
    }
}

/// Runs of three or more short bulleted or numbered lines of one kind with nothing between.
fn runs(text: &str, units: &[Unit]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let end = (at..units.len()).find(|place| units.get(*place).is_none_or(|unit| !is_entry(text, unit))).unwrap_or(units.len());
        let mut start = at;
        // A number that starts again ends the list: the first heading after it is not an entry.
        for place in at + 1..end {
            let number = |at: usize| units.get(at).and_then(|unit| unit.number.as_ref());
            // `2.1` stands in one list with `2`.
            let family = |scheme| if matches!(scheme, Scheme::Dotted(_)) { Scheme::Dotted(1) } else { scheme };
            let kind = |at: usize| number(at).map(|number| family(number.scheme));
            let restarts = number(place).is_some_and(|number| number.path == [1]);
            if kind(place) != kind(start) || restarts {
                if place - start >= 3 {
                    found.push(start..place);
                }
                start = place;
            }
        }
        if end - start >= 3 {
            found.push(start..end);
        }
        at = end.max(at) + 1;
    }
    found
}

fn is_entry(text: &str, unit: &Unit) -> bool {
    !unit.inline && (unit.bullet || unit.number.is_some()) && shape::is_title(entry(text, unit))
}

/// An entry's title, without list punctuation and page number.
fn entry<'a>(text: &'a str, unit: &Unit) -> &'a str {
    let words = text.get(unit.body..unit.end).unwrap_or_default();
    let bare = words.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter.is_whitespace());
    let words =
        if bare.ends_with(['.', '…', '·']) && bare.len() < words.len() { bare.trim_end_matches(['.', '…', '·', ' ']) } else { words };
    words.trim_end_matches([';', '；', '.', '。', ',', '，']).trim_end()
}

fn is_dotted(text: &str) -> bool {
    let bare = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    bare.len() < text.len() && (bare.trim_end().ends_with("...") || bare.trim_end().ends_with("……") || bare.contains(". . ."))
}

fn announced(text: &str, units: &[Unit], first: usize) -> bool {
    let Some(before) = first.checked_sub(1).and_then(|at| units.get(at)) else { return false };
    let words = text.get(before.start..before.end).unwrap_or_default().to_lowercase();
    let lead = words.ends_with([':', '：']) || words.chars().count() <= 20;
    let named = ["understand", "contents", "following", "目录", "目錄", "了解", "以下内容", "kandungan", "memahami"];
    lead && named.iter().any(|name| words.contains(name))
}

/// The words of a title that count, folded.
pub(super) fn fold(text: &str) -> Vec<String> {
    let han: Vec<_> = text.chars().filter(|letter| super::is_han(*letter)).map(String::from).collect();
    let latin = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| {
            !word.is_empty()
                && !["the", "a", "an", "do", "we", "of", "to", "your", "our"].iter().any(|small| small.eq_ignore_ascii_case(word))
        })
        .map(str::to_lowercase);
    han.into_iter().chain(latin).collect()
}

/// Headings, to be found by their words.
struct Headings {
    list: Vec<(usize, Vec<String>)>,
    /// Headings by each of their words, in text order.
    by_word: HashMap<String, Vec<usize>>,
}

/// Headings with one word that are compared.
const COMPARED: usize = 24;

impl Headings {
    fn new(list: impl Iterator<Item = (usize, Vec<String>)>) -> Self {
        let list: Vec<_> = list.collect();
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, (_, words)) in list.iter().enumerate() {
            for word in words {
                let places = by_word.entry(word.clone()).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        Self { list, by_word }
    }

    /// Whether a heading from the unit `from` on has nearly these words.
    fn come_back(&self, title: &[String], from: usize) -> bool {
        // Titles that are alike share at least one of the rarest third of their words.
        let mut places: Vec<_> = title.iter().map(|word| self.by_word.get(word).map(Vec::as_slice).unwrap_or_default()).collect();
        places.sort_by_key(|places| places.len());
        places.iter().take(title.len() * 3 / 10 + 1).any(|places| {
            let first = places.partition_point(|place| self.list.get(*place).is_some_and(|(at, _)| *at < from));
            let near = places.iter().skip(first).take(COMPARED).filter_map(|place| self.list.get(*place));
            near.into_iter().any(|(_, heading)| alike(title, heading))
        })
    }
}

/// Whether two titles share nearly all their words.
fn alike(one: &[String], other: &[String]) -> bool {
    let shared = one.iter().filter(|word| other.contains(word)).count();
    !one.is_empty() && shared * 10 >= one.len().max(other.len()) * 7
}
