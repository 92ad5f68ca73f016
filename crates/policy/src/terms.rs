//! Terms: which groups of words stand in a stretch of text.
//!
//! In: groups of patterns and folded text. A pattern is `a & b & !c`: terms that must stand in the stretch, and terms that must not. A term
//! ends at the border of a word, and `term*` lets more letters follow. One automaton finds all terms in one pass. Deliberately absent: what the groups mean.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use toml_edit::{DocumentMut, Item, TableLike};

use crate::mark::{Folded, Folding, is_spaced_letter};

/// Groups of patterns over one automaton.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    automaton: AhoCorasick,
    /// For each word of the automaton, the terms that it is.
    words: Vec<Word>,
    /// For each term, the patterns that need it.
    needed_by: Vec<Vec<usize>>,
    patterns: Vec<Pattern>,
    folding: Folding,
}

#[derive(Clone, Debug)]
struct Word {
    term: usize,
    opens_word: bool,
    closes_word: bool,
}

#[derive(Clone, Debug)]
struct Pattern {
    group: usize,
    all: Vec<usize>,
    none: Vec<usize>,
}

/// A group that a stretch holds, and the bytes of the folded stretch from the first to the last of its terms.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Sighting {
    pub(crate) group: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The terms seen in a stretch, each with its first place; circumstances have none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen(Vec<(usize, Option<(usize, usize)>)>);

impl Terms {
    /// Terms from groups of patterns; `None` where they are too many for one automaton.
    pub(crate) fn new<'a>(groups: impl IntoIterator<Item = Vec<&'a str>>, folding: Folding) -> Option<Self> {
        let mut builder = Builder::default();
        let mut patterns = Vec::new();
        for (group, list) in groups.into_iter().enumerate() {
            for source in list {
                let mut pattern = Pattern { group, all: Vec::new(), none: Vec::new() };
                for term in source.split('&').map(str::trim).filter(|term| !term.is_empty()) {
                    match term.strip_prefix('!') {
                        Some(forbidden) => pattern.none.push(builder.term(forbidden, &folding)),
                        None => pattern.all.push(builder.term(term, &folding)),
                    }
                }
                patterns.push(pattern);
            }
        }
        let mut needed_by = vec![Vec::new(); builder.terms.len()];
        for (place, pattern) in patterns.iter().enumerate() {
            // One term is enough to bring a pattern up for judgment.
            if let Some(list) = pattern.all.first().and_then(|term| needed_by.get_mut(*term)) {
                list.push(place);
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&builder.texts).ok()?;
        Some(Self { automaton, words: builder.words, needed_by, patterns, folding })
    }

    /// Folds text for matching.
    pub(crate) fn fold(&self, text: &str) -> Folded {
        self.folding.fold(text)
    }

    /// The terms in a folded stretch.
    pub(crate) fn see(&self, folded: &str) -> Seen {
        let mut seen = Seen::default();
        for found in self.automaton.find_overlapping_iter(folded) {
            let Some(word) = self.words.get(found.pattern().as_usize()) else { continue };
            let inside = |letter: Option<char>| letter.is_some_and(is_spaced_letter);
            let before = || folded.get(..found.start()).and_then(|text| text.chars().next_back());
            let after = || folded.get(found.end()..).and_then(|text| text.chars().next());
            if (word.opens_word && inside(before())) || (word.closes_word && inside(after())) {
                continue;
            }
            seen.add(word.term, Some((found.start(), found.end())));
        }
        seen
    }

    /// The groups that a stretch with these terms holds, each once, in the order of the groups.
    pub(crate) fn groups(&self, seen: &Seen) -> Vec<Sighting> {
        let mut found: Vec<Sighting> = Vec::new();
        for (term, _) in &seen.0 {
            for place in self.needed_by.get(*term).into_iter().flatten() {
                let Some(pattern) = self.patterns.get(*place) else { continue };
                if pattern.all.iter().all(|term| seen.has(*term)) && !pattern.none.iter().any(|term| seen.has(*term)) {
                    let places = || pattern.all.iter().filter_map(|term| seen.place(*term));
                    let start = places().map(|(start, _)| start).min().unwrap_or(0);
                    let end = places().map(|(_, end)| end).max().unwrap_or(start);
                    found.push(Sighting { group: pattern.group, start, end });
                }
            }
        }
        found.sort_by_key(|sighting| (sighting.group, sighting.start, sighting.end));
        found.dedup_by_key(|sighting| sighting.group);
        found
    }
}

impl Seen {
    fn add(&mut self, term: usize, place: Option<(usize, usize)>) {
        if let Err(at) = self.0.binary_search_by_key(&term, |(known, _)| *known) {
            self.0.insert(at, (term, place));
        }
    }

    fn has(&self, term: usize) -> bool {
        self.0.binary_search_by_key(&term, |(known, _)| *known).is_ok()
    }

    fn place(&self, term: usize) -> Option<(usize, usize)> {
        let at = self.0.binary_search_by_key(&term, |(known, _)| *known).ok()?;
        self.0.get(at)?.1
    }
}

#[derive(Default)]
struct Builder {
    terms: BTreeMap<String, usize>,
    texts: Vec<String>,
    words: Vec<Word>,
}

impl Builder {
    fn term(&mut self, source: &str, folding: &Folding) -> usize {
        let next = self.terms.len();
        if let Some(known) = self.terms.get(source) {
            return *known;
        }
        self.terms.insert(source.to_owned(), next);
        let text = folding.fold(source.trim_end_matches('*')).text;
        let opens_word = text.chars().next().is_some_and(is_spaced_letter);
        let closes_word = !source.ends_with('*') && text.chars().next_back().is_some_and(is_spaced_letter);
        self.texts.push(text);
        self.words.push(Word { term: next, opens_word, closes_word });
        next
    }
}

/// The folding of the lexicon, with the pairs of more files.
pub(crate) fn folding(files: &[&DocumentMut]) -> Folding {
    let lexicon = include_str!("../data/lexicon/zh.toml").parse::<DocumentMut>().unwrap_or_default();
    let pairs = |file: &DocumentMut| file.get("traditional").and_then(Item::as_str).unwrap_or_default().to_owned();
    let all: Vec<String> = std::iter::once(&lexicon).chain(files.iter().copied()).map(pairs).collect();
    Folding::new(&all.join(" "))
}

/// The strings of a list in a table.
pub(crate) fn strings<'a>(table: &'a dyn TableLike, key: &str) -> Vec<&'a str> {
    let list = table.get(key).and_then(Item::as_array);
    list.into_iter().flatten().filter_map(toml_edit::Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::{Terms, folding};

    fn check(patterns: &[&str], text: &str, expected: bool) {
        let terms = Terms::new([patterns.to_vec()], folding(&[])).unwrap();
        let seen = terms.see(&terms.fold(text).text);
        assert_eq!(!terms.groups(&seen).is_empty(), expected, "{patterns:?} in {text:?}");
    }

    #[test]
    fn patterns_hold_as_written() {
        check(&["withdraw*"], "How to WITHDRAW-ing", true);
        check(&["right"], "a copyright", false);
        check(&["right"], "your rights", false);
        check(&["right*"], "your rights", true);
        check(&["cancel* & account"], "Account cancellation", true);
        check(&["cancel* & account"], "Cancel the order", false);
        check(&["scope & !consent"], "scope of consent", false);
        check(&["scope & !consent"], "the scope", true);
        check(&["撤回 & 同意"], "撤回您的\n同意", true);
        check(&["权利"], "您的權利", true);
        check(&["账户"], "您的帳戶", true);
    }
}
