//! The lexicon: terms of sensitive data in English, Chinese and Malay, as one automaton, and the words that decide about a term beside it.
//!
//! In: the data files `data/lexicon/*.toml`. Out: hits in folded text. Deliberately absent: which lists a site follows, decided in `mark`.

mod file;

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use countersign_core::Category;
use regex::Regex;

use super::beside::is_joint;
use super::fold::{Folded, Folding};
use super::list::{List, Lists};
use crate::terms::automaton;

/// The terms and their automaton.
#[derive(Clone, Debug)]
pub struct Lexicon {
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
    /// Terms whose words stand in too many orders to be listed, as patterns over folded text.
    shapes: Vec<(Regex, Term)>,
    /// What policies call their own list of sensitive data.
    names: AhoCorasick,
    /// For each of these names, its language.
    named_in: Vec<usize>,
    /// The sensitive terms by their folded words.
    known: HashMap<String, Term>,
    folding: Folding,
    /// For each language, the words that decide beside a term.
    beside: Vec<Beside>,
}

/// Why a lexicon file cannot be used.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LexiconError {
    /// The file is not TOML, or a key has another type than it must have; says where and what to do.
    Shape(String),
    /// There is no sensitive category of this name; the names stand in `crates/core/src/notice/category.rs`.
    Category(String),
    /// There is no list of this name; the names stand in `crates/policy/src/mark/list.rs`.
    List(String),
    /// The terms are too many or too long for one automaton.
    Size(String),
}

impl std::fmt::Display for LexiconError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shape(what) => write!(out, "the lexicon file has a wrong shape: {what}; mend the file"),
            Self::Category(name) => write!(out, "the lexicon names no known category with {name:?}; use a name of the core category list"),
            Self::List(name) => write!(out, "the lexicon names no known list with {name:?}; use a name of `List`"),
            Self::Size(what) => write!(out, "the lexicon is too large: {what}; shorten it"),
        }
    }
}

impl std::error::Error for LexiconError {}

/// What a pattern stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Meaning {
    /// Sensitive data.
    Sensitive(Term),
    /// A phrase that hides the terms inside it.
    Denied,
    /// Data that is not sensitive by itself.
    Ordinary,
}

/// A sensitive term.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Term {
    pub(crate) category: Category,
    /// The lists of law that hold it; none where only the policy's own list can.
    pub(crate) lists: Lists,
    pub(crate) strength: Strength,
    /// Its language, by its place among the files.
    pub(crate) tongue: usize,
}

/// What a term needs beside it to name data.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Strength {
    /// Nothing: the words name data wherever they stand.
    Alone,
    /// A head noun, an owner ("your location") or other data in the same list.
    Owned,
    /// A head noun ("health data") or other data in the same list.
    Listed,
    /// A head noun or sensitive data in the same list.
    Among,
}

#[derive(Clone, Copy, Debug)]
struct Pattern {
    meaning: Meaning,
    /// Borders of words must stand at this end: the pattern begins or ends with a letter of a spaced script.
    opens_word: bool,
    closes_word: bool,
}

/// Words that decide about a term beside them, all folded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    /// What the words of the language can end with; empty: the English plural.
    pub(crate) endings: Vec<String>,
    /// Words that belong to a term when they follow it.
    pub(crate) heads: Vec<String>,
    /// Words that begin like a head and are none.
    pub(crate) not_heads: Vec<String>,
    /// Head nouns that stand before their term, as in Malay.
    pub(crate) heads_before: Vec<String>,
    /// Words that belong to a term when they stand before it, and do not say that it is data.
    pub(crate) leads: Vec<String>,
    /// Words before a term that say whose data they are.
    pub(crate) owners: Vec<String>,
    /// Words behind a term that say whose data they are.
    pub(crate) owners_behind: Vec<String>,
    /// Words before a term that announce data: "records of", "information about".
    pub(crate) announcers: Vec<String>,
    /// What parts the members of a list.
    pub(crate) joints: Vec<String>,
    /// Words that may stand between a joint and a member.
    pub(crate) articles: Vec<String>,
    /// Words behind a weak term that make it the name of something else: "location services".
    pub(crate) not_behind: Vec<String>,
    /// Words beside a term that make it no data, by category.
    pub(crate) contexts: Vec<Context>,
    /// Words that define a name: "means", "refers to".
    pub(crate) defining: Vec<String>,
    /// Words that open a list: "including", "such as".
    pub(crate) listing: Vec<String>,
}

impl Beside {
    /// No words.
    const EMPTY: Self = Self {
        endings: Vec::new(),
        heads: Vec::new(),
        not_heads: Vec::new(),
        heads_before: Vec::new(),
        leads: Vec::new(),
        owners: Vec::new(),
        owners_behind: Vec::new(),
        announcers: Vec::new(),
        joints: Vec::new(),
        articles: Vec::new(),
        not_behind: Vec::new(),
        contexts: Vec::new(),
        defining: Vec::new(),
        listing: Vec::new(),
    };
}

/// Words that make a term of some categories no data.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// Empty: every category.
    pub(crate) categories: Vec<Category>,
    pub(crate) before: Vec<String>,
    pub(crate) behind: Vec<String>,
}

/// A hit in folded text; offsets are those of the folded text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) meaning: Meaning,
}

impl Hit {
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

const FILES: [&str; 3] =
    [include_str!("../../data/lexicon/en.toml"), include_str!("../../data/lexicon/zh.toml"), include_str!("../../data/lexicon/ms.toml")];

impl Lexicon {
    /// The lexicon that ships.
    ///
    /// # Errors
    /// Where a shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, LexiconError> {
        Self::parse(&FILES)
    }

    /// A lexicon from files of the shipped shape, which `data/lexicon/README.md` describes.
    ///
    /// # Errors
    /// The first file or key that cannot be used.
    pub fn parse(files: &[&str]) -> Result<Self, LexiconError> {
        let mut builder = Builder::default();
        for file in files {
            builder.file(file)?;
        }
        builder.finish()
    }

    /// An author's own words as a lexicon: each folded phrase with the category that it gets, or `None` where it stays plain.
    ///
    /// # Errors
    /// Where the phrases are too many or too long.
    pub(crate) fn of_author<'a>(phrases: impl Iterator<Item = (&'a str, Option<Category>)>) -> Result<Self, LexiconError> {
        let mut builder = Builder::default();
        for (words, category) in phrases {
            let lists = [List::Author].into_iter().collect();
            let term = |category| Meaning::Sensitive(Term { category, lists, strength: Strength::Alone, tongue: 0 });
            let folded = builder.folding.fold(words).text;
            builder.add(folded, category.map_or(Meaning::Denied, term));
        }
        builder.finish()
    }

    /// Folds text for matching.
    pub(crate) fn fold(&self, text: &str) -> Folded {
        self.folding.fold(text)
    }

    /// Folds text in which a hyphen at the end of a line breaks one word.
    pub(crate) fn fold_joined(&self, text: &str) -> Folded {
        self.folding.fold_joined(text)
    }

    /// Words that decide about a term of a language beside them.
    pub(crate) fn beside(&self, tongue: usize) -> &Beside {
        static NONE: Beside = Beside::EMPTY;
        self.beside.get(tongue).unwrap_or(&NONE)
    }

    /// Whether a gap between two data items parts the members of a list, in any of the languages.
    pub(crate) fn is_joint(&self, gap: &str) -> bool {
        self.beside.iter().any(|beside| is_joint(gap, beside))
    }

    /// The sensitive term with these folded words.
    pub(crate) fn term(&self, folded: &str) -> Option<Term> {
        self.known.get(folded).copied()
    }

    /// Where folded text names its own list of sensitive data, with the words of that language.
    pub(crate) fn names<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = (Range<usize>, &'a Beside)> + 'a {
        let tongue = |name: usize| self.named_in.get(name).copied().unwrap_or_default();
        self.names.find_iter(folded).map(move |found| (found.range(), self.beside(tongue(found.pattern().as_usize()))))
    }

    /// Every hit in folded text that stands at borders of words, overlapping ones too, leftmost first, the longest of those at one place first.
    pub(crate) fn hits(&self, folded: &str) -> Vec<Hit> {
        let mut all: Vec<Hit> = self
            .automaton
            .find_overlapping_iter(folded)
            .filter_map(|found| {
                let pattern = self.patterns.get(found.pattern().as_usize())?;
                let before = folded.get(..found.start())?.chars().next_back();
                let after = folded.get(found.end()..)?.chars().next();
                let inside = |letter: Option<char>| letter.is_some_and(is_spaced_letter);
                let cut = (pattern.opens_word && inside(before)) || (pattern.closes_word && inside(after));
                (!cut).then_some(Hit { start: found.start(), end: found.end(), meaning: pattern.meaning })
            })
            .collect();
        for (shape, term) in &self.shapes {
            all.extend(shape.find_iter(folded).map(|found| Hit {
                start: found.start(),
                end: found.end(),
                meaning: Meaning::Sensitive(*term),
            }));
        }
        all.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), rank(hit.meaning)));
        all
    }
}

fn rank(meaning: Meaning) -> (u8, Strength) {
    match meaning {
        Meaning::Denied => (0, Strength::Alone),
        Meaning::Sensitive(term) => (1, term.strength),
        Meaning::Ordinary => (2, Strength::Alone),
    }
}

/// A letter of a script that parts words with spaces.
pub(crate) fn is_spaced_letter(letter: char) -> bool {
    letter.is_alphanumeric() && letter < '\u{2e80}'
}

#[derive(Default)]
struct Builder {
    folding: Folding,
    words: Vec<String>,
    shapes: Vec<(Regex, Term)>,
    names: Vec<String>,
    named_in: Vec<usize>,
    patterns: Vec<Pattern>,
    known: HashMap<String, Term>,
    beside: Vec<Beside>,
}

impl Builder {
    fn finish(self) -> Result<Lexicon, LexiconError> {
        let automaton = automaton(&self.words).map_err(|error| LexiconError::Size(error.to_string()))?;
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(&self.names)
            .map_err(|error| LexiconError::Size(error.to_string()))?;
        let (patterns, known, named_in) = (self.patterns, self.known, self.named_in);
        Ok(Lexicon { automaton, shapes: self.shapes, names, named_in, patterns, known, folding: self.folding, beside: self.beside })
    }

    /// Adds a folded phrase.
    fn add(&mut self, folded: String, meaning: Meaning) {
        if let Meaning::Sensitive(term) = meaning {
            self.known.entry(folded.clone()).or_insert(term);
        }
        let opens_word = folded.chars().next().is_some_and(is_spaced_letter);
        let closes_word = folded.chars().next_back().is_some_and(is_spaced_letter);
        self.words.push(folded);
        self.patterns.push(Pattern { meaning, opens_word, closes_word });
    }
}

#[cfg(test)]
mod tests;
