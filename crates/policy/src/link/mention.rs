//! Mentions of defined terms: the first in each top-level section, outside the definition.
//!
//! In: a reading, its terms, the links and marks already there. Out: links to the definitions. All terms are one automaton, the longest first.
//! Deliberately absent: headings, which stay plain.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};
use countersign_core::{BlockKind, Link, Mark};

use super::term::Term;
use super::touching;
use crate::outline::is_han;
use crate::read::Reading;

/// The links from mentions to definitions, in text order, apart from `taken` and crossing no mark.
pub(crate) fn links(reading: &Reading, terms: &[Term], taken: &[Link], marks: &[Mark]) -> Vec<Link> {
    let names = terms.iter().map(|term| term.words.as_str());
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(names);
    // Too many terms for one automaton: the text is no policy, and goes without these links.
    let Ok(automaton) = automaton else { return Vec::new() };
    let top = top_depth(reading);
    let mut section = 0_usize;
    let mut seen = HashSet::new();
    let mut links: Vec<Link> = Vec::new();
    for (index, block) in reading.blocks().iter().enumerate() {
        if block.kind == BlockKind::Heading {
            section += usize::from(block.depth <= top);
        }
        if terms.is_empty() || matches!(block.kind, BlockKind::Heading | BlockKind::ContentsEntry) {
            continue;
        }
        let words = reading.text().get(block.content..block.end).unwrap_or_default();
        let folded = Folded::new(words);
        for found in automaton.find_iter(&folded.text) {
            let Some((number, term)) = terms.get(found.pattern().as_usize()).map(|term| (found.pattern(), term)) else { continue };
            let Some(end) = word_end(&folded.text, term, found.start(), found.end()) else { continue };
            let (start, end) = (block.content + folded.start(found.start()), block.content + folded.end(end));
            let link = Link { start, end, target: term.target };
            if !term.home.contains(&index) && is_free(&link, taken, marks) && seen.insert((section, number)) {
                links.push(link);
            }
        }
    }
    links
}

/// The depth at which the text parts into sections: the first with more than one heading, those above counted in.
fn top_depth(reading: &Reading) -> u8 {
    let count = |depth: &u8| reading.headings().iter().filter(|section| section.depth <= *depth).take(2).count() > 1;
    (1..=6).find(count).unwrap_or(6)
}

/// Where a mention ends, its plural ending included; nothing where the words stand inside other words, or one word is not written as defined.
fn word_end(text: &str, term: &Term, start: usize, end: usize) -> Option<usize> {
    let spaced = |letter: char| letter.is_alphanumeric() && !is_han(letter);
    let before = text.get(..start)?.chars().next_back();
    let first = term.words.chars().next().is_some_and(spaced);
    let last = term.words.chars().next_back().is_some_and(spaced);
    let rest = text.get(end..)?;
    let plural = if last && rest.starts_with('s') { 1 } else { 0 };
    let inside = (first && before.is_some_and(spaced)) || (last && rest.get(plural..)?.chars().next().is_some_and(spaced));
    let exact = term.words.contains(' ') || text.get(start..end) == Some(term.words.as_str());
    (!inside && exact).then_some(end + plural)
}

/// Whether a link touches no other and crosses no mark.
fn is_free(link: &Link, taken: &[Link], marks: &[Mark]) -> bool {
    let at = taken.partition_point(|other| other.end <= link.start);
    let apart = taken.get(at).is_none_or(|other| link.end <= other.start);
    let fits = |mark: &Mark| (link.start <= mark.start && mark.end <= link.end) || (mark.start <= link.start && link.end <= mark.end);
    apart && touching(marks, link.start, link.end).iter().all(fits)
}

/// Words with white space folded: one space between words, none between Han characters; and the way back.
struct Folded {
    text: String,
    /// For each byte of the folded text, where its letter starts in the words.
    from: Vec<usize>,
}

impl Folded {
    fn new(words: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(words.len()), from: Vec::with_capacity(words.len() + 1) };
        let mut gap: Option<usize> = None;
        for (at, letter) in words.char_indices() {
            if letter.is_whitespace() {
                gap = gap.or(Some(at));
                continue;
            }
            if let Some(space) = gap.take()
                && !(is_han(letter) && folded.text.ends_with(is_han))
            {
                folded.push(' ', space);
            }
            folded.push(letter, at);
        }
        folded
    }

    fn push(&mut self, letter: char, from: usize) {
        self.text.push(letter);
        self.from.extend(std::iter::repeat_n(from, letter.len_utf8()));
    }

    fn start(&self, at: usize) -> usize {
        self.from.get(at).copied().unwrap_or(0)
    }

    /// The end of the letter before a place.
    fn end(&self, at: usize) -> usize {
        let letter = self.text.get(..at).and_then(|text| text.chars().next_back());
        letter.map_or(0, |letter| self.start(at - letter.len_utf8()) + letter.len_utf8())
    }
}
