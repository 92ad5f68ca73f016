//! Terms: which groups of words stand in a stretch of text.
//!
//! In: groups of patterns and folded text. A pattern is `a & b|c & !d`: what must stand in the stretch, one of several, and what must not. A
//! term ends at the border of a word, `term*` lets more letters follow, and `@name` is a circumstance that the caller states. One automaton
//! finds all terms in one pass. Deliberately absent: what the groups mean.

mod named;

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use toml_edit::{DocumentMut, Item, TableLike};

use crate::mark::{Folded, Folding, is_spaced_letter};

/// The letters of a word from its start for which the automaton has tables rather than lists.
const DENSE: usize = 2;
pub(crate) use named::Named;

/// Groups of patterns over one automaton.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    automaton: AhoCorasick,
    /// For each word of the automaton, the term that it is.
    words: Vec<Word>,
    /// For each term, the patterns whose first choice it is in.
    opens: Vec<Vec<usize>>,
    /// Names of circumstances and their terms.
    circumstances: BTreeMap<String, usize>,
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
    /// Of each choice, one term must stand.
    all: Vec<Vec<usize>>,
    none: Vec<usize>,
}

/// A group that a stretch holds, and the bytes of the folded stretch from the first to the last of the terms that say so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Sighting {
    pub(crate) group: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Where a term first stands; circumstances and terms of another stretch have no place.
type FirstPlace = Option<(usize, usize)>;

/// The terms seen in a stretch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen(BTreeMap<usize, FirstPlace>);

impl Terms {
    /// Terms from groups of patterns, found however a place writes them; `None` where they are too many for one automaton.
    pub(crate) fn new<'a>(groups: impl IntoIterator<Item = Vec<&'a str>>, script: Script) -> Option<Self> {
        let mut builder = Builder::default();
        let mut patterns = Vec::new();
        for (group, list) in groups.into_iter().enumerate() {
            patterns.extend(list.into_iter().map(|source| builder.pattern(group, source, &script)));
        }
        let mut opens = vec![Vec::new(); builder.terms.len()];
        for (place, pattern) in patterns.iter().enumerate() {
            for term in pattern.all.first().into_iter().flatten() {
                if let Some(list) = opens.get_mut(*term) {
                    list.push(place);
                }
            }
        }
        let automaton = automaton(&builder.texts).ok()?;
        Some(Self { automaton, words: builder.words, opens, circumstances: builder.circumstances, patterns, folding: script.folding })
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
            seen.0.entry(word.term).or_insert(Some((found.start(), found.end())));
        }
        seen
    }

    /// States a circumstance.
    pub(crate) fn state(&self, seen: &mut Seen, name: &str) {
        if let Some(term) = self.circumstances.get(name) {
            seen.0.entry(*term).or_insert(None);
        }
    }

    /// The groups that a stretch with these terms holds, each once, in the order of the groups.
    pub(crate) fn groups(&self, seen: &Seen) -> Vec<Sighting> {
        let opened = seen.0.keys().filter_map(|term| self.opens.get(*term)).flatten();
        let mut found: Vec<_> = opened.filter_map(|place| self.patterns.get(*place)).filter_map(|pattern| pattern.sighting(seen)).collect();
        found.sort_by_key(|sighting| (sighting.group, sighting.start, sighting.end));
        found.dedup_by_key(|sighting| sighting.group);
        found
    }
}

impl Pattern {
    fn sighting(&self, seen: &Seen) -> Option<Sighting> {
        let has = |term: &usize| seen.0.contains_key(term);
        if self.none.iter().any(has) || !self.all.iter().all(|choice| choice.iter().any(has)) {
            return None;
        }
        let places = || self.all.iter().flatten().filter_map(|term| seen.0.get(term).copied().flatten());
        let start = places().map(|(start, _)| start).min().unwrap_or(0);
        let end = places().map(|(_, end)| end).max().unwrap_or(start);
        Some(Sighting { group: self.group, start, end })
    }
}

impl Seen {
    /// Takes in the terms of another stretch, without their places.
    pub(crate) fn join(&mut self, other: &Self) {
        for term in other.0.keys() {
            self.0.entry(*term).or_insert(None);
        }
    }
}

#[derive(Default)]
struct Builder {
    terms: BTreeMap<String, usize>,
    circumstances: BTreeMap<String, usize>,
    texts: Vec<String>,
    words: Vec<Word>,
}

impl Builder {
    fn pattern(&mut self, group: usize, source: &str, script: &Script) -> Pattern {
        let mut pattern = Pattern { group, all: Vec::new(), none: Vec::new() };
        for part in source.split('&').map(str::trim).filter(|part| !part.is_empty()) {
            match part.strip_prefix('!') {
                Some(forbidden) => pattern.none.push(self.term(forbidden, script)),
                None => pattern.all.push(part.split('|').map(|term| self.term(term.trim(), script)).collect()),
            }
        }
        pattern
    }

    fn term(&mut self, source: &str, script: &Script) -> usize {
        let next = self.terms.len();
        if let Some(known) = self.terms.get(source) {
            return *known;
        }
        self.terms.insert(source.to_owned(), next);
        if let Some(name) = source.strip_prefix('@') {
            self.circumstances.insert(name.to_owned(), next);
            return next;
        }
        for written in script.variants(source.trim_end_matches('*')) {
            let text = script.folding.fold(&written).text;
            let opens_word = text.chars().next().is_some_and(is_spaced_letter);
            let closes_word = !source.ends_with('*') && text.chars().next_back().is_some_and(is_spaced_letter);
            self.texts.push(text);
            self.words.push(Word { term: next, opens_word, closes_word });
        }
        next
    }
}

/// How the words of the data files may be written in a text.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    folding: Folding,
    /// Words and how other places write them, the words of the data files first.
    regional: Vec<Vec<String>>,
}

impl Script {
    /// The script that ships.
    pub(crate) fn shipped() -> Self {
        let file = include_str!("../data/regional.toml").parse::<DocumentMut>().unwrap_or_default();
        let lists = file.get("regional").and_then(Item::as_array).into_iter().flatten();
        let words = |list: &toml_edit::Value| -> Vec<String> {
            list.as_array().into_iter().flatten().filter_map(toml_edit::Value::as_str).map(str::to_owned).collect()
        };
        Self { folding: Folding, regional: lists.map(words).collect() }
    }

    /// A word and how other places write it.
    fn variants(&self, word: &str) -> Vec<String> {
        let mut all = vec![word.to_owned()];
        for list in &self.regional {
            let Some((here, elsewhere)) = list.split_first().filter(|(here, _)| word.contains(here.as_str())) else { continue };
            all.extend(elsewhere.iter().map(|other| word.replace(here.as_str(), other)));
        }
        all
    }
}

/// An automaton that finds all words, overlapping ones too. Most runs read one policy, so that building weighs more than searching: the
/// plain automaton is the quickest to build.
pub(crate) fn automaton(words: &[impl AsRef<[u8]>]) -> Result<AhoCorasick, BuildError> {
    AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .prefilter(false)
        .dense_depth(DENSE)
        .build(words)
}

/// The strings of a list in a table.
pub(crate) fn strings<'a>(table: &'a dyn TableLike, key: &str) -> Vec<&'a str> {
    let list = table.get(key).and_then(Item::as_array);
    list.into_iter().flatten().filter_map(toml_edit::Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::{Script, Terms};

    fn check(patterns: &[&str], circumstance: &str, text: &str, expected: bool) {
        let terms = Terms::new([patterns.to_vec()], Script::shipped()).unwrap();
        let mut seen = terms.see(&terms.fold(text).text);
        terms.state(&mut seen, circumstance);
        assert_eq!(!terms.groups(&seen).is_empty(), expected, "{patterns:?} in {text:?}");
    }

    #[test]
    fn patterns_hold_as_written() {
        check(&["withdraw*"], "", "How to WITHDRAW-ing", true);
        check(&["right"], "", "a copyright", false);
        check(&["right"], "", "your rights", false);
        check(&["right*"], "", "your rights", true);
        check(&["cancel* & account"], "", "Account cancellation", true);
        check(&["cancel* & account"], "", "Cancel the order", false);
        check(&["cancel*|clos* & account"], "", "Closing an account", true);
        check(&["account & cancel*|clos*"], "", "Closing a door", false);
        check(&["scope & !consent"], "", "scope of consent", false);
        check(&["scope & !consent"], "", "the scope", true);
        check(&["撤回 & 同意"], "", "撤回您的\n同意", true);
        check(&["access & @rights"], "rights", "access", true);
        check(&["access & @rights"], "cookies", "access", false);
        check(&["账户"], "", "您的帳戶", true);
        check(&["信息"], "", "個人資訊", true);
    }

    #[test]
    fn a_stretch_takes_in_another() {
        let terms = Terms::new([vec!["right* & access*"]], Script::shipped()).unwrap();
        let mut seen = terms.see("access");
        seen.join(&terms.see("your rights:"));
        assert_eq!(terms.groups(&seen).first().map(|sighting| (sighting.start, sighting.end)), Some((0, 6)));
    }
}
